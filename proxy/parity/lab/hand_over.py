"""Rows that one side wrote, taken up by the other over the same copy: no byte but the intended."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from proxy.parity.differences import Change
from proxy.parity.lab.asking import Pairs
from proxy.parity.lab.copies import Copies
from proxy.parity.lab.crawl import Found
from proxy.parity.lab.editing import Hand, Sent, is_token, prefilled, untouched
from proxy.parity.lab.effects import Shape, shapes_of
from proxy.parity.lab.fillings import Filling, fillings_of
from proxy.parity.lab.forms import Form
from proxy.parity.lab.pair import Pair
from proxy.parity.lab.rehearsed import EXISTING, Fault, Rehearsal, Step
from proxy.parity.lab.rows import row_differences
from proxy.parity.lab.survey import Survey, is_of_a_row

#: Rows of one list that are looked through for a new one.
MOST_LISTED = 5_000

_TYPED = "Repris"
_ODD = "Œ <b>&amp; é 'x' \\"


@dataclass(frozen=True, slots=True)
class Row:
    """A row that a side has just written: its table, and the page where it is edited."""

    table: str
    target: str
    pattern: str


@dataclass(frozen=True, slots=True)
class Habits:
    """What a side's own saving and editing of its own row changes."""

    saved: frozenset[Shape]
    edited: frozenset[Shape]


