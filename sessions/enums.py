"""The words of a visit."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communes.enums import Language as Language  # noqa: PLC0414 -- a word of the visit as well


class Setting(TextChoices):
    """Where people were met (R6)."""

    HOME = "home", _("at home")
    FIELD = "field", _("in the fields")
    MARKET = "market", _("at a market")
    CULTURAL_HOUSE = "cultural_house", _("at the cultural house")
    SERVICE_CENTRE = "service_centre", _("at the public service centre")
    OTHER = "other", _("elsewhere")


class Result(TextChoices):
    MET = "met", _("met")
    NOBODY_HOME = "nobody_home", _("nobody home")
    COME_BACK = "come_back", _("asked to come back")
    REFUSED = "refused", _("refused")

    @property
    def why_again(self) -> "FollowUpReason":
        """Why the team comes again after such a visit, unless it says why itself."""
        return {
            Result.MET: FollowUpReason.CONTINUE,
            Result.NOBODY_HOME: FollowUpReason.NOBODY_HOME,
            Result.COME_BACK: FollowUpReason.COME_BACK,
            Result.REFUSED: FollowUpReason.PROBLEM,
        }[self]


class Mode(TextChoices):
    """How a level was seen (R40, R49, R97)."""

    OWN_PHONE = "own_phone", _("on their own phone")
    ASSISTED = "assisted", _("on someone else's phone")
    SELF_REPORTED = "self_reported", _("they say so")


class Family(TextChoices):
    """Families of skills: the five core skills, the base, further skills, and facts."""

    BASE = "base", _("base skill")
    CORE = "core", _("core skill")
    FURTHER = "further", _("further skill")
    FACT = "fact", _("fact")


class Subject(TextChoices):
    PERSON = "person", _("person")
    HOUSEHOLD = "household", _("household")


class Ladder(TextChoices):
    """How far one can climb: competence 0–3, a fact 0–1, VNeID 0–2."""

    COMPETENCE = "competence", _("competence")
    FACT = "fact", _("yes or no")
    VNEID = "vneid", _("VNeID level")

    @property
    def top(self) -> int:
        """The highest level of the ladder."""
        return {Ladder.COMPETENCE: 3, Ladder.FACT: 1, Ladder.VNEID: 2}[self]

    def words(self, level: int) -> str:
        """A level of the ladder in words."""
        if self is Ladder.COMPETENCE:
            return str(Competence(level).label)
        if self is Ladder.FACT:
            return str(_("yes") if level else _("no"))
        return str(_("level %(level)s") % {"level": level} if level else _("none"))


class Competence(IntegerChoices):
    NOT_YET = 0, _("not yet")
    SHOWN = 1, _("was shown")
    WITH_HELP = 2, _("did it with help")
    ALONE = 3, _("did it alone")


class Source(TextChoices):
    """What an outcome was learned from."""

    VISIT = "visit", _("visit")
    GATHERING = "gathering", _("gathering")
    ROSTER = "roster", _("roster")


class FollowUpReason(TextChoices):
    """Why the team must come again (R16, R112)."""

    CONTINUE = "continue", _("continue learning")
    CHECK = "check", _("check what they kept")
    COME_BACK = "come_back", _("they asked for another time")
    NOBODY_HOME = "nobody_home", _("nobody was home")
    PROBLEM = "problem", _("a difficulty to solve")


class WorkList(TextChoices):
    """Why households wait for a visit: the list of the commune that they stand on (docs/indicators.md, Work lists)."""

    NEVER = "never", _("never visited")
    OVERDUE = "overdue", _("a promise is overdue")
    STALLED = "stalled", _("someone stands still at “with help”")
    CHECK = "check", _("someone is to be seen again after 30 days")


class Channel(TextChoices):
    """How a visit or gathering was told."""

    PAGE = "page", _("in the portal")
    PHONE = "phone", _("on a phone, sent later")
    PARCEL = "parcel", _("carried by a colleague")
    PAPER = "paper", _("on paper")


class GatheringKind(TextChoices):
    """Where people are coached together, or one after another at a desk (R32, R38, R42, R56, R66, R104)."""

    CLASS = "class", pgettext_lazy("gathering", "class")
    WORKSHOP = "workshop", _("workshop")
    STALL = "stall", _("market stall")
    WALK_IN = "walk_in", _("walk-ins at a service point")
    FESTIVAL = "festival", _("festival")
    MEETING = "meeting", _("meeting")

    @property
    def usual_setting(self) -> Setting:
        """Where it is held most often."""
        return {GatheringKind.STALL: Setting.MARKET, GatheringKind.WALK_IN: Setting.SERVICE_CENTRE}.get(
            self, Setting.CULTURAL_HOUSE
        )


class AgeGroup(TextChoices):
    """How old somebody looks who is on no roster."""

    UNDER_18 = "under_18", _("under 18")
    FROM_18 = "18_39", _("18 to 39")
    FROM_40 = "40_59", _("40 to 59")
    FROM_60 = "60_plus", _("60 and over")


class HeldReason(TextChoices):
    """Why what a phone sent waits for a commune's officer (docs/sync.md)."""

    UNKNOWN_HOUSEHOLD = "unknown_household", _("the household is not on the roster")
    UNKNOWN_PERSON = "unknown_person", _("somebody met is not on the roster")
    HOUSEHOLD_CLOSED = "household_closed", _("nobody lives in the household any more")
    OUT_OF_SCOPE = "out_of_scope", _("the village was not the sender’s on that day")
    IN_THE_FUTURE = "in_the_future", _("the day lies in the future")
    BEFORE_HOUSEHOLD = "before_household", _("the household did not exist on that day")
    OTHER_CONTENT = "other_content", _("it was sent twice with different words")


class ProposalKind(TextChoices):
    """What a team proposes to change on the roster."""

    NEW_PERSON = "new_person", _("a person not on the roster")
    NEW_HOUSEHOLD = "new_household", _("a household not on the roster")
    BIRTH = "birth", _("a birth")
    MOVED_AWAY = "moved_away", _("moved away")
    DIED = "died", _("died")


class Settled(TextChoices):
    """What became of something that waited for a decision."""

    RECORDED = "recorded", _("recorded")
    DECLINED = "declined", _("declined")
