"""The project as an application: its system checks and commands."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Wires; owns no model."""

    name = "literacy_portal"
    label = "portal"

    def ready(self) -> None:
        """Register the system checks."""
        from literacy_portal import checks  # noqa: PLC0415 -- it reads what only loaded apps have

        checks.register()
