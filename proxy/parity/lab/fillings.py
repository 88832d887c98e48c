"""What is typed into a form to try it: nothing, all of it, too much, the wrong things."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from proxy.parity.lab.asking import Pairs, Upload
from proxy.parity.lab.forms import Field, Form

_TYPED = frozenset({"text", "textarea", "email", "url", "tel", "number", "search", "password"})
_ODD = "Œ <b>&amp; é 'x' \\"
_BEYOND = "Étoile 🙂"
_TOO_LONG = "x" * 300

#: What a field whose name has this word is given, where any text would be refused.
_BY_WORD: Mapping[str, str] = {
    "email": "parite@example.org", "mail": "parite@example.org", "courriel": "parite@example.org",
    "url": "https://www.example.org/", "site_web": "https://www.example.org/",
    "telephone": "0561020304", "code_postal": "09000", "code_insee": "09122", "siret": "73282932000074",
    "latitude": "42.96", "longitude": "1.60", "capacite": "12", "ordre": "7", "delai": "5",
    "effectif": "10", "annee": "2026", "loyer": "650", "surface": "42", "pieces": "3",
    "nb_": "2", "nombre": "2",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Filling:
    """One way to send a form.

    Shape: `typed` replaces the values of fields by name, `dropped` are not sent; the form is
           asked again before it is sent, so that each side's own token goes along.
    """

    name: str
    typed: Mapping[str, str] = field(default_factory=dict)
    dropped: frozenset[str] = frozenset()
    added: Pairs = ()
    uploads: tuple[Upload, ...] = ()

    def pairs(self, form: Form) -> Pairs:
        """What is sent of this form."""
        kept = [
            (one.name, self.typed.get(one.name, one.value))
            for one in form.fields
            if one.name not in self.dropped and (one.is_sent or one.name in self.typed)
            and one.kind not in {"file", "submit", "button", "image", "reset"}
        ]  # fmt: skip
        return (*kept, *self.added)


def fillings_of(form: Form, fill: Mapping[str, str]) -> tuple[Filling, ...]:
    """The ways to try a form, the harmless first.

    Shape: `fill` gives fields values of the lot's own.
    """
    return tuple(_fillings(form, fill))


def _fillings(form: Form, fill: Mapping[str, str]) -> Iterator[Filling]:
    if form.name.startswith("link"):
        yield Filling("as it is")
        yield Filling("wrong token", _wrong_token(form))
        return
    if any(one.name == "ids[]" and one.kind == "checkbox" for one in form.fields):
        yield from _batches(form)
        return
    yield Filling("untouched", uploads=())
    filled = {one.name: value for one in form.fields if (value := _value(one, fill)) is not None}
    if filled:
        yield Filling("filled", filled)
    typed = [one.name for one in form.fields if one.kind in _TYPED]
    if typed:
        yield Filling("emptied", dict.fromkeys(typed, ""))
        yield Filling("odd letters", dict.fromkeys(typed, _ODD))
        yield Filling("letters beyond the plane", dict.fromkeys(typed, _BEYOND))
        yield Filling("too long", dict.fromkeys(typed, _TOO_LONG))
    yield from _choices(form)
    if _wrong_token(form):
        yield Filling("wrong token", filled | _wrong_token(form))
        yield Filling("a field nobody asked for", filled, added=(_stranger(form),))
    yield from _uploads(form, filled)


def _batches(form: Form) -> Iterator[Filling]:
    ids = [one.value for one in form.fields if one.name == "ids[]"]
    action = next((one for one in form.fields if one.options), None)
    ticked = tuple(("ids[]", value) for value in ids[:2])
    if action is None:
        yield from _ticks(form, ticked)
        return
    for option in action.options:
        yield Filling(f"batch {option or 'without action'}", {action.name: option}, added=ticked)
    if len(action.options) > 1:
        last = {action.name: action.options[-1]}
        yield Filling("batch of nothing", last)
        yield Filling("batch of a row that is gone", last, added=(("ids[]", "999999"),))
        yield Filling("batch with a wrong token", last | _wrong_token(form), added=ticked)


def _ticks(form: Form, ticked: Pairs) -> Iterator[Filling]:
    """A form that does one thing with the rows that are ticked, and asks for nothing else."""
    yield Filling("two rows ticked", added=ticked)
    yield Filling("nothing ticked")
    yield Filling("a row that is gone ticked", added=(("ids[]", "999999"),))
    if _wrong_token(form):
        yield Filling("rows ticked with a wrong token", _wrong_token(form), added=ticked)


def _choices(form: Form) -> Iterator[Filling]:
    chosen = {
        one.name: next((value for value in one.options if value not in {"", one.value}), one.value)
        for one in form.fields
        if one.options
    }
    if chosen:
        yield Filling("other choices", chosen)
        yield Filling("a choice nobody offered", dict.fromkeys(chosen, "nope"))
    boxes = {one.name for one in form.fields if one.kind == "checkbox"}
    if boxes:
        off = {one.name for one in form.fields if one.kind == "checkbox" and one.is_sent}
        on = tuple((name, "on") for name in sorted(boxes - off))
        yield Filling("boxes turned round", dropped=frozenset(off), added=on)


def _uploads(form: Form, filled: Mapping[str, str]) -> Iterator[Filling]:
    fields = [one.name for one in form.fields if one.kind == "file"]
    contents = {
        "a small table": "nom;prenom;email\r\nÉtang;Zoë;zoe@example.org\r\n".encode(),
        "an empty file": b"",
        "no table at all": b"\x89PNG\r\n\x1a\n\0",
    }
    for said, content in contents.items() if fields else ():
        uploads = tuple(Upload(name, "parite.csv", content) for name in fields)
        yield Filling(f"upload of {said}", filled, uploads=uploads)


def _value(one: Field, fill: Mapping[str, str]) -> str | None:
    if one.name in fill:
        return fill[one.name]
    if one.kind not in _TYPED or "_csrf" in one.name or "[_token]" in one.name:
        return None
    last = one.name.rstrip("]").rpartition("[")[2] or one.name
    return next((value for word, value in _BY_WORD.items() if word in one.name), f"Parité {last}")


def _wrong_token(form: Form) -> dict[str, str]:
    return {
        one.name: "0" * 32
        for one in form.fields
        if one.kind == "hidden" and ("csrf_token" in one.name or "_token" in one.name)
    }


def _stranger(form: Form) -> tuple[str, str]:
    named = next((one.name for one in form.fields if "[" in one.name), "")
    return (f"{named.partition('[')[0]}[parite_intrus]" if named else "parite_intrus", "1")
