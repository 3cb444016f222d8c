"""Accounts, teams, memberships and postings as spreadsheets. A row that reaches beyond the importer's authority is an error."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from import_export.widgets import ForeignKeyWidget

from accounts import audit
from accounts.models import User
from accounts.phones import clean_phone
from communes.resources import Column, ScopedResource
from teams.authority import USER_ADDED, Authority
from teams.models import Membership, Posting, Team


class AuthorisedResource(ScopedResource):
    """Rows that name users: only those whom the importer looks after."""

    def __init__(self, authority: Authority | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.authority = authority

    def before_save_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
        super().before_save_instance(instance, row, **kwargs)
        self.refuse_user(instance.user_id)

    def refuse_user(self, pk: int | None) -> None:
        """Raises unless the importer looks after the account; absent and foreign accounts answer alike."""
        if pk is None or not self.authority or not self.authority.users().filter(pk=pk).exists():
            raise ValidationError(_("You do not look after this account."))


class _Account(ForeignKeyWidget):
    """A user by user name; an unknown name is told as one that is not yours."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        user = User.objects.filter(username=str(value or "").strip().lower()).first()
        if not user:
            raise ValidationError(_("You do not look after this account."))
        return user


def _account() -> Column:
    return Column("user", "user", _Account(User, "username"))


class UserResource(AuthorisedResource):
    """Accounts by user name. There is no column for a password or a right."""

    class Meta:
        model = User
        import_id_fields = ["username"]
        fields = ["username", "full_name", "email", "phone", "is_active"]
        skip_unchanged = True
        clean_model_instances = True

    def init_instance(self, row: Any = None) -> User:
        """A new account, as which nobody signs in before a password is chosen through a link."""
        user: User = super().init_instance(row)
        user.set_unusable_password()
        return user

    def before_import_row(self, row: Any, **kwargs: Any) -> None:
        super().before_import_row(row, **kwargs)
        row["username"] = str(row.get("username") or "").strip().lower()
        row["phone"] = clean_phone(str(row.get("phone") or ""))

    def before_save_instance(self, instance: User, row: Any, **kwargs: Any) -> None:
        self.is_new = instance.pk is None
        if not self.is_new:
            self.refuse_user(instance.pk)

    def after_save_instance(self, instance: User, row: Any, **kwargs: Any) -> None:
        verb = USER_ADDED if self.is_new else "user.change"
        audit.record(verb, by=self.authority.by if self.authority else None, target=instance, through="import")


class TeamResource(ScopedResource):
    """Teams with the codes of their villages."""

    class Meta:
        model = Team
        import_id_fields = ["commune", "name"]
        fields = ["commune", "name", "level", "kind", "villages", "decision_number", "decided_on", "zalo_link", "closed_on"]
        skip_unchanged = True
        clean_model_instances = True

    def after_import_row(self, row: Any, row_result: Any, **kwargs: Any) -> None:
        """Villages are written after the row: none may lie in another commune."""
        if row_result.object_id and _strays(Team.objects.get(pk=row_result.object_id)):
            raise ValidationError(_("A team covers villages of its own commune."))


def _strays(team: Team) -> bool:
    return team.villages.exclude(commune=team.commune_id).exists()


class MembershipResource(AuthorisedResource):
    """Who is in which team, by user name and the team's number in the portal."""

    user = _account()

    class Meta:
        model = Membership
        import_id_fields = ["user", "team", "started_on"]
        fields = ["user", "team", "role", "affiliation", "started_on", "ended_on"]
        skip_unchanged = True
        clean_model_instances = True


class PostingResource(AuthorisedResource):
    """Roles of officials. Only roles that the importer gives (`teams.authority.GRANTS`)."""

    user = _account()

    class Meta:
        model = Posting
        import_id_fields = ["user", "role", "province", "commune", "started_on"]
        fields = [*import_id_fields, "ended_on"]
        skip_unchanged = True
        clean_model_instances = True

    def before_save_instance(self, instance: Posting, row: Any, **kwargs: Any) -> None:
        super().before_save_instance(instance, row, **kwargs)
        if not self.authority or not self.authority.decides_on(instance):
            raise ValidationError(_("You do not give this role."))
