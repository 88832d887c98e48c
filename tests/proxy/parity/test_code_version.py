"""A lot's code has another version when its files or the kernel's change."""

from pathlib import Path

from proxy.parity.code_version import code_version


def test_the_version_follows_what_answers(tmp_path: Path) -> None:
    for name in ("kernel", "towns", "streets"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "views.py").write_text("x = 1\n")
    first = code_version(tmp_path, "towns")
    (tmp_path / "streets" / "views.py").write_text("x = 2\n")
    (tmp_path / "towns" / "parity.yaml").write_text("version: 1\n")
    assert code_version(tmp_path, "towns") == first

    (tmp_path / "towns" / "page.html").write_text("<p>\n")
    second = code_version(tmp_path, "towns")
    (tmp_path / "kernel" / "views.py").write_text("x = 3\n")

    assert len({first, second, code_version(tmp_path, "towns")}) == 3
