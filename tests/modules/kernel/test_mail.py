from email import message_from_bytes, policy
from pathlib import Path

from modules.kernel.mail import FolderMail, Letter
from tests.fakes.gardens import StoppedClock


def test_a_letter_is_laid_into_the_folder_whole(tmp_path: Path) -> None:
    folder = tmp_path / "out/mail"
    FolderMail(folder, StoppedClock()).send(Letter("é@x.example", "Été : « fête »", "Bonjour,\r\nà bientôt.\r\n"))  # fmt: skip
    (path,) = folder.iterdir()
    found = message_from_bytes(path.read_bytes(), policy=policy.default)

    assert path.name.startswith("20260301-120000-")
    assert (found["To"], found["Subject"]) == ("é@x.example", "Été : « fête »")
    assert found.get_content().splitlines() == ["Bonjour,", "à bientôt."]
    assert found["From"] == "accueil@cci-valmont.example"


def test_two_letters_of_one_second_are_two_files(tmp_path: Path) -> None:
    mail = FolderMail(tmp_path, StoppedClock())
    for _ in range(2):
        mail.send(Letter("a@x.example", "s", "b"))

    assert len(list(tmp_path.iterdir())) == 2
