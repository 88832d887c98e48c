"""Whether both sides are set up to share symfony 1's sessions; writes nothing."""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass

from sqlalchemy.exc import SQLAlchemyError

from legacy_bridge.checks.doctor import Finding, Level, Site, findings
from legacy_bridge.checks.php_ini import php_settings, session_names
from legacy_bridge.stores.errors import SessionStoreError
from legacy_bridge.stores.ids import new_session_id
from legacy_bridge.stores.save_path import SavePath
from proxy.config import Settings
from proxy.wiring.database_findings import database_findings
from proxy.wiring.php_findings import php_findings
from proxy.wiring.project_findings import project_findings
from proxy.wiring.session_rules import session_rules
from proxy.wiring.session_stores import session_store
from proxy.wiring.sites import APPLICATIONS


@dataclass(frozen=True, slots=True)
class SessionDoctor:
    """What is found over the settings of this run."""

    settings: Settings

    def findings(self) -> Sequence[Mapping[str, str]]:
        """Every finding, the worst first."""
        rules = session_rules(self.settings)
        said, of_php = self._php()
        site = Site(
            self._save_path,
            rules,
            dict.fromkeys(APPLICATIONS.values(), "") | dict(self.settings.symfony1_csrf_secrets),
            self._other_cookies(),
            said,
            save_handler(self.settings),
        )
        found = [
            *findings(site, time.time()),
            *of_php,
            *project_findings(self.settings),
            *database_findings(self.settings),
            *self._store(),
        ]
        order = list(Level)
        found.sort(key=lambda finding: -order.index(finding.level))
        return [{k: str(v) for k, v in asdict(finding).items()} for finding in found]

    @property
    def _save_path(self) -> SavePath | None:
        folder = self.settings.symfony1_session_dir
        return SavePath.parse(str(folder)) if save_handler(self.settings) == "files" else None

    def _store(self) -> Iterator[Finding]:
        """Whether a store that is no folder answers."""
        if save_handler(self.settings) == "files":
            return
        try:
            session_store(self.settings).read(new_session_id())
        except (SessionStoreError, SQLAlchemyError) as error:
            advice = "look at FIGUIER_SYMFONY1_SESSION_STORE"
            yield Finding(
                Level.FAULT,
                f"the session store does not answer: {str(error).splitlines()[0]}",
                advice,
            )
        else:
            yield Finding(Level.FINE, "the session store answers")

    def _php(self) -> tuple[Mapping[str, str] | None, list[Finding]]:
        files = self.settings.symfony1_php_files
        if not files:
            return None, []
        try:
            said = php_settings(files, self.settings.symfony1_php_pool)
        except OSError as error:
            return None, [Finding(Level.RISK, f"PHP's files cannot be read: {error}")]
        # factories.yml gives the session its name, whatever php.ini says.
        known = {name: value for name, value in said.items() if name != "session.name"}
        return known, list(php_findings(self.settings, said))

    def _other_cookies(self) -> tuple[str, ...]:
        """Cookies of other names that browsers send along, as far as settings and pools tell."""
        others = set(self.settings.symfony1_other_cookies)
        try:
            files, pool = self.settings.symfony1_php_files, self.settings.symfony1_php_pool
            others.update(session_names(files, except_pool=pool))
        except OSError:
            pass  # said by what reads PHP's settings
        return (self.settings.symfony1_remember_cookie, *sorted(others))


def save_handler(settings: Settings) -> str:
    """PHP's session.save_handler for this store; symfony's own stores use `user`."""
    kind = settings.symfony1_session_store.partition(":")[0]
    return kind if kind in {"files", "redis", "memcached"} else "user"
