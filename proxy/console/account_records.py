"""The console's accounts, for leads: made, changed, disabled; never deleted, as the journal names them."""

from typing import Any

from flask_admin.form import BaseForm
from wtforms import BooleanField, PasswordField, SelectField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs

from proxy.console import accounts
from proxy.console.accounts import SHORTEST, Account
from proxy.console.own_records import OwnRecords
from proxy.console.roles import LABELS, Role
from proxy.errors import FiguierError

_ROLES = [SelectChoice(role.value, label) for role, label in LABELS.items()]
_LENGTH = f"{SHORTEST} caractères au moins."


class NewAccount(BaseForm):  # type: ignore[misc]  # Flask-Admin is untyped
    """What a new account needs."""

    name = StringField("Nom du compte", description="Minuscules, chiffres, points et tirets.")
    role = SelectField("Rôle", choices=_ROLES)
    password = PasswordField("Mot de passe", description=_LENGTH)


class ChangedAccount(BaseForm):  # type: ignore[misc]  # Flask-Admin is untyped
    """What may change."""

    role = SelectField("Rôle", choices=_ROLES)
    is_disabled = BooleanField("Compte désactivé")
    password = PasswordField(
        "Nouveau mot de passe",
        description=f"{_LENGTH} Laisser vide pour le garder ; en changer déconnecte le compte.",
    )


class AccountRecords(OwnRecords):
    """Accounts as Flask-Admin knows them."""

    title = "Comptes de la console"
    add_label = "Créer un compte"
    empty = "Aucun compte : créez-en un avec « figuier console add-user »."
    column_list = ("name", "role", "state", "seen_at")
    column_labels = {  # noqa: RUF012, Flask-Admin's own way to be told
        "name": "Nom",
        "role": "Rôle",
        "state": "État",
        "seen_at": "Dernière connexion",
    }

    def scaffold_form(self) -> type[BaseForm]:
        """The form of a new one."""
        return NewAccount

    def get_edit_form(self) -> type[BaseForm]:
        """The form of one there is."""
        return ChangedAccount

    def get_list(self, *_: object, **__: object) -> tuple[int, list[Account]]:
        """Every account."""
        with self.here.state.read() as connection:
            found = list(accounts.all_accounts(connection))
        return len(found), found

    def get_one(self, id: str) -> Account | None:  # noqa: A002, Flask-Admin's name
        """The account of that name."""
        with self.here.state.read() as connection:
            return accounts.find_account(connection, id)

    def create_model(self, form: Any) -> Account | bool:
        """A new account."""
        try:
            with self.here.state.write() as connection:
                return accounts.add_account(
                    connection,
                    (form.name.data or "").strip().lower(),
                    Role(form.role.data),
                    form.password.data or "",
                    self.here.at,
                )
        except FiguierError as fault:
            return self.refuse(fault)

    def update_model(self, form: Any, model: Account) -> bool:
        """The role, the password, whether it may sign in; all of it or nothing."""
        try:
            with self.here.state.write() as connection:
                role, is_disabled = Role(form.role.data), bool(form.is_disabled.data)
                if role is not model.role:
                    accounts.set_role(connection, model.name, role)
                if is_disabled != model.is_disabled:
                    accounts.set_disabled(connection, model.name, is_disabled=is_disabled)
                if form.password.data:
                    accounts.reset_password(connection, model.name, form.password.data)
        except FiguierError as fault:
            return self.refuse(fault)
        return True
