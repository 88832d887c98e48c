"""What is remembered of a visitor."""

from proxy.core.visitors import MOST_MARKS, MOST_OVERRIDES, Mark, Override, Visitor


def test_a_new_mark_takes_the_place_of_its_journeys_old_one() -> None:
    visitor = Visitor(1).marked(Mark("a", False, 10)).marked(Mark("b", True, 20))

    assert visitor.marked(Mark("a", True, 30)).marks == (Mark("a", True, 30), Mark("b", True, 20))
    assert visitor.mark("c") is None


def test_the_oldest_marks_go_when_there_are_too_many() -> None:
    visitor = Visitor(1)
    for number in range(MOST_MARKS + 3):
        visitor = visitor.marked(Mark(f"lot{number}", True, number))

    assert [mark.at for mark in visitor.marks] == list(range(MOST_MARKS + 2, 2, -1))


def test_an_override_counts_until_it_is_over() -> None:
    visitor = Visitor(1).overriding(Override("a", True, 100), 0)

    assert visitor.override("a", 99) == Override("a", True, 100)
    assert visitor.override("a", 100) is None
    assert visitor.override("b", 50) is None


def test_a_later_override_replaces_the_lots_own_and_drops_what_is_over() -> None:
    visitor = (
        Visitor(1).overriding(Override("a", True, 100), 0).overriding(Override("b", True, 50), 0)
    )

    again = visitor.overriding(Override("a", False, 200), 60)
    ended = again.overriding(Override("a", True, 60), 60)

    assert again.overrides == (Override("a", False, 200),)
    assert ended.overrides == ()


def test_overrides_are_few() -> None:
    visitor = Visitor(1)
    for number in range(MOST_OVERRIDES + 2):
        visitor = visitor.overriding(Override(f"lot{number}", True, 100), 0)

    assert len(visitor.overrides) == MOST_OVERRIDES