@dataclass
class HandOver:
    """One person's rehearsal, with both sides over one copy.

    Shape: `now` reads the clock that the database's dates are written in; `most` bounds the
           existing rows that are opened and saved, for each form.
    """

    found: Rehearsal
    pair: Pair
    survey: Survey
    copies: Copies
    now: Callable[[], datetime]
    progress: Callable[[Rehearsal], None]
    most: int = 3
    _tables: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Both sides, and the session from which every scene starts."""
        self._php = Hand("php", self.pair.control)
        self._python = Hand("python", self.pair.candidate)
        self._start = self.pair.frozen()
        self._suffix = self.pair.sides.control.copy

    def form(self, found: Found) -> None:
        """Rehearse a form: rows made with it, or the existing rows that it edits."""
        if is_of_a_row(self.survey.pattern_of(found.page)):
            self._existing(found)
        else:
            self._new_rows(found)

    def _new_rows(self, found: Found) -> None:
        made = {hand.name: self._made(hand, found, self._ways(found.form)) for hand in self._hands}
        row = made["php"] or made["python"]
        if row is None:
            self.found.untried.append(f"no row could be made with the form of {found.page}")
            return
        lacking = [name for name, each in made.items() if each is None]
        if lacking:
            self._fault(
                row, "php → python", Step.WRITE, f"{lacking[0]} makes no row with {found.page}"
            )
            return
        self._tables[row.pattern] = row.table
        self._hand_over(found, row)

    def _hand_over(self, found: Found, row: Row) -> None:
        name = self._edited_field(found, row)
        for way in self._ways(found.form, self.copies.widths(row.table)):
            # What a save changes depends on what is saved: each way has habits of its own.
            habits = {hand.name: self._habits(hand, found, way, name) for hand in self._hands}
            for writer, reader in ((self._python, self._php), (self._php, self._python)):
                habit, made = habits[writer.name], self._made(writer, found, [way])
                if habit is None or made is None:
                    self.found.note(f"{row.table}: {writer.name} refuses the form: {way.name}")
                    continue
                self._taken_up(made, writer, reader, habit, name)
                self.progress(self.found)

    @property
    def _hands(self) -> tuple[Hand, Hand]:
        return self._php, self._python

    def _afresh(self) -> None:
        """Rows and session as they were at the beginning."""
        self.copies.put_back(self._suffix)
        self.pair.thaw(self._start)
        self.pair.level()

    def _ways(self, form: Form, widths: Mapping[str, int] | None = None) -> list[Filling]:
        """Ways to fill a form in so that a row comes of it; those of many letters with widths."""
        filled = dict(next((dict(one.typed) for one in fillings_of(form, self.survey.rules.fill)
                            if one.name == "filled"), {}))  # fmt: skip
        chosen = {
            one.name: next(value for value in one.options if value)
            for one in form.fields
            if one.options and not one.value and any(one.options)
        }
        if widths is None:
            return [Filling("filled", {**chosen, **filled}), Filling("typed", filled)]
        long = {
            name: (f"{value} àéîõü ßœ " * 20)[: min(widths.get(_column(name), 250), 250)].rstrip()
            for name, value in filled.items()
            if value.startswith("Parité ")
        }
        odd = {name: _ODD for name, value in filled.items() if value.startswith("Parité ")
               and widths.get(_column(name), 250) > len(_ODD)}  # fmt: skip
        return [
            Filling("filled", {**chosen, **filled}),
            Filling("odd letters", {**filled, **odd}),
            Filling("full length", {**chosen, **filled, **long}),
        ]

    def _made(self, hand: Hand, found: Found, ways: Sequence[Filling]) -> Row | None:
        """The row that comes of the first way that is not refused, a day old."""
        for way in ways:
            self._afresh()
            sent = hand.sent(found.page, way.pairs, self.copies, self._suffix)
            inserted = [each for each in sent.effects if each.shape.kind == "inserted"]
            target = sent.next.partition("?")[0]
            if not inserted or not target or hand.opened(target)[1] is None:
                continue
            words = set(target.split("/"))
            of_page = (each for each in inserted if {key.strip("'") for key in each.key} & words)
            for each in inserted:
                self.copies.age(self._suffix, each.shape.table, each.key)
            table = next(of_page, inserted[0]).shape.table
            return Row(table, target, self.survey.pattern_of(target))
        return None

    def _edited_field(self, found: Found, row: Row) -> str:
        """The text field that PHP lets be changed alone; empty where there is none."""
        for name in _texts(found.form, self.survey.rules.fill)[:6]:
            made = self._made(self._php, found, self._ways(found.form))
            if made is None:
                continue
            sent = self._php.sent(made.target, _edit(name), self.copies, self._suffix)
            if any(each.shape.table == row.table for each in sent.effects):
                return name
        self.found.note(f"{row.table}: no text field could be edited alone")
        return ""

    def _habits(self, hand: Hand, found: Found, filling: Filling, name: str) -> Habits | None:
        row = self._made(hand, found, [filling])
        if row is None:
            return None
        way = f"{hand.name} → {hand.name}"
        saved = hand.sent(row.target, untouched, self.copies, self._suffix)
        edited = hand.sent(row.target, _edit(name), self.copies, self._suffix) if name else None
        for step, sent in ((Step.SAVE, saved), (Step.EDIT, edited)):
            if sent is not None and sent.fault:
                self._fault(row, way, step, sent.fault)
        shapes = shapes_of(saved.effects)
        return Habits(shapes, shapes | shapes_of(edited.effects if edited else ()))

    def _taken_up(self, row: Row, writer: Hand, reader: Hand, habit: Habits, name: str) -> None:
        """The other side lists, opens, saves and edits the row; then its writer opens it again."""
        way = f"{writer.name} → {reader.name}"
        self.found.rows[row.table, way] += 1
        if not self.survey.has_list(row.pattern):
            self.found.note(f"{row.table}: no list leads to {row.pattern}")
        elif row.target not in self.survey.rows_of(row.pattern, reader.visitor, MOST_LISTED):
            self._fault(row, way, Step.LIST, f"no list of {reader.name} shows the row")
        if not self._opens_alike(row, way, writer, reader):
            return
        saved = reader.sent(row.target, untouched, self.copies, self._suffix)
        self._judge(row, way, Step.SAVE, saved, habit.saved)
        if name:
            edited = reader.sent(row.target, _edit(name), self.copies, self._suffix)
            self._judge(row, way, Step.EDIT, edited, habit.edited)
            if not any(each.after == f"'{_TYPED}'" for each in edited.effects):
                self._fault(row, way, Step.EDIT, f"what was typed in {name} is not stored")
            self._opens_alike(row, way, reader, writer)

    def _opens_alike(self, row: Row, way: str, one: Hand, other: Hand) -> bool:
        """Whether both show the row's form; values that differ are told."""
        forms = []
        for hand in (one, other):
            page, form = hand.opened(row.target)
            if fault := Sent(page, form).fault:
                self._fault(row, way, Step.OPEN, f"{hand.name}: {fault}")
            else:
                assert form is not None  # noqa: S101 - a page without one is a fault
                forms.append(prefilled(form))
        if len(forms) < 2:
            return False
        for name in dict.fromkeys((*forms[0], *forms[1])):
            shown = [each.get(name) for each in forms]
            if shown[0] != shown[1]:
                why = f"{name} is {shown[0]} at {one.name}, {shown[1]} at {other.name}"
                self._fault(row, way, Step.PREFILL, why)
        return True

    def _judge(self, row: Row, way: str, step: Step, sent: Sent, allowed: frozenset[Shape]) -> None:
        if sent.fault:
            self._fault(row, way, step, sent.fault)
        elif sent.is_refused:
            self._fault(row, way, step, "the form comes back with an error")
        for effect in sent.effects:
            if effect.shape not in allowed:
                self._fault(row, way, step, f"unintended: {effect}")

    def _existing(self, found: Found) -> None:
        """Every existing row opened and saved untouched by each side; what each changed."""
        pattern = self.survey.pattern_of(found.page)
        lists = {hand.name: self._rows(hand, pattern) for hand in self._hands}
        row = Row(self._tables.get(pattern, pattern), found.page, pattern)
        for target in set(lists["php"]) ^ set(lists["python"]):
            side = "php" if target in lists["php"] else "python"
            self._fault(row, EXISTING, Step.LIST, f"only {side} lists {target}")
        targets = lists["php"] or (found.page,)
        said, changes = {}, {}
        for hand in self._hands:
            self._afresh()
            said[hand.name] = [self._outcome(hand, target) for target in targets]
            changes[hand.name] = self.copies.changes(self._suffix)
        self.found.rows[row.table, EXISTING] += len(targets)
        for target, php, python in zip(targets, said["php"], said["python"], strict=True):
            for difference in _told_apart(php, python):
                self._fault(Row(row.table, target, pattern), EXISTING, Step.SAVE, difference)
        masks = self.survey.rules.columns
        for each in row_differences(changes["php"], changes["python"], masks, self.now()):
            if each.change is Change.MISSING:
                self.found.note(f"{each}: PHP alone changes it when it saves an existing row")
            else:
                why = f"unintended: {each.field} {each.at}: {each.control} → {each.candidate}"
                self._fault(row, EXISTING, Step.SAVE, why)
        self.progress(self.found)

    def _rows(self, hand: Hand, pattern: str) -> tuple[str, ...]:
        self._afresh()
        return self.survey.rows_of(pattern, hand.visitor, self.most)

    @staticmethod
    def _outcome(hand: Hand, target: str) -> tuple[str, int, Mapping[str, list[str]]]:
        """What became of opening and saving: a fault, a status, the values shown."""
        sent, answer = hand.posted(target, untouched)
        shown = prefilled(sent.form) if sent.form is not None else {}
        return sent.fault, answer.status if answer is not None else 0, shown

    def _fault(self, row: Row, way: str, step: Step, why: str) -> None:
        self.found.faults.append(Fault(row.table, way, step, row.target, why))


def _told_apart(
    php: tuple[str, int, Mapping[str, list[str]]], python: tuple[str, int, Mapping[str, list[str]]]
) -> Iterator[str]:
    if php[:2] != python[:2]:
        yield f"php ends with {php[0] or php[1]}, python with {python[0] or python[1]}"
    for name in dict.fromkeys((*php[2], *python[2])):
        if php[2].get(name) != python[2].get(name):
            yield f"{name} is {php[2].get(name)} at php, {python[2].get(name)} at python"


def _texts(form: Form, fill: Mapping[str, str]) -> list[str]:
    """The fields that take any short text."""
    filled = next((one.typed for one in fillings_of(form, fill) if one.name == "filled"), {})
    return [name for name, value in filled.items() if value.startswith("Parité ")]


def _edit(name: str) -> Callable[[Form], Pairs]:
    """The form with something else in one field."""

    def fill(form: Form) -> Pairs:
        return tuple(
            (key, _TYPED if key == name and not is_token(key) else value)
            for key, value in form.untouched()
        )

    return fill


def _column(name: str) -> str:
    """The column that a field is named after."""
    return name.rstrip("]").rpartition("[")[2] or name
