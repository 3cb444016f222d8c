"""The evening of a sheet: what holds for all its rows."""

from collections.abc import Collection, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from literacy_portal.kit.periods import today
from sessions.actions.paper import Evening
from sessions.drafts import EARLIEST
from sessions.forms.visit import VisitForm
from teams.models import Membership, Team


class EveningForm(forms.Form):
    """What holds for all rows of a sheet."""

    visited_on = VisitForm.base_fields["visited_on"]
    team = forms.ChoiceField(label=_("Team"), required=False)
    members = forms.MultipleChoiceField(label=_("Members present"), required=False, widget=forms.CheckboxSelectMultiple)
    mode = VisitForm.base_fields["mode"]
    setting = VisitForm.base_fields["setting"]
    language = VisitForm.base_fields["language"]

    def __init__(self, *args: Any, teams: Collection[Team], crew: Sequence[Membership], **more: Any) -> None:
        super().__init__(*args, **more)
        self.teams, self.crew = {str(team.pk): team for team in teams}, crew
        names = {str(one.user_id): str(one.user) for one in crew}
        self.fields["team"].choices = [("", _("no team")), *((key, team.name) for key, team in self.teams.items())]  # type: ignore[attr-defined]
        self.fields["members"].choices = list(names.items())  # type: ignore[attr-defined]
        if not crew:
            del self.fields["members"]
        if not teams:
            del self.fields["team"]
        self.fields["visited_on"].label = _("Day of the visits")
        self.fields["visited_on"].widget.attrs.update(min=EARLIEST.isoformat(), max=today().isoformat())

    clean_visited_on = VisitForm.clean_visited_on

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("visited_on"):
            absent = self._not_in_team(cleaned)
            if absent:
                said = _("%(name)s was not in the team on that day. Take the tick away, or choose another team.")
                self.add_error("members", said % {"name": absent})
        return cleaned

    def _not_in_team(self, cleaned: dict[str, Any]) -> str:
        day, team = cleaned["visited_on"], cleaned.get("team", "")
        then = {
            str(one.user_id)
            for one in self.crew
            if str(one.team_id) == team and one.started_on <= day and (one.ended_on is None or one.ended_on > day)
        }
        return next((str(one.user) for one in self.crew if str(one.user_id) in {*cleaned.get("members", [])} - then), "")

    def evening(self) -> Evening:
        """What a valid form says."""
        said = self.cleaned_data
        present = {str(one.user_id): one.user for one in self.crew if str(one.user_id) in said.get("members", [])}
        return Evening(said["visited_on"], self.teams.get(said.get("team", "")), tuple(present.values()))
