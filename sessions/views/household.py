"""A household: who lives there and how far each is, what happened, what was promised."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from communes.models import PovertyStatus
from communes.scope import ScopedRequest, scoped
from literacy_portal.kit.periods import today
from sessions.models import Skill, VisitRequest
from sessions.queries.doors import is_poor
from sessions.queries.learners import facts_said, learners
from sessions.queries.levels import known_levels
from sessions.queries.people import members_of
from sessions.queries.visits import open_promises, timeline
from sessions.views.found import VIEW_PEOPLE, household_or_404, may_log, title_of, trail


@require_safe
@scoped(VIEW_PEOPLE)
def show(request: ScopedRequest, *, province: str, commune: str, serial: str, household: UUID) -> HttpResponse:
    """Everything about one household, in a constant number of queries."""
    home = household_or_404(request, province, commune, serial, household)
    day = today()
    members = members_of(home, request.scope, day=day)
    skills = list(Skill.objects.active())
    known = known_levels([member.resident.pk for member in members], [home.pk], day=day)
    poverty = PovertyStatus.objects.within(request.scope).filter(household=home, year__lte=day.year).first()
    title = title_of(home)
    context = {
        "household": home,
        "village": home.village,
        "title": title,
        "trail": trail(home.village, {"label": title, "url": ""}),
        "learners": learners(members, skills, known),
        "facts": facts_said(known.of(home.pk), skills),
        "poverty": poverty if poverty and is_poor(poverty.poverty_class) else None,
        "requests": VisitRequest.objects.within(request.scope).open(day).filter(household=home),
        "promises": open_promises(home, request.scope),
        "chapters": timeline(home, request.scope, [member.resident.pk for member in members]),
        "may_log": may_log(request, home),
        "today": day,
    }
    return render(request, "sessions/household.html", context)
