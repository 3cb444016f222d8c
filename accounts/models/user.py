from collections.abc import Iterable
from functools import cache
from typing import Any

from django.contrib.auth import get_backends
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import connection, models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from literacy_portal.kit.statements import Asked, Statement, ask
from literacy_portal.kit.vietnamese import clean, name_sort_key, search_key


class UserManager(BaseUserManager["User"]):
    """Makes users. There is no superuser: `manage.py appoint_administrator` gives the first one a posting."""

    def create_user(self, username: str, full_name: str, password: str | None = None, **more: Any) -> "User":
        """A user; without a password nobody signs in as that user until one is chosen through a reset link."""
        user = self.model(username=username, full_name=full_name, **more)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def by_key(self, key: Any) -> "User | None":
        """The user with this key: asked on every request, and so in one plain statement."""
        [rows] = ask(self.asked(key))
        return self.model.from_db(connection.alias, _by_key()[0], rows[0]) if rows else None

    @staticmethod
    def asked(key: Any) -> Asked:
        """What `by_key` asks, for whoever asks more at the same time."""
        return _by_key()[1](key)


@cache
def _by_key() -> tuple[list[str], Statement]:
    """The columns of a user, and what asks for them. Made when the models are known."""
    fields = [field.attname for field in User._meta.concrete_fields]
    text = f"SELECT {', '.join(fields)} FROM accounts_user WHERE id = $1"  # noqa: S608 -- our own columns
    return fields, Statement(text, "accounts_user_by_key", "bigint")


class User(AbstractBaseUser):
    """A person who signs in: a neighbour in a team, an official, an administrator.

    One full name, as Vietnamese names do not split into first and last. What the person may do comes
    from memberships and postings (app `teams`), never from a flag, a group or a permission stored here:
    there are none, so none can be set by mistake or by malice.
    """

    username = models.CharField(
        _("user name"),
        max_length=60,
        unique=True,
        # A name that cannot be taken for an e-mail address or a phone number, so one text signs in one person.
        validators=[
            RegexValidator(
                r"^[a-z][a-z0-9._-]*\Z", _("Small letters without accents, digits, . _ and -, beginning with a letter.")
            )
        ],
        error_messages={"unique": _("Someone already has this user name.")},
    )
    full_name = models.CharField(_("full name"), max_length=120)
    sort_key = models.CharField(max_length=400, editable=False)
    search_key = models.CharField(max_length=120, editable=False, db_index=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=16, blank=True, help_text=_("With its country code: +84912345678."))
    speaks = ArrayField(
        models.CharField(max_length=3),
        verbose_name=_("languages spoken"),
        default=list,
        blank=True,
        help_text=_("ISO 639-3, such as rad. So that a household is visited by somebody it understands."),
    )
    is_active = models.BooleanField(_("may sign in"), default=True)
    date_joined = models.DateTimeField(_("since"), default=timezone.now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        ordering = ["sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                condition=~models.Q(email=""),
                name="user_email_is_one_persons",
                violation_error_message=_("Someone already has this e-mail address."),
            ),
            models.UniqueConstraint(
                "phone",
                condition=~models.Q(phone=""),
                name="user_phone_is_one_persons",
                violation_error_message=_("Someone already has this phone number."),
            ),
        ]

    def __str__(self) -> str:
        return self.full_name or self.username

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.derive_keys()
        super().save(*args, **kwargs)

    def derive_keys(self) -> None:
        """Sets the stored keys from the name, and one form for what people sign in by; bulk writers call it, as `save` does."""
        self.full_name = clean(self.full_name)
        self.sort_key = name_sort_key(self.full_name)
        self.search_key = search_key(self.full_name)
        self.username = self.username.lower()
        self.email = self.email.lower()

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.full_name

    def has_perm(self, permission: str, obj: Any = None) -> bool:
        """Whether the permission holds somewhere today, as the backends answer; where is `request.reach`'s answer."""
        return self.is_active and any(backend.has_perm(self, permission, obj) for backend in get_backends())

    def has_perms(self, permissions: Iterable[str], obj: Any = None) -> bool:
        """Whether all of them hold."""
        return all(self.has_perm(permission, obj) for permission in permissions)

    def has_module_perms(self, app_label: str) -> bool:
        """Whether any permission of the app holds."""
        held = (permission for backend in get_backends() for permission in backend.get_all_permissions(self))
        return self.is_active and any(permission.startswith(f"{app_label}.") for permission in held)
