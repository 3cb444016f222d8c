"""Definitions that were added as data: their versions, and how far their figures are counted."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, IntegerField, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from communes.models import Commune
from communes.scope import Scope
from indicators.catalogue.telling import Named, Names
from indicators.catalogue.words import Words
from indicators.models import Definition, Stale
from sessions.enums import Ladder
from sessions.models import Skill


@dataclass(frozen=True, slots=True)
class Progress:
    """Villages counted by the version that stands, of all that were there when it was asked for."""

    done: int
    total: int


def progress() -> dict[str, Progress]:
    """Of each indicator that was added, changed or retired and is still being counted: how far. One query.

    A village is counted when none of its marks is as old as the version: a mark is deleted only by a recount that began after it.
    """
    waiting = (
        Stale.objects.filter(marked_at__lte=OuterRef("asked_at"))
        .order_by()
        .values(one=Value(1))
        .annotate(villages=Count("village", distinct=True))
        .values("villages")
    )
    rows = Definition.objects.newest().annotate(waiting=Coalesce(Subquery(waiting, output_field=IntegerField()), Value(0)))
    return {
        code: Progress(max(total - left, 0), total)
        for code, left, total in rows.filter(waiting__gt=0).values_list("code", "waiting", "villages")
    }


def versions_of(code: str) -> list[Definition]:
    """All versions of an indicator that was added, the newest first; none for one that was not. One query."""
    versions = Definition.objects.filter(code=code).select_related("province", "created_by")
    return list(versions.order_by("-version"))


def is_answerable(definition: Definition, scope: Scope) -> bool:
    """Whether those who define figures in the scope answer for it: the administrators of its province, and of the system."""
    return scope.everything or definition.province_id in scope.provinces


def names_of_skills() -> Names:
    """What each skill is called, for rules in words. One query."""
    return {
        skill.code: Named(Words(skill.name_vi, skill.name_en, skill.name_fr), Ladder(skill.ladder))
        for skill in Skill.objects.all()
    }


def skills_by_subject() -> Mapping[str, list[Skill]]:
    """The skills in use, by whom they are seen in (`Subject`). One query."""
    found: dict[str, list[Skill]] = {}
    for skill in Skill.objects.active():
        found.setdefault(skill.subject, []).append(skill)
    return found


def communes_with_people(scope: Scope) -> list[Commune]:
    """The communes of the scope in which a roster stands, by name. One query."""
    communes = Commune.objects.within(scope).filter(villages__residences__isnull=False)
    return list(communes.select_related("province").distinct().order_by("sort_key", "code"))
