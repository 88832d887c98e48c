import json
import shutil
import subprocess
from pathlib import Path

import pytest

from modules.kernel.slugs import free_slug, slug_of


@pytest.mark.parametrize(
    "text, slug",
    [
        pytest.param("Valmont", "valmont", id="plain"),
        pytest.param("Étang-sur-Lys (Nord)", "etang-sur-lys-nord", id="accents, brackets"),
        pytest.param("L'Haÿ-les-Roses", "l-hay-les-roses", id="apostrophe and y with dots"),
        pytest.param("  Saint  Œuf  ", "saint-oeuf", id="ligature and spaces"),
        pytest.param("Ümlaut Größe", "uemlaut-groesse", id="German spelling"),
        pytest.param("Ærø ærø", "aero-aro", id="the two spellings of the legacy's table"),
        pytest.param("Ångström, Ålesund", "aangstroem-aalesund", id="Scandinavian a"),
        pytest.param("Łódź Đại ſtraße", "lodz-d-i-strasse", id="beyond the table, a dash"),
        pytest.param("100 € et 5 £", "100-e-et-5", id="euro spelt, pound dropped"),
        pytest.param("a_b/c::d", "a-b-c-d", id="underscore, slash and colons"),
        pytest.param("Ｗｉｄｅ 東京 🙂", "", id="nothing that the legacy knows"),
        pytest.param("", "", id="empty"),
    ],
)
def test_a_slug_is_doctrines(text: str, slug: str) -> None:
    assert slug_of(text) == slug


@pytest.mark.parametrize(
    "taken, slug",
    [
        pytest.param([], "valmont", id="free"),
        pytest.param(["valmont-nord"], "valmont", id="a longer one does not count"),
        pytest.param(["valmont"], "valmont-1", id="taken once"),
        pytest.param(["VALMONT", "valmont-1"], "valmont-2", id="case does not tell apart"),
        pytest.param(["valmont", "valmont-2"], "valmont-1", id="the first hole"),
    ],
)
def test_a_taken_slug_gets_the_first_free_number(taken: list[str], slug: str) -> None:
    assert free_slug("Valmont", lambda _: taken) == slug


def test_a_name_without_letters_has_its_number_alone() -> None:
    assert free_slug("---", lambda _: []) == ""
    assert free_slug("---", lambda _: ["", "1", "x"]) == "2"


def test_a_slug_that_is_too_long_leaves_room_for_a_number() -> None:
    asked: list[str] = []

    def taken(prefix: str) -> list[str]:
        asked.append(prefix)
        return []

    assert free_slug("a" * 300, taken, max_length=20) == "a" * 18
    assert asked == ["a" * 300, "a" * 18]


SLUG = Path(__file__).resolve().parents[3] / "demo/gestion/lib/engine/Model/Slug.php"


@pytest.mark.skipif(shutil.which("php") is None, reason="PHP is not installed")
def test_every_letter_of_the_first_alphabets_has_the_slug_php_gives_it() -> None:
    letters = [chr(code) for code in [*range(0x20, 0x250), *range(0x1E00, 0x1F00), 0x2019, 0x20AC]]
    texts = [f"x{letter}y" for letter in letters] + ["e\u0301te\u0301", "İstanbul", "K", "ＡＢ"]
    program = """require $argv[1];
        foreach (json_decode(file_get_contents('php://stdin')) as $text)
            $slugs[] = Gestion\\Model\\Slug::of($text);
        echo json_encode($slugs);"""
    run = subprocess.run(
        ["php", "-r", program, str(SLUG)],
        input=json.dumps(texts),
        capture_output=True,
        text=True,
        check=True,
    )

    given = dict(zip(texts, json.loads(run.stdout), strict=True))
    assert {text: slug_of(text) for text in texts} == given
