from pathlib import Path

from demo.data.accounts import ACCOUNTS
from demo.stack.console_accounts import CONSOLE_ACCOUNTS
from demo.stack.settings import Ports, StackSettings
from demo.stack.welcome import SHOWN, welcome

SETTINGS = StackSettings(state=Path("/srv/figuier/var"), ports=Ports(8100, 8101, 8102, 8103))


def test_it_says_what_to_open_on_the_port_that_was_chosen():
    text = welcome(SETTINGS)

    assert "http://gestion.localhost:8100/" in text
    assert "http://vitrine.localhost:8100/" in text


def test_it_gives_two_accounts_with_their_passwords():
    shown = [account for account in ACCOUNTS if account.username in SHOWN]
    text = welcome(SETTINGS)

    assert len(shown) == 2
    assert all(account.username in text and account.password in text for account in shown)


def test_it_gives_the_flip_to_try_and_the_way_back():
    text = welcome(SETTINGS)

    assert 'figuier flip reference_lists python --why "sprint 1"' in text
    assert "figuier rollback reference_lists" in text


def test_it_says_how_to_open_the_console_and_as_whom():
    text = welcome(SETTINGS)

    assert "http://localhost:8100/-/" in text
    assert all(each.name in text and each.password in text for each in CONSOLE_ACCOUNTS)
