"""Telephone numbers in one form, however they were typed."""

import phonenumbers
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

HOME_REGION = "VN"


def phone_in_one_form(text: str) -> str:
    """Of "0912 345 678", "84912345678" and "+84 912-345-678" the form is "+84912345678"; "" when it is no possible number."""
    try:
        number = phonenumbers.parse(text, HOME_REGION)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_valid_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def clean_phone(text: str) -> str:
    """The number in one form; ValidationError with what to type instead. Empty stays empty."""
    if not text.strip():
        return ""
    phone = phone_in_one_form(text)
    if not phone:
        raise ValidationError(
            _("This is not a telephone number. Type it as 0912 345 678, or with its country code."), code="phone"
        )
    return phone
