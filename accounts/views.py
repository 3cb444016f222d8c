"""Pages of one's own account beside those of django-allauth."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.actions.profile import change_phone
from accounts.forms import PhoneForm


@reauthentication_required(app="allauth.account")
def phone(request: HttpRequest) -> HttpResponse:
    """One's own telephone number; asks for the password again first, since one can sign in by it."""
    form = PhoneForm(request.POST or None, instance=request.user, initial={})
    if request.method == "POST" and form.is_valid() and _saved(request, form):
        messages.success(request, _("Your phone number is saved."))
        return redirect("teams:account")
    return render(request, "accounts/phone.html", {"form": form})


def _saved(request: HttpRequest, form: PhoneForm) -> bool:
    try:
        change_phone(by=request.user, phone=form.cleaned_data["phone"])  # type: ignore[arg-type]
    except IntegrityError:
        form.add_error("phone", _("This number cannot be used here. Ask your administrator."))
        return False
    return True


phone.is_personal = True
