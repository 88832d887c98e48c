"""What `figuier session retire-passwords` asks: PHP's password columns emptied, or only counted."""

from collections.abc import Mapping
from dataclasses import asdict

from sqlalchemy.exc import SQLAlchemyError

from legacy_bridge.sfguard.retirement import retire_legacy_passwords
from modules.kernel.clock import WallClock
from modules.kernel.database import Database
from proxy.config import Settings
from proxy.errors import ConfigurationRefused


def retire_passwords(settings: Settings, *, dry_run: bool) -> Mapping[str, int]:
    """Accounts by what becomes of them; the caller has seen that PHP signs nobody in.

    Errors: ConfigurationRefused; nothing is retired then.
    """
    if not settings.database_url:
        raise ConfigurationRefused(["FIGUIER_DATABASE_URL: not set; the passwords are in there"])
    clock = WallClock(settings.time_zone)
    engine = Database(settings.database_url, clock).engine
    try:
        told = retire_legacy_passwords(
            engine, php_signs_in=False, now=clock.now().replace(microsecond=0), dry_run=dry_run
        )
    except SQLAlchemyError as error:
        why = str(error).splitlines()[0]
        raise ConfigurationRefused([f"FIGUIER_DATABASE_URL: nothing was retired: {why}"]) from error
    finally:
        engine.dispose()
    return asdict(told)
