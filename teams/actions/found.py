"""Founding teams."""

from datetime import date

from django.db import transaction

from accounts import audit
from accounts.models import User
from communes.models import Commune, Village
from communes.scope import Scope
from teams.models import Team
from teams.queries import villages_without_team

NAME = "Tổ công nghệ số cộng đồng {village}"
"""Stored text, so in the country's language whatever the reader's."""


@transaction.atomic
def found_missing_teams(*, by: User, commune: Commune, scope: Scope, day: date) -> int:
    """One team for each village of the commune that has none (R3); how many. Twice at once makes them once."""
    Commune.objects.select_for_update().get(pk=commune.pk)
    villages = list(villages_without_team(commune, scope, day))
    names = _free_names(commune, villages)
    teams = Team.objects.bulk_create([Team(commune=commune, name=names[village.code]) for village in villages])
    links = [Team.villages.through(team_id=team.pk, village_id=village.pk) for team, village in zip(teams, villages, strict=True)]
    Team.villages.through.objects.bulk_create(links)
    if teams:
        audit.record("team.found_missing", by=by, target=commune, place=commune.code, teams=len(teams))
    return len(teams)


def _free_names(commune: Commune, villages: list[Village]) -> dict[str, str]:
    """A name for each village's team that no team of the commune has yet, also not a closed one: by its serial if need be."""
    taken = set(Team.objects.filter(commune=commune).values_list("name", flat=True))
    names = {}
    for village in villages:
        name = NAME.format(village=village.full_name)[:110]
        names[village.code] = name if name not in taken else f"{name} ({village.serial})"
        taken.add(names[village.code])
    return names
