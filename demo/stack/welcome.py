"""What the person at the terminal reads once everything answers."""

from demo.data.accounts import ACCOUNTS, Account
from demo.stack.console_accounts import CONSOLE_ACCOUNTS, ConsoleAccount
from demo.stack.settings import StackSettings

#: Who to try first: one who may do everything, one who works there every day.
SHOWN = ("admin", "claire.martin")

FLIP = '.venv/bin/figuier flip reference_lists python --why "sprint 1"'
ROLLBACK = ".venv/bin/figuier rollback reference_lists"


def account_line(account: Account) -> str:
    """One account, aligned with the others."""
    role = ", ".join(account.groups) or "super admin"
    return f"    {account.username:<16}{account.password:<18}({role})"


def console_line(account: ConsoleAccount) -> str:
    """One account of the console, aligned with the others."""
    return f"    {account.name:<16}{account.password:<22}({account.role.value})"


def welcome(settings: StackSettings) -> str:
    """What to open, who to be, what to flip, how to stop."""
    port = settings.ports.proxy
    accounts = [account for account in ACCOUNTS if account.username in SHOWN]
    return "\n".join(
        [
            "",
            "  Figuier is ready.",
            "",
            "  Open",
            f"    http://gestion.localhost:{port}/communes    the back office (sign in below)",
            f"    http://vitrine.localhost:{port}/            the public site",
            "",
            "  Sign in as",
            *map(account_line, accounts),
            "",
            "  See where the migration stands, and steer it:",
            f"    http://localhost:{port}/-/    the console",
            *map(console_line, CONSOLE_ACCOUNTS),
            "",
            "  Move the reference lists from PHP to Python, live, from another terminal:",
            f"    {FLIP}",
            "  and back:",
            f"    {ROLLBACK}",
            "",
            f"  Logs are in {settings.logs}. Ctrl-C stops everything.",
            "",
        ]
    )
