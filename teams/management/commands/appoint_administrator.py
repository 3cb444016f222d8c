from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse

from accounts.models import User
from literacy_portal.kit.periods import today
from teams.actions.appoint import appoint_system_administrator


class Command(BaseCommand):
    """Makes the first system administrator of a new portal and prints the link by which the password is chosen."""

    help = "Give a person the role of system administrator; prints a link to choose the password (valid three days, once)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("full_name")
        parser.add_argument("--email", default="")

    def handle(self, *args: Any, username: str, full_name: str, email: str, **options: Any) -> None:
        """Checks what was typed, appoints, prints."""
        try:
            User(username=username, full_name=full_name, email=email).clean_fields(exclude=["password", "sort_key", "search_key"])
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        user = appoint_system_administrator(by=None, username=username, full_name=full_name, email=email, day=today())
        key = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
        self.stdout.write(f"{user.username} is a system administrator. To choose the password, open on the portal's address:")
        self.stdout.write(reverse("account_reset_password_from_key", kwargs=key))
