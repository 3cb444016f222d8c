from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Who is signed in, and what has anyone done."""

    name = "accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        """Connects the journal of sign-ins."""
        import accounts.journal  # noqa: F401, PLC0415 -- its receivers connect when it is imported, once models are loaded
