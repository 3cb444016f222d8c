"""The texts of the page that opens without a network. Scripts name a text by its English words; `{name}` is filled in there.

Every text that a script under static/js/field/ asks for stands here: a test compares them.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

SENDING: list[Promise | str] = [
    _("Nobody has signed in on this phone."),
    _("Not sent yet: {n}. It is kept on this phone."),
    _("Sending… Not sent yet: {n}."),
    _("Sign in"),
    _("Somebody else is signed in. Each one’s visits are sent only under their own name."),
    _("The portal asks to wait until {time}."),
    _("The portal did not take everything. It is tried again."),
    _("The portal needs the new version of this page."),
    _("The portal no longer knows who you are. Sign in again, then it goes."),
    _("The portal was not reached."),
    _("There is a new version of this page. What you have typed stays."),
    _("This phone was reported lost. Its list was removed."),
    _("This phone’s clock is wrong: the portal’s says {now}. Visits are written down by the portal’s clock."),
    _("This phone’s memory is full."),
    _("Use it now"),
    _("You log visits nowhere any more, says the portal."),
]

OUTBOX: list[Promise | str] = [
    _("A household"),
    _("Carry visits of a colleague’s phone"),
    _("Correct it"),
    _("Fetch the list and send"),
    _("Hand over"),
    _("Household {number}"),
    _("Inside another app, what you write does not stay and is not sent by itself."),
    _("Open the menu of that app and choose to open the page in Chrome."),
    _("It was sent twice with different words; the first stands."),
    _("Last heard from the portal"),
    _("List of households"),
    _("Memory"),
    _("Nobody lives in the household any more, says the roster."),
    _("Not sent"),
    _("Nothing was written on this phone in the last week."),
    _("Open this page in Chrome."),
    _("People met elsewhere"),
    _("Proposal for the roster"),
    _("Send now"),
    _("Somebody met is not on the roster."),
    _("The day lies in the future."),
    _("The household did not exist on that day."),
    _("The household is not on the roster."),
    _("The portal keeps it. You need not send it again."),
    _("The village was not yours on that day."),
    _("This browser cannot open the page without a network. Use Chrome."),
    _("This phone"),
    _("Throw away"),
    _("Throw this away for good?"),
    _("To open this page like an app, choose “Install” or “Add to the home screen” in the browser’s menu."),
    _("Clearing the browser’s data deletes what is not sent."),
    _("To the portal"),
    _("Used by"),
    _("Version"),
    _("Written on this phone"),
    _("counted"),
    _("held for the commune"),
    _("kept for good"),
    _("may be cleared by the phone when it runs out of memory"),
    _("nobody has signed in"),
    _("none on this phone"),
    _("not accepted"),
    _("saved on this phone"),
    _("sent, not counted yet"),
    _("to be corrected"),
    _("{n} households, list of {day}"),
    _("{n} households, list of {day}, {days} days old"),
]

SCREENS: list[Promise | str] = []
"""Tonight's list, search, household, visit, walk-in, proposals."""


def words() -> dict[str, str]:
    """Each text in the language of now, by its English words."""
    texts = [*SENDING, *OUTBOX, *SCREENS]
    with override(None):
        names = [str(text) for text in texts]
    return dict(zip(names, map(str, texts), strict=True))
