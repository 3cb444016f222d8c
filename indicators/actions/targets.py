"""Setting and dropping the targets of a campaign. What was said before stays in the trail."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction

from accounts import audit
from accounts.models import User
from indicators.models import Campaign, CourseTarget, Target
from sessions.models import Skill


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A target to be: of a place (code) or of a kind of place."""

    indicator: str
    measure: str
    minimum: Decimal
    place: str = ""
    kind: str = ""
    stretch: Decimal | None = None
    reason: str = ""


@transaction.atomic
def set_targets(*, by: User, campaign: Campaign, drafts: Iterable[Draft]) -> int:
    """Sets these targets, each in place of what was set there before; all or none. Gives how many are other than before."""
    _touch(campaign)
    return sum(_set(by, campaign, draft) for draft in drafts)


@transaction.atomic
def drop_target(*, by: User, target: Target) -> None:
    """Takes a target away: what contains the place holds again. The trail keeps what it was."""
    _touch(target.campaign)
    held = Target.objects.filter(pk=target.pk).first()
    if held:
        _record("target.drop", by, held)
        held.delete()


@transaction.atomic
def set_courses(*, by: User, campaign: Campaign, place: str, topic: Skill | None, courses: int, people: int) -> CourseTarget:
    """Sets a target of two numbers, in place of what was set for the place and topic before."""
    _touch(campaign)
    numbers = {"courses": courses, "people": people, "set_by": by}
    target, _made = CourseTarget.objects.update_or_create(campaign=campaign, place=place, topic=topic, defaults=numbers)
    audit.record(
        "course_target.set", by=by, target=target, place=place, courses=courses, people=people, topic=topic.pk if topic else ""
    )
    return target


@transaction.atomic
def drop_courses(*, by: User, target: CourseTarget) -> None:
    """Takes it away."""
    _touch(target.campaign)
    held = CourseTarget.objects.filter(pk=target.pk).first()
    if held:
        audit.record("course_target.drop", by=by, target=held, place=held.place, courses=held.courses, people=held.people)
        held.delete()


def _touch(campaign: Campaign) -> None:
    """One after another for a campaign; and its pages are other pages from now on."""
    Campaign.objects.select_for_update(no_key=True).get(pk=campaign.pk).save(update_fields=["changed_at"])


def _set(by: User, campaign: Campaign, draft: Draft) -> bool:
    key: dict[str, Any] = {"campaign": campaign, "indicator": draft.indicator, "place": draft.place, "kind": draft.kind}
    said: dict[str, Any] = {name: getattr(draft, name) for name in ("measure", "minimum", "stretch", "reason")}
    if Target.objects.filter(**key, **said).exists():
        return False
    target, _made = Target.objects.update_or_create(**key, defaults={**said, "set_by": by})
    _record("target.set", by, target)
    return True


def _record(verb: str, by: User, target: Target) -> None:
    audit.record(
        verb,
        by=by,
        target=target,
        place=target.place,
        campaign=target.campaign_id,
        indicator=target.indicator,
        kind=target.kind,
        measure=target.measure,
        minimum=str(target.minimum),
        stretch=str(target.stretch) if target.stretch is not None else "",
    )
