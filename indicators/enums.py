"""The words of figures."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Family(TextChoices):
    """In the order of every page: habits first, installs late (R46)."""

    HABIT = "habit", _("Habits")
    USE = "use", _("Use")
    REACH = "reach", _("Reach")
    INSTALL = "install", _("Installed")
    GROUND = "ground", _("Ground")
    STEPS = "steps", _("From the door to the habit")


class Unit(TextChoices):
    """What a population is made of."""

    PERSONS = "persons", _("people")
    HOUSEHOLDS = "households", _("households")
    VILLAGES = "villages", _("villages")


class Ground(TextChoices):
    """What the ground under a village offers or lacks (R51–R53)."""

    MOBILE = "4g", _("4G coverage")
    TELECOM = "telecom", _("any telecom service")
    POWER = "power", _("grid power")


class Better(TextChoices):
    """Which way is good."""

    HIGHER = "higher", _("higher is better")
    LOWER = "lower", _("lower is better")


class Group(TextChoices):
    """Whom a figure is also counted for, to see who is left behind (R26, R29)."""

    ALL = "all", _("everyone")
    FEMALE = "female", _("women")
    MALE = "male", _("men")
    AGE_60_PLUS = "age_60_plus", _("aged 60 or more")
    MINORITY = "minority", _("ethnic minorities")
    POOR = "poor", _("poor and near-poor")


class Head(TextChoices):
    """What is counted plainly of the people of a place. Ethnic groups have a row each, by slug; the last three are work lists."""

    RESIDENTS = "residents", _("people who live there")
    HOUSEHOLDS = "households", _("households")
    POOR = "poor", _("poor households")
    NEAR_POOR = "near_poor", _("near-poor households")
    ETHNIC_GROUP = "ethnic_group", _("people by ethnic group")
    AGE_UNKNOWN = "age_unknown", _("people of unknown age")
    AWAY = "away", _("people working away")
    OVERDUE = "overdue", _("households with a promise overdue")
    STALLED = "stalled", _("people standing still at “with help”")
    CHECK = "check", _("people to be seen again after 30 days")


class ReportKind(TextChoices):
    """How long the time is that a commune reports on (domain.md §1.7)."""

    DAILY = "daily", _("daily")
    MONTHLY = "monthly", _("monthly")
    QUARTERLY = "quarterly", _("quarterly")
    CAMPAIGN = "campaign", _("campaign")


class ReportState(TextChoices):
    """Where a report stands on its way to the province. A locked one never changes."""

    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("submitted")
    RETURNED = "returned", _("returned")
    APPROVED = "approved", _("approved")
    LOCKED = "locked", _("locked")


class Step(TextChoices):
    """What was done with a report."""

    OPENED = "opened", _("opened")
    REMINDED = "reminded", _("reminded")
    SUBMITTED = "submitted", _("submitted")
    RETURNED = "returned", _("returned with a remark")
    APPROVED = "approved", _("approved in the commune")
    LOCKED = "locked", _("accepted by the province and locked")


class CampaignKind(TextChoices):
    """A peak of some weeks, or what is to be reached by the end of a year (R26, R63)."""

    PEAK = "peak", _("campaign")
    YEAR = "year", _("goals of a year")


class PlaceKind(TextChoices):
    """Kinds of communes that share a target (domain.md §1.7). A remote commune is one that its record calls so."""

    WARD = "ward", _("wards")
    COMMUNE = "commune", pgettext_lazy("kind of place", "communes")
    MARKET = "market", _("communes with a market")
    REMOTE = "remote", _("remote communes")


class Measure(TextChoices):
    """What a target is told in."""

    PERCENT = "percent", _("percent")
    COUNT = "count", _("number")
