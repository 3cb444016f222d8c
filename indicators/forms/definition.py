"""The form of an indicator as data: plain choices, whose faults are told at the choice."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from communes.models import Commune
from indicators.actions.definitions import Draft
from indicators.catalogue import Indicator
from indicators.catalogue.choices import GROUND, KEPT, LEVEL, TEAM, VISITED, Choices, choices_of
from indicators.catalogue.conditions import LONGEST, OLDEST
from indicators.catalogue.populations import ADULTS_SHOWN, BASES, SHOWN
from indicators.catalogue.telling import Names, rule_of
from indicators.catalogue.words import Words
from indicators.enums import Family, Ground, Unit
from literacy_portal.kit.periods import today
from literacy_portal.kit.vietnamese import clean
from literacy_portal.kit.widgets import Cards, DayInput, Segmented
from sessions.enums import Ladder, Subject
from sessions.models import Skill

BASE_WORDS = {
    "residents": _("people who live there"),
    "smartphone_owners": _("people with a smartphone"),
    **{one.code: one.names for one in (ADULTS_SHOWN, *SHOWN.values())},
    "households": _("households"),
    "business_households": _("households that trade"),
    "villages": _("villages"),
}
KIND_WORDS = {
    LEVEL: _("a skill or fact stands at a level"),
    KEPT: _("a skill is kept: done alone every time, over a number of days"),
    VISITED: _("a team visited and met the household"),
    GROUND: _("the village has 4G, telecom or power"),
    TEAM: _("a team covering the village was active in the last days"),
}
LEVEL_WORDS = [(1, _("1: shown, or yes")), (2, _("2: with help")), (3, _("3: alone"))]
ASKED_OF = {
    Unit.PERSONS: {LEVEL, KEPT, VISITED},
    Unit.HOUSEHOLDS: {LEVEL, KEPT, VISITED},
    Unit.VILLAGES: {GROUND, TEAM},
}
_FAMILIES = [(family.value, family.label) for family in Family if family is not Family.STEPS]
_EARLIEST = date(2000, 1, 1)
_NUMBER = {"inputmode": "numeric"}


def _number(label: Any, highest: int, **more: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, min_value=1, max_value=highest, required=False, widget=forms.NumberInput(attrs=_NUMBER), **more
    )


class DefinitionForm(forms.Form):
    """Names, whom it counts over and when one of them is counted. Valid, `draft` is what it says.

    `skills`: those that can be asked for; `names`: those that rules can be told with; `communes`: where a preview can be had.
    """

    name_vi = forms.CharField(label=_("Name in Vietnamese"), max_length=80)
    name_en = forms.CharField(label=_("Name in English"), max_length=80, required=False)
    name_fr = forms.CharField(label=_("Name in French"), max_length=80, required=False)
    family = forms.ChoiceField(label=_("Shown among"), choices=_FAMILIES, initial=Family.USE)
    base = forms.ChoiceField(label=_("Counted over"), choices=list(BASE_WORDS.items()), widget=Cards, initial="residents")
    age = _number(_("From the age of"), OLDEST, help_text=_("Completed years. Empty: of any age. Only for people."))
    kind = forms.ChoiceField(label=_("Counted when"), choices=list(KIND_WORDS.items()), widget=Cards, initial=LEVEL)
    skills = forms.MultipleChoiceField(
        label=_("Skills or facts"), required=False, widget=forms.CheckboxSelectMultiple, help_text=_("One or several.")
    )
    how_many = _number(_("How many of them at least"), 50, initial=1, help_text=_("When several are chosen."))
    level = forms.TypedChoiceField(
        label=_("Level at least"), choices=LEVEL_WORDS, coerce=int, empty_value=None, required=False, widget=Segmented, initial=3
    )
    exactly = forms.BooleanField(label=_("Exactly this level, not a higher one"), required=False)
    days = _number(
        _("Days"), LONGEST, initial=30, help_text=_("How long a skill is kept, or within how many last days a team was active.")
    )
    also = forms.ChoiceField(label=_("Together with"), required=False, help_text=_("A further skill that is needed as well."))
    also_level = forms.TypedChoiceField(
        label=_("Its level at least"),
        choices=LEVEL_WORDS,
        coerce=int,
        empty_value=None,
        required=False,
        widget=Segmented,
        initial=3,
    )
    by_member = forms.BooleanField(
        label=_("Some one member of the household does all this"), required=False, help_text=_("Only for households.")
    )
    member_age = _number(_("The member’s age at least"), OLDEST)
    ground = forms.ChoiceField(
        label=_("The village has"), choices=Ground, required=False, widget=Segmented, initial=Ground.MOBILE
    )
    source = forms.CharField(
        label=_("Source"), max_length=300, help_text=_("The decision or plan that asks for it: number, day, who signed.")
    )
    valid_from = forms.DateField(
        label=_("Valid from"), widget=DayInput, help_text=_("All days are counted by it, earlier ones too.")
    )
    place = forms.ChoiceField(label=_("Try it in"), required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        of: Indicator | None,
        skills: Mapping[str, list[Skill]],
        names: Names,
        communes: Iterable[Commune],
        **more: Any,
    ) -> None:
        super().__init__(data, initial={"valid_from": today(), **(_initial(of) if of else {})}, **more)
        self.known = {skill.code: skill for of_subject in skills.values() for skill in of_subject}
        self.names = names
        self.communes = {commune.pk: commune for commune in communes}
        labelled = [(label, [(s.code, s.name) for s in skills.get(subject, [])]) for subject, label in _SUBJECTS]
        self.fields["skills"].choices = labelled  # type: ignore[attr-defined]
        competences = [s for s in skills.get(Subject.PERSON, []) if s.ladder == Ladder.COMPETENCE]
        self.fields["also"].choices = [("", _("nothing more")), *((s.code, s.name) for s in competences)]  # type: ignore[attr-defined]
        places = [(commune.pk, str(commune)) for commune in self.communes.values()]
        self.fields["place"].choices = [("", _("choose…")), *places]  # type: ignore[attr-defined]

    def clean_name_vi(self) -> str:
        """Composed as everywhere, so that the same name is the same text."""
        return clean(self.cleaned_data["name_vi"])

    def clean_valid_from(self) -> date:
        """Today or before: a version stands from the moment it is saved."""
        day: date = self.cleaned_data["valid_from"]
        if not _EARLIEST <= day <= today():
            raise ValidationError(_("Today or a day before, not before the year 2000."), code="day")
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if {"base", "kind"} <= data.keys():
            unit = BASES[data["base"]].unit
            # All are found before the first is told: telling one takes its field out of the data.
            for field, complaint in [*self._complaints_of_population(unit), *self._complaints_of_question(unit)]:
                self.add_error(field, complaint)
        return data

    def _complaints_of_population(self, unit: Unit) -> Iterator[tuple[str, Any]]:
        data = self.cleaned_data
        if data.get("age") and unit is not Unit.PERSONS:
            yield "age", _("Only people have an age. Leave it empty.")
        if data["kind"] not in ASKED_OF[unit]:
            yield "kind", _("This cannot be asked of what it is counted over.")
        if data["by_member"] and unit is not Unit.HOUSEHOLDS:
            yield "by_member", _("Only a household has members.")
        if data.get("member_age") and not data["by_member"]:
            yield "member_age", _("Say first that some one member does it, or leave this empty.")
        if data["kind"] in {KEPT, TEAM} and "days" in data and data["days"] is None:
            yield "days", _("Say how many days.")

    def _complaints_of_question(self, unit: Unit) -> Iterator[tuple[str, Any]]:
        data = self.cleaned_data
        if data["kind"] in {LEVEL, KEPT}:
            yield from self._complaints_of_skills(unit, [self.known[code] for code in data.get("skills", [])])
        elif data["by_member"] or data.get("also"):
            yield "by_member" if data["by_member"] else "also", _("Only together with a skill.")

    def _complaints_of_skills(self, unit: Unit, chosen: list[Skill]) -> Iterator[tuple[str, Any]]:
        data = self.cleaned_data
        subject = Subject.HOUSEHOLD if unit is Unit.HOUSEHOLDS and not data["by_member"] else Subject.PERSON
        if "skills" in data and not chosen:
            yield "skills", _("Choose at least one.")
        elif any(skill.subject != subject for skill in chosen):
            yield "skills", _WRONG_SUBJECT[subject]
        elif data["kind"] == KEPT and any(skill.ladder != Ladder.COMPETENCE for skill in chosen):
            yield "skills", _("Only a skill can be kept, not a fact.")
        elif data["kind"] == LEVEL:
            yield from self._complaints_of_level(chosen)
        if len(chosen) > 1 and "how_many" in data and (data["how_many"] is None or data["how_many"] > len(chosen)):
            yield "how_many", _("A number from 1 to as many as are chosen.")
        if data.get("also") and (subject is Subject.HOUSEHOLD or data["also"] in data.get("skills", [])):
            yield "also", _("A further skill of a person, not one that is chosen above.")
        if data.get("also") and "also_level" in data and data["also_level"] is None:
            yield "also_level", _("Choose a level.")

    def _complaints_of_level(self, chosen: list[Skill]) -> Iterator[tuple[str, Any]]:
        data = self.cleaned_data
        if "level" in data and data["level"] is None:
            yield "level", _("Choose a level.")
        elif any(skill.top < data.get("level", 0) for skill in chosen):
            yield "level", _("One of those chosen has no such level.")
        if data["exactly"] and len(chosen) > 1:
            yield "exactly", _("Only for one skill or fact alone.")

    @property
    def choices(self) -> Choices:
        """What was chosen; of a valid form only."""
        data = self.cleaned_data
        of_skills = data["kind"] in {LEVEL, KEPT}
        return Choices(
            base=data["base"],
            kind=data["kind"],
            age=data["age"],
            skills=tuple(data["skills"]) if of_skills else (),
            how_many=(data["how_many"] or 1) if len(data["skills"]) > 1 else 1,
            level=data["level"] or 3,
            exactly=data["exactly"],
            days=data["days"] or 30,
            also=data["also"],
            also_level=data["also_level"] or 3,
            by_member=data["by_member"],
            member_age=data["member_age"],
            ground=data["ground"] or Ground.MOBILE,
        )

    @property
    def draft(self) -> Draft:
        """What the form says; of a valid form only."""
        data, population, condition = self.cleaned_data, self.choices.population(), self.choices.condition()
        names = Words(data["name_vi"], data["name_en"] or data["name_vi"], data["name_fr"] or data["name_vi"])
        return Draft(
            family=Family(data["family"]),
            names=names,
            rule=rule_of(population, condition, self.names),
            population=population,
            condition=condition,
            source=data["source"],
            valid_from=data["valid_from"],
        )

    @property
    def indicator(self) -> Indicator:
        """The indicator that would be saved, to be tried; of a valid form only."""
        draft = self.draft
        said = {name: getattr(draft, name) for name in ("family", "names", "rule", "population", "condition", "source")}
        return Indicator(code="preview", is_builtin=False, **said)

    @property
    def commune(self) -> Commune | None:
        """Where the preview is asked for; of a valid form only."""
        return self.communes.get(self.cleaned_data["place"])


_SUBJECTS = ((Subject.PERSON, _("of people")), (Subject.HOUSEHOLD, _("of households")))
_WRONG_SUBJECT = {
    Subject.PERSON: _("Choose only what people have."),
    Subject.HOUSEHOLD: _("Choose only what households have, or say below that some one member does it."),
}


def _initial(of: Indicator) -> dict[str, Any]:
    """What the form shows of an indicator, to be changed or made a variant of."""
    chosen = asdict(choices_of(of.population, of.condition))
    names = {"name_vi": of.names.vi, "name_en": of.names.en, "name_fr": of.names.fr}
    # Steps are read in their order, of which a variant is none.
    family = Family.REACH if of.family is Family.STEPS else of.family
    return {**chosen, **names, "skills": list(chosen["skills"]), "family": family, "source": of.source}
