from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SessionsConfig(AppConfig):
    """What happened: visits, classes, outcomes.

    The folder keeps the field's word, sessions; the label is `coaching`, because Django's own session
    app owns the label `sessions`. So: "coaching.Visit", `makemigrations coaching`, `dumpdata coaching`.
    """

    name = "sessions"
    label = "coaching"
    verbose_name = _("Coaching")

    def ready(self) -> None:
        """Connects the receivers."""
        from sessions import receivers  # noqa: F401, PLC0415 -- signals are connected once apps are loaded
