from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from allauth.usersessions.models import UserSession
from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.adapter import PhoneField
from accounts.models import User
from communes.admin_scope import ScopedSpreadsheets
from literacy_portal.kit.vietnamese import search_key
from teams.admin.authorised import AuthorisedAdmin
from teams.authority import USER_ADDED
from teams.forms import SpeaksField
from teams.resources import UserResource


class UserForm(forms.ModelForm):
    """An account without any secret: its owner chooses the password."""

    phone = PhoneField(label=_("phone"), required=False, max_length=30)
    speaks = SpeaksField(label=_("languages spoken"))

    class Meta:
        model = User
        fields = ["username", "full_name", "email", "phone", "speaks", "is_active"]

    def clean_username(self) -> str:
        """Small letters, whatever was typed."""
        return str(self.cleaned_data["username"]).lower()

    def clean_email(self) -> str:
        """Small letters, whatever was typed."""
        return str(self.cleaned_data["email"]).lower()


@admin.register(User)
class UserAdmin(ScopedSpreadsheets, AuthorisedAdmin):
    """Accounts. Who signs in is decided here, what they may do is decided by postings and memberships."""

    form = UserForm
    resource_classes = [UserResource]
    list_display = ["full_name", "username", "phone", "is_active", "last_login"]
    list_filter = ["is_active"]
    search_fields = ["search_key", "username"]
    actions = ["make_sign_in_link", "end_sessions"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return self.authority(request).users()

    def _may(self, request: HttpRequest, obj: Any, *verbs: str) -> bool:
        scope = self.scope(request, *verbs)
        return bool(scope) and (obj is None or self.authority(request).users().filter(pk=obj.pk).exists())

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> Any:
        return super().get_search_results(request, queryset, search_key(search_term))

    def get_import_resource_kwargs(self, request: HttpRequest, **kwargs: Any) -> dict[str, Any]:
        return super().get_import_resource_kwargs(request, **kwargs) | {"authority": self.authority(request)}

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:  # noqa: FBT001 -- Django's signature
        if not change:
            obj.set_unusable_password()
        obj.save()
        verb = "user.change" if change else USER_ADDED
        audit.record(verb, by=request.user, target=obj, fields=sorted(form.changed_data), through="admin")  # type: ignore[arg-type]
        if change and "email" in form.changed_data:
            EmailAddress.objects.filter(user=obj).delete()
        if not obj.is_active:
            _end(obj)

    @admin.action(description=_("Make a link to choose a password"), permissions=["change"])
    def make_sign_in_link(self, request: HttpRequest, queryset: QuerySet[User]) -> HttpResponse | None:
        """For one person without e-mail: shown once, to be handed over. Its use ends all other sessions."""
        chosen = list(queryset[:2])
        if len(chosen) != 1 or not chosen[0].is_active:
            self.message_user(request, gettext("Choose one person who may sign in."), messages.WARNING)
            return None
        user = chosen[0]
        audit.record("user.sign_in_link", by=request.user, target=user)  # type: ignore[arg-type]
        context = self.admin_site.each_context(request) | {"title": str(user), "link": request.build_absolute_uri(_link(user))}
        return TemplateResponse(request, "teams/sign_in_link.html", context)

    @admin.action(description=_("End all sessions"), permissions=["change"])
    def end_sessions(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """Signs the chosen people out everywhere, at once."""
        ended = sum(_end(user) for user in queryset)
        for user in queryset:
            audit.record("user.end_sessions", by=request.user, target=user)  # type: ignore[arg-type]
        told = ngettext("%(count)d session was ended.", "%(count)d sessions were ended.", ended) % {"count": ended}
        self.message_user(request, told, messages.SUCCESS)


def _link(user: User) -> str:
    key = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    return reverse("account_reset_password_from_key", kwargs=key)


def _end(user: User) -> int:
    sessions = list(UserSession.objects.filter(user=user))
    for session in sessions:
        session.end()
    return len(sessions)
