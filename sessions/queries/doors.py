"""The doors of one's villages: households to visit, the most pressing first (R16, R29, R73)."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from communes.enums import PovertyClass, Relation
from communes.models import Household, PovertyStatus, Residence
from communes.models.roster import number_key
from communes.scope import Scope
from literacy_portal.kit.vietnamese import search_key
from sessions.enums import Result
from sessions.models import FollowUp, Visit, VisitRequest

Doors = Any
"""A queryset of households with what `doors` adds to each; Django's types cannot say so."""

ASKED, DUE, NEVER_MET, MET = range(4)
ELDERLY_FROM = 60
"""From this age on somebody is visited before others."""

LETTERS_TO_SEARCH = 2
_POOR = [PovertyClass.POOR, PovertyClass.NEAR_POOR]


def doors(scope: Scope, day: date) -> Doors:
    """Households of the scope where someone lives on the day, ready for a list.

    Each carries `head_name`, `people` (living here), `poverty_class`, `last_visit_on`, `last_result`, `met_on`
    (the last visit that met someone), `due_on` (the first open promise), `asked_on` (since when the commune asks for a visit)
    and `urgency`.
    """
    lived_in = Residence.objects.on(day).filter(household=OuterRef("pk"))
    open_doors = Household.objects.within(scope).filter(Exists(lived_in)).select_related("village__commune")
    return _with_urgency(_with_visits(_with_people(open_doors, lived_in, day), day), day)


def _with_people(found: Doors, lived_in: Any, day: date) -> Doors:
    head_first = lived_in.order_by(Case(When(relation=Relation.HEAD, then=0), default=1), "pk")
    living = lived_in.counted().order_by().values("household").annotate(n=Count("pk")).values("n")
    classes = PovertyStatus.objects.filter(household=OuterRef("pk"), year__lte=day.year).order_by("-year")
    return found.annotate(
        head_name=Subquery(head_first.values("resident__full_name")[:1]),
        people=Coalesce(Subquery(living, output_field=IntegerField()), Value(0)),
        poverty_class=Subquery(classes.values("poverty_class")[:1]),
    )


def _with_visits(found: Doors, day: date) -> Doors:
    visits = Visit.objects.standing().filter(household=OuterRef("pk")).order_by("-visited_on", "-received_at")
    promised = FollowUp.objects.open().filter(household=OuterRef("pk")).order_by("due_on")
    asked = VisitRequest.objects.open(day).filter(household=OuterRef("pk")).order_by("asked_at")
    return found.annotate(
        last_visit_on=Subquery(visits.values("visited_on")[:1]),
        last_result=Subquery(visits.values("result")[:1]),
        met_on=Subquery(visits.filter(result=Result.MET).values("visited_on")[:1]),
        due_on=Subquery(promised.values("due_on")[:1]),
        asked_on=Subquery(asked.values("asked_on")[:1]),
    )


def _with_urgency(found: Doors, day: date) -> Doors:
    urgency = Case(
        When(asked_on__isnull=False, then=Value(ASKED)),
        When(due_on__lte=day, then=Value(DUE)),
        When(met_on__isnull=True, then=Value(NEVER_MET)),
        default=Value(MET),
    )
    return found.annotate(urgency=urgency)


def most_pressing_first(found: Doors) -> Doors:
    """What the commune asks for, then promises due, the oldest first; doors where nobody was met yet; those met longest ago."""
    asked = Case(When(urgency=ASKED, then=F("asked_on")))
    due = Case(When(urgency=DUE, then=F("due_on")))
    met = Case(When(urgency=MET, then=F("last_visit_on")))
    since = (asked.asc(nulls_last=True), due.asc(nulls_last=True))
    return found.order_by("urgency", *since, met.asc(nulls_first=True), "village", "number_key", "pk")


def is_searchable(text: str) -> bool:
    """Two letters at least, or a number: less would find everyone."""
    key = search_key(text)
    return key.isdigit() or len(key) >= LETTERS_TO_SEARCH


def matching(found: Doors, text: str, day: date) -> Doors:
    """Those whose number, or one of whose people, is meant by the text, written with or without accents."""
    if not is_searchable(text):
        return found
    words = Q()
    for word in search_key(text).split():
        words &= Q(resident__search_key__contains=word)
    named = Residence.objects.on(day).filter(words, household=OuterRef("pk"))
    return found.filter(Exists(named) | Q(number_key=number_key(text)) | Q(number__iexact=text.strip()))


def is_poor(poverty_class: str | None) -> bool:
    """Whether the class in force is poor or near-poor."""
    return poverty_class in _POOR


def still_to_meet(scope: Scope, household: UUID, day: date) -> Household | None:
    """The most pressing other door of the same scope: where to go next. None when every promise is kept."""
    return most_pressing_first(doors(scope, day).filter(urgency__lt=MET).exclude(pk=household)).first()
