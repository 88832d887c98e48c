"""Accounts, groups and permissions as sfGuard rows, with the profiles and bodies they belong to."""

from datetime import date, timedelta

from demo.data.accounts import ACCOUNTS, GROUPS, PERMISSIONS, Account
from demo.data.dice import Dice
from demo.data.people import landline
from demo.data.serialized import serialize
from demo.data.world import World, at, stamps

#: When the tool went live: accounts and rights are as old.
BEGINNING = at(date(2008, 3, 3), 9)

BODIES = (
    ("CCI de Valmont", "chambre"),
    ("Valmont Métropole", "metropole"),
    ("Tremplin Emploi Valmont", "partenaire"),
    ("Agence des Halles", "partenaire"),
    ("Mécavalis", "entreprise"),
    ("Valmont Développement", "partenaire"),
)

GROUP_IDS = {group.name: number for number, group in enumerate(GROUPS, 1)}
PERMISSION_IDS = {name: number for number, name in enumerate(PERMISSIONS, 1)}
USER_IDS = {account.username: number for number, account in enumerate(ACCOUNTS, 1)}

#: Who follows files: the advisers, the one who left among them.
ADVISERS = tuple(
    USER_IDS[account.username] for account in ACCOUNTS if "conseiller" in account.groups
)


def add_staff(world: World) -> None:
    dice = world.dice("staff")
    for name, kind in BODIES:
        world.add(
            "organisme",
            nom=name,
            type=kind,
            actif=kind != "partenaire" or name != BODIES[-1][0],
            **stamps(BEGINNING),
        )
    for group in GROUPS:
        world.add(
            "sf_guard_group", name=group.name, description=group.description, **stamps(BEGINNING)
        )
    for name, description in PERMISSIONS.items():
        world.add("sf_guard_permission", name=name, description=description, **stamps(BEGINNING))
    for account in ACCOUNTS:
        add_account(world, dice, account)
    add_rights(world)


def add_account(world: World, dice: Dice, account: Account) -> None:
    days = dice.number(0, 20) if account.is_active else 2700
    seen = dice.moment(world.today - timedelta(days=days + 1))
    user = world.add(
        "sf_guard_user",
        first_name=account.first_name,
        last_name=account.last_name,
        email_address=account.email,
        username=account.username,
        algorithm=account.algorithm,
        salt=account.salt,
        password=account.digest,
        is_active=account.is_active,
        is_super_admin=account.is_super_admin,
        last_login=seen,
        **stamps(BEGINNING, seen),
    )
    world.add(
        "utilisateur_profil",
        sf_guard_user_id=user,
        organisme_id=[name for name, _ in BODIES].index(account.organisme) + 1,
        civilite=dice.pick(("M", "Mme", None)),
        nom=account.last_name,
        prenom=account.first_name,
        telephone=landline(dice),
        role=account.role,
        signature=f"{account.first_name} {account.last_name}\r\n{account.organisme}",
        preferences=serialize(
            {
                "lignes": 20,
                "accueil": dice.pick(("arrivants", "évènements")),
                "onglets": ["fiche", "notes"],
            }
        ),
        **stamps(BEGINNING),
    )


def add_rights(world: World) -> None:
    """The three join tables, which have no id."""
    when = stamps(BEGINNING)
    world.rows("sf_guard_user_group").extend(
        {"user_id": USER_IDS[account.username], "group_id": GROUP_IDS[name], **when}
        for account in ACCOUNTS
        for name in account.groups
    )
    world.rows("sf_guard_user_permission").extend(
        {"user_id": USER_IDS[account.username], "permission_id": PERMISSION_IDS[name], **when}
        for account in ACCOUNTS
        for name in account.permissions
    )
    world.rows("sf_guard_group_permission").extend(
        {"group_id": GROUP_IDS[group.name], "permission_id": PERMISSION_IDS[name], **when}
        for group in GROUPS
        for name in group.permissions
    )
