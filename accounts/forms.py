"""Forms of one's own account that django-allauth does not bring."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.adapter import PhoneField
from accounts.models import User


class PhoneForm(forms.ModelForm):
    """The number by which somebody signs in and is called by the team."""

    phone = PhoneField(
        label=_("Phone"), required=False, max_length=30, help_text=_("Such as 0912 345 678. Leave it empty to remove it.")
    )

    class Meta:
        model = User
        fields = ["phone"]

    def clean_phone(self) -> Any:
        """One number is one person's; the message does not say whose."""
        phone = self.cleaned_data["phone"]
        if phone and User.objects.filter(phone=phone).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("This number cannot be used here. Ask your administrator."), code="taken")
        return phone
