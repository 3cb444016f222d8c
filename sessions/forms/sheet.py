"""The whole screen: the visit, a part per person, a part for the household."""

import re
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.forms import Form
from django.utils.translation import gettext_lazy as _

from communes.models import Household, Resident
from literacy_portal.kit.ids import new_id
from sessions.drafts import VisitDraft
from sessions.enums import Result, Subject
from sessions.forms.subjects import PersonForm, SubjectForm
from sessions.forms.visit import ANOTHER_DAY, VisitForm
from sessions.models import Skill, Visit
from sessions.queries.levels import Known, Levels, suggested
from sessions.queries.people import Member

_PERSON = re.compile(r"p-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})-")


def people_in(data: Mapping[str, Any]) -> set[UUID]:
    """The people whom a posted sheet speaks of."""
    return {UUID(found[1]) for name in data if (found := _PERSON.match(name))}


class VisitSheet:
    """A visit being told. Give `data` to read one that was posted, `corrected` to start from a recorded one.

    `known` are the levels as they stand without the corrected visit. Names of a person's fields begin with
    `p-` and the person's id, those of the household with `h-`.
    """

    def __init__(
        self,
        *,
        household: Household,
        members: Sequence[Member],
        skills: Sequence[Skill],
        known: Known,
        initial: Mapping[str, Any],
        data: Any = None,
        corrected: Visit | None = None,
    ) -> None:
        self.household, self.data = household, data
        self.visit = VisitForm(data, initial={"id": new_id(), **initial, **_told(corrected)})
        said, modes = _said(corrected), _modes(corrected)
        met = {*said, *(resident.pk for resident in corrected.people.all())} if corrected else set()
        of_persons = [skill for skill in skills if skill.subject == Subject.PERSON]
        self.people = [
            PersonForm(
                data,
                prefix=f"p-{member.resident.pk}",
                member=member,
                skills=of_persons,
                offered=suggested(of_persons, known, member.resident.pk),
                before=known.of(member.resident.pk),
                said=said.get(member.resident.pk, {}),
                initial={"met": member.resident.pk in met, "mode": modes.get(member.resident.pk, "")},
            )
            for member in members
        ]
        self.home = SubjectForm(
            data,
            prefix="h",
            skills=[skill for skill in skills if skill.subject == Subject.HOUSEHOLD],
            before=known.of(household.pk),
            said=said.get(household.pk, {}),
        )

    @property
    def head(self) -> Resident | None:
        """The head of the household, by whose name the door is known."""
        return next((form.member.resident for form in self.people if form.member.is_head), None)

    @property
    def forms(self) -> list[Form]:
        """Its parts in the order of the page."""
        return [self.visit, *self.people, self.home]

    def non_form_errors(self) -> list[str]:
        """None: every complaint of a sheet is at one of its parts."""
        return []

    def is_valid(self) -> bool:
        """Whether everything is told and agrees; otherwise each complaint is at its field."""
        if not self.has_errors:
            self._agree()
        if people_in(self.data or {}) - {form.member.resident.pk for form in self.people}:
            self.visit.add_error(
                None, _("Someone in this form does not belong to this household. Check who was met, then save again.")
            )
        return not self.has_errors

    @property
    def has_errors(self) -> bool:
        return any(form.errors for form in self.forms)

    def met(self) -> list[PersonForm]:
        """The people ticked in a valid sheet."""
        return [form for form in self.people if form.cleaned_data["met"]]

    def _agree(self) -> None:
        someone = bool(self.met())
        if self.visit.cleaned_data["result"] == Result.MET:
            if not (someone or self.home.says_something() or self.visit.cleaned_data["note"]):
                self.visit.add_error("result", _("Tick who was met below, or write in the note whom you met."))
        elif someone or self.home.says_something():
            self.visit.add_error("result", _("Below it says what people did. Choose “met”, or untick them and take it away."))

    def draft(self) -> VisitDraft:
        """What a valid sheet says."""
        said = self.visit.cleaned_data
        seen = [o for form in self.met() for o in form.observations(form.member.resident.pk, said["mode"])]
        return VisitDraft(
            id=said["id"],
            visited_on=said["visited_on"],
            result=said["result"],
            setting=said["setting"],
            language=said["language"],
            people=frozenset(form.member.resident.pk for form in self.met()),
            observations=(*seen, *self.home.observations(None, said["mode"])),
            minutes=said["minutes"],
            note=said["note"],
            next_on=said["next_on"],
            next_reason=self._reason(),
        )

    def _reason(self) -> str:
        said = self.visit.cleaned_data
        return (said["next_reason"] or Result(said["result"]).why_again) if said["next_on"] else ""

    def offer_fresh_id(self) -> None:
        """Keeps all that was typed, under an id that is not taken."""
        posted = self.data.copy()
        posted["id"] = str(new_id())
        self.visit.data = posted


def _told(visit: Visit | None) -> dict[str, Any]:
    if visit is None:
        return {}
    names = ("result", "visited_on", "minutes", "setting", "language", "note")
    told: dict[str, Any] = {name: getattr(visit, name) for name in names}
    if mode := _usual_mode(visit):
        told["mode"] = mode
    promised = visit.follow_ups.first()
    if promised:
        told |= {"next": ANOTHER_DAY, "next_on": promised.due_on, "next_reason": promised.reason}
    return told


def _said(visit: Visit | None) -> dict[UUID, Levels]:
    said: dict[UUID, Levels] = {}
    for outcome in visit.outcomes.all() if visit else ():
        if outcome.level is not None:
            said.setdefault(outcome.subject_id, {})[outcome.skill_id] = outcome.level
    return said


def _usual_mode(visit: Visit) -> str:
    modes = [outcome.mode for outcome in visit.outcomes.all() if outcome.mode]
    return max(modes, key=modes.count) if modes else ""


def _modes(visit: Visit | None) -> dict[UUID, str]:
    """The mode of each person with whom it was another than the visit's."""
    if visit is None:
        return {}
    usual = _usual_mode(visit)
    return {o.resident_id: o.mode for o in visit.outcomes.all() if o.resident_id and o.mode not in ("", usual)}
