from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IndicatorsConfig(AppConfig):
    """What it amounts to: catalogue, measurements, dashboards."""

    name = "indicators"
    verbose_name = _("Indicators")

    def ready(self) -> None:
        """Listen for news of rosters and visits."""
        from indicators import receivers  # noqa: F401, PLC0415 -- signals are connected once apps are loaded
