"""Which lots have Python code, asked only by commands that move a lot forward."""

from pkgutil import resolve_name
from typing import cast

from proxy.cli.output import warn
from proxy.config import Settings
from proxy.core.stages import Stage, StageName
from proxy.flips.gates import Code

#: Named, not imported: a lot whose code is broken must not keep anybody from a rollback.
LOTS = "proxy.wiring.lots_with_code:lots_with_code"

_NEED_CODE = frozenset({StageName.CANARY, StageName.PYTHON})


def code_for(stage: Stage, settings: Settings) -> Code | None:
    """The lots that have code, when the stage needs any.

    Shape: None when it needs none, or when FIGUIER_PYTHON_APPLICATION names somebody else's
           application, of which nobody can tell.
    """
    is_ours = settings.python_application == Settings().python_application
    return known_code(LOTS) if is_ours and stage.name in _NEED_CODE else None


def known_code(where: str) -> Code:
    """The lots that are registered there; none when their code cannot be loaded, which is said."""
    try:
        return cast("Code", resolve_name(where)())
    except Exception as error:  # noqa: BLE001, code that cannot be loaded is no code, whatever ails it
        warn(f"the Python lots cannot be loaded: {type(error).__name__}: {error}")
        return frozenset()
