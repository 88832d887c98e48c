"""Classes of a PHP file."""

from legacy_bridge.php_source.classes import php_classes

SAMPLE = """<?php
namespace App\\Controller;
use Symfony\\Route;

/** @Route("/x") */
abstract class Base extends \\Other\\Parent implements A, B
{
  use Sharing;
  const X = [1];
  private $y = array('class' => 1);
  #[Route('/list', name: 'list')]
  public function &executeIndex($r, array $d = []): ?int { if (1) { return function () { return 1; }; } }
  protected function executeHidden() {}
  /** said */
  abstract public function executeLater();
  function executePlain() { new class { function inner() {} }; }
}
final class Second {}
trait Third { public static function executeShared() {} }
$x = Second::class;
"""


def test_classes_are_found_with_parents_and_lines() -> None:
    found = [(c.name, c.extends, c.line, c.is_abstract, c.namespace) for c in php_classes(SAMPLE)]

    assert found == [
        ("Base", "Other\\Parent", 6, True, "App\\Controller"),
        ("Second", "", 18, False, "App\\Controller"),
        ("Third", "", 19, False, "App\\Controller"),
    ]


def test_methods_know_whether_others_may_call_them() -> None:
    base = php_classes(SAMPLE)[0]

    assert [(m.name, m.line, m.is_public) for m in base.methods] == [
        ("executeIndex", 12, True),
        ("executeHidden", 13, False),
        ("executeLater", 15, True),
        ("executePlain", 16, True),
    ]
    assert base.uses == ("Sharing",)
    assert base.method("EXECUTEINDEX") is base.methods[0]
    assert base.method("none") is None


def test_notes_stay_with_what_they_stand_before() -> None:
    base = php_classes(SAMPLE)[0]

    assert base.notes[0].value == '/** @Route("/x") */'
    assert "list" in [token.value for token in base.methods[0].notes]
    assert base.methods[2].notes[0].value == "/** said */"
    assert base.methods[1].notes == ()
