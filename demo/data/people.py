"""Invented persons: names, addresses, telephone numbers and e-mail addresses."""

from dataclasses import dataclass
from datetime import date, timedelta

from demo.data.dice import Dice
from demo.data.slugs import slug
from demo.data.vocabulary import ABROAD, MEN, REGIONS, STREETS, SURNAMES, WOMEN


@dataclass(frozen=True)
class Person:
    """Somebody, before any table."""

    civilite: str
    prenom: str
    nom: str
    country: str
    language: str
    region: str | None

    @property
    def is_foreign(self) -> bool:
        return self.country != "FR"


def person(dice: Dice, *, abroad: float = 0.0) -> Person:
    """Somebody from France, or with that probability from abroad."""
    civilite = dice.pick(("M", "Mme"))
    if dice.chance(abroad):
        country = dice.pick(tuple(ABROAD))
        first_names, surnames, language = ABROAD[country]
        return Person(
            civilite, dice.pick(first_names), dice.pick(surnames), country, language, None
        )
    first_name = dice.pick(WOMEN if civilite == "Mme" else MEN)
    return Person(civilite, first_name, surname(dice), "FR", "fr", dice.pick(REGIONS))


def surname(dice: Dice) -> str:
    """A family name; one in twenty is double."""
    name = dice.pick(SURNAMES)
    return f"{name}-{dice.pick(SURNAMES)}" if dice.chance(0.05) else name


def email(dice: Dice, prenom: str, nom: str) -> str:
    """An address under example domains, which no one can receive."""
    domain = dice.pick(("example.org", "example.net", "courriel.example", "boite.example"))
    number = str(dice.number(1, 99)) if dice.chance(0.4) else ""
    return f"{slug(prenom)}.{slug(nom)}{number}@{domain}"


def mobile(dice: Dice) -> str:
    """A number of the range reserved for fiction (06 39 98), written as people write it."""
    return telephone(dice, "063998")


def landline(dice: Dice) -> str:
    """A number of the range reserved for fiction (05 36 49)."""
    return telephone(dice, "053649")


def telephone(dice: Dice, prefix: str) -> str:
    digits = f"{prefix}{dice.number(0, 9999):04d}"
    pairs = [digits[i : i + 2] for i in range(0, 10, 2)]
    written = dice.weighted({" ": 6, ".": 2, "": 3, "+33": 2})
    if written == "+33":
        return f"+33 {digits[1]} {' '.join(pairs[1:])}"
    return written.join(pairs)


def address(dice: Dice) -> str:
    number = f"{dice.number(1, 180)}{' bis' if dice.chance(0.06) else ''}"
    return f"{number}, {dice.pick(STREETS)}"


def birth(dice: Dice, on: date, youngest: int, oldest: int) -> date:
    """A birth date that makes the person that old, in years, on that day."""
    return on - timedelta(days=dice.number(youngest * 365 + youngest // 4, oldest * 365))
