"""From an empty database to one with places, people and visits. Each step is skipped when its result is there."""

from django.conf import settings
from django.core.checks.registry import run_checks
from django.core.management import CommandError, call_command

from literacy_portal import catalogues
from literacy_portal.collected import collect
from literacy_portal.supervisor.say import PortalError, say


def prepare() -> None:
    """Texts, files, tables, places, demonstration data."""
    _texts()
    _check()
    _files()
    say("Bringing the tables up to date")
    call_command("migrate", interactive=False, verbosity=0)
    _places()
    _demonstration()


def _texts() -> None:
    compiled = catalogues.compile_changed(settings.BASE_DIR / "locale")
    if compiled:
        say(f"Compiled {compiled} catalogues of texts")


def _check() -> None:
    wrong = [message for message in run_checks() if message.is_serious()]
    if wrong:
        raise PortalError("The settings are not consistent:\n" + "\n".join(str(message) for message in wrong))


def _files() -> None:
    say("Collecting styles, scripts and icons, where any changed")
    collect()


def _places() -> None:
    from communes.models import Commune  # noqa: PLC0415 -- once the tables are there

    if Commune.objects.exists():
        return
    say("Loading the 34 provinces and 3,321 communes")
    call_command("load_places", verbosity=0)


def _demonstration() -> None:
    if not settings.DEMO:
        return
    from indicators.actions import demo  # noqa: PLC0415 -- once the tables are there

    if demo.is_loaded():
        say("The demonstration data are there already")
        return
    say("Loading the demonstration data: invented people in real places (about a minute)")
    try:
        call_command("demo")
    except CommandError as refusal:
        raise PortalError(f"{refusal} To run without the demonstration: make demo DEMO=off") from refusal
