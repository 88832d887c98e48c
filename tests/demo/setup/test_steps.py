import pytest

from demo.setup.environment import Environment
from demo.setup.errors import CommandUnknown
from demo.setup.packages import Group
from demo.setup.steps import Order, carry_out, order, run


@pytest.mark.parametrize(
    "words, expected",
    [
        pytest.param("run python -m demo", Order(Group.RUN, ("python", "-m", "demo")), id="run"),
        pytest.param("test", Order(Group.TEST, ()), id="set-up alone"),
        pytest.param("bench packages", Order(Group.BENCH, ("packages",)), id="packages alone"),
        pytest.param("ready python -V", Order(None, ("python", "-V")), id="no set-up"),
    ],
)
def test_an_order_is_understood(words, expected):
    assert order(words.split()) == expected


@pytest.mark.parametrize("words", ["", "ready", "Run", "all python"])
def test_another_order_is_refused_with_the_usage(words):
    with pytest.raises(CommandUnknown, match="usage:"):
        order(words.split())


def test_a_checkout_that_was_never_set_up_runs_nothing(tmp_path, capsys):
    assert carry_out(Order(None, ("python",)), Environment(tmp_path)) == 0
    assert "nothing runs" in capsys.readouterr().out


def test_a_command_the_environment_lacks_is_named(tmp_path):
    with pytest.raises(CommandUnknown, match=r"\.venv/bin/figuer does not exist"):
        run(Environment(tmp_path), ("figuer", "status"))
