from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommunesConfig(AppConfig):
    """Where people live and who lives there."""

    name = "communes"
    verbose_name = _("Places and rosters")
