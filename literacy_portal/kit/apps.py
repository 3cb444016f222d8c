from django.apps import AppConfig


class KitConfig(AppConfig):
    """Installed only so that Django finds the kit's template tags and formats."""

    name = "literacy_portal.kit"
    label = "kit"
