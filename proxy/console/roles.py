"""Who may do what in the console: three roles, each with all that the one before it may."""

from enum import StrEnum


class Role(StrEnum):
    """The roles, from looking to deciding."""

    VIEWER = "viewer"
    DEVELOPER = "developer"
    LEAD = "lead"


#: As pages show them.
LABELS: dict[Role, str] = {
    Role.VIEWER: "Lecture",
    Role.DEVELOPER: "Développement",
    Role.LEAD: "Pilotage",
}

_ORDER = tuple(Role)


def may(role: Role, needed: Role) -> bool:
    """Whether somebody of this role may do what needs that one."""
    return _ORDER.index(role) >= _ORDER.index(needed)
