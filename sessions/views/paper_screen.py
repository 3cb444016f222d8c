"""A sheet as it is typed: its evening, its rows, and what becomes of each."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from communes.models import Village
from communes.scope import ScopedRequest
from literacy_portal.kit.ids import new_id
from literacy_portal.kit.periods import today
from sessions.actions.paper import AlreadyThatDayError, record_row, say_evening
from sessions.actions.visits import HouseholdGoneError, VisitConflictError
from sessions.enums import Mode
from sessions.forms.evening import EveningForm
from sessions.forms.row import RowForm
from sessions.models import Sheet, Skill, Visit
from sessions.queries.evening import crew_of, lived_on, teams_covering, visits_that_day
from sessions.queries.paper import Row, rows_of
from sessions.queries.visits import habits_of
from sessions.views.found import address


@dataclass(slots=True)
class Line:
    """A row of the screen: what is typed in it, and what became of it."""

    row: Row
    form: RowForm
    saved: Visit | None = None
    other: Visit | None = None
    """The visit that stands for the day; the row asks before it records another."""

    @property
    def visit_url(self) -> str:
        """Where the recorded visit can be read and corrected."""
        visit = self.saved or self.other
        return address("visit", visit.household, visit.pk) if visit else ""

    @property
    def met(self) -> int:
        """How many people a recorded row met."""
        return len(self.form.met())

    @property
    def complaints(self) -> list[str]:
        """What is wrong with what was typed; nothing of a row that waits."""
        return [] if not self.form.is_bound or self.form.is_empty else self.form.complaints()

    @property
    def is_wrong(self) -> bool:
        """Whether it was typed and is not recorded."""
        return bool(self.complaints)


class Screen:
    """A sheet as it is typed: its evening, and its rows in the order of the paper."""

    def __init__(self, request: ScopedRequest, village: Village, sheet: Sheet) -> None:
        self.request, self.village, self.sheet = request, village, sheet
        self.posted = request.POST if request.method == "POST" else None
        teams = teams_covering(village, request.scope)
        self.evening = EveningForm(self.posted, teams=teams, crew=crew_of(teams), initial=self._remembered(teams))
        known = Skill.objects.in_bulk(sheet.skills)
        self.skills = [known[code] for code in sheet.skills if code in known]
        is_told = self.posted is not None and self.evening.is_valid()
        self.day = self.evening.cleaned_data["visited_on"] if is_told else (sheet.visited_on or today())
        self.lines = list(self._lines(is_told=is_told))

    def _remembered(self, teams: list[Any]) -> dict[str, Any]:
        """What the sheet says of its evening; before that, the usual."""
        sheet, habits = self.sheet, habits_of(self.request.user)  # type: ignore[arg-type]
        mode = habits.mode or Mode.OWN_PHONE
        told = {"mode": mode, "setting": habits.setting, "language": habits.language}
        if sheet.visited_on:
            members = [str(user.pk) for user in sheet.members.all()]
            return told | {"visited_on": sheet.visited_on, "team": str(sheet.team_id or ""), "members": members}
        return told | {"team": str(teams[0].pk) if teams else "", "members": [str(self.request.user.pk)]}

    def _lines(self, *, is_told: bool) -> Iterator[Line]:
        rows = rows_of([self.sheet], self.request.scope, today())[0]
        wanted = self.request.POST.get("row", "")
        rows = [row for row in rows if str(row.position) == wanted] if wanted else rows
        homes = [row.key for row in rows]
        lived = lived_on(homes, self.request.scope, self.day) if is_told else {}
        others = visits_that_day(homes, self.day) if is_told or self.sheet.visited_on else {}
        for row in rows:
            form = RowForm(
                self.posted,
                prefix=f"r{row.position}",
                initial={"id": new_id()},
                row=row,
                skills=self.skills,
                evening=self.evening,
                lived=lived.get(row.key),
            )
            yield Line(row, form, other=others.get(row.key))

    def save(self) -> None:
        """Records every row that is filled in and right; each of the others says what is wrong with it."""
        if not self.evening.is_valid():
            return
        by, evening = self.request.user, self.evening.evening()
        say_evening(by=by, sheet=self.sheet, evening=evening)  # type: ignore[arg-type]
        for line in self.lines:
            if not line.form.is_empty and line.form.is_valid():
                self._record(line)

    def _record(self, line: Line) -> None:
        home, lived = line.row.household, line.form.lived
        assert home, "a valid row lived somewhere"
        assert lived, "a valid row lived somewhere"
        try:
            recorded = record_row(
                by=self.request.user,  # type: ignore[arg-type]
                household=home,
                village=lived.village,
                draft=line.form.draft(),
                evening=self.evening.evening(),
                anyway=line.form.cleaned_data["anyway"],
            )
            line.saved = recorded.visit
        except AlreadyThatDayError as error:
            line.other = error.visit
            again = _("Not recorded yet: this household has a visit on that day. Compare, then tick if yours is another.")
            line.form.add_error(None, again)
        except HouseholdGoneError:
            line.form.add_error(None, _("This household has been taken off the roster. Tell the commune's officer."))
        except VisitConflictError:
            taken = Visit.objects.within(self.request.scope).filter(pk=line.form.cleaned_data["id"], household=home)
            line.other = taken.first()
            other = _("This row was recorded already, with other words. Open what was recorded and correct it there.")
            line.form.add_error(None, other)

    @property
    def has_errors(self) -> bool:
        """Whether something typed is not recorded."""
        return bool(self.evening.errors) or any(not line.form.is_empty and line.form.errors for line in self.lines)

    @property
    def counted(self) -> int:
        """How many rows were recorded by this request."""
        return sum(line.saved is not None for line in self.lines)
