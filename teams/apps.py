from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TeamsConfig(AppConfig):
    """Who works where, and so: who may see and do what, and where."""

    name = "teams"
    verbose_name = _("Teams and roles")
