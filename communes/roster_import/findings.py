"""What is wrong or doubtful in a row: a code, what its words name, and how grave it is. Stored without a language."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

ERRORS = {
    "name_missing": _("The name is missing. Write it, or clear the row if it is not a person."),
    "name_too_long": _("The name is longer than %(limit)s characters."),
    "name_has_no_letters": _("“%(value)s” is not a name."),
    "birth_unclear": _("“%(value)s” is not a day or a year. Write it as 31/12/1980, or the year alone."),
    "birth_in_future": _("“%(value)s” lies after the roster's day."),
    "birth_too_early": _("“%(value)s” would make the person older than %(limit)s years."),
    "sex_unclear": _("“%(value)s” is neither “Nam” nor “Nữ”."),
    "sex_twice": _("Both the column of men and the column of women are filled."),
    "phone_unclear": _("“%(value)s” is not a phone number of Vietnam."),
    "phone_old": _("“%(value)s” is a number of before 2018. If it is still in use, write %(today)s."),
    "id_length": _("The personal number ending in %(value)s has %(digits)s digits; it should have 12."),
    "id_lost_digits": _("Excel has cut the personal number (%(value)s). Type it again, in a cell formatted as text."),
    "members_unclear": _("“%(value)s” is not a number of people."),
    "no_household": _("This person stands before the first household. Write the household number or the head."),
    "head_in_error": _("The head of this household (row %(row)s) has an error, so the household waits."),
    "same_person": _("The same person as in row %(row)s."),
    "village_unknown": _("Which village is “%(value)s”? Choose it above."),
    "village_missing": _("The village is not said. Choose it above."),
    "decoding_undecided": _("The text of this row is in an old font. Choose above how it is to be read."),
    "other_commune": _("This address is in “%(value)s”, another commune. Import it there."),
    "ambiguous": _("More than one person of the roster could be meant. Add the birth date or the personal number."),
    "recorded_dead": _("This person is recorded as having died. Check the number, or correct the record first."),
    "noted_dead": _("The note says that this person has died. Record the death on the person's own page."),
    "declared_twice": _("Poor and near-poor are both marked."),
}
WARNINGS = {
    "id_zero_restored": _("Excel dropped the first zero of the personal number; it was put back."),
    "id_old_card": _("A number of 9 digits, of an old card."),
    "id_province_unknown": _("The personal number begins with %(value)s, which names no province of Vietnam."),
    "id_contradicts": _("The personal number tells another sex or birth year than the row."),
    "two_digit_year": _("The year is written with two digits; it is read as %(year)s."),
    "year_in_day": _("The cell shows %(value)s because it is formatted as a day; it is read as the year %(year)s."),
    "day_unknown": _("“%(value)s” names no full day; only the year is kept."),
    "relation_unclear": _("The relation “%(value)s” is not known; it is kept as another relative."),
    "ethnic_group_unclear": _("The ethnic group “%(value)s” is not known; it is left open."),
    "ethnic_code_unclear": _("Code %(value)s names one group in the list of 1979 and another in the census; write the name."),
    "residence_unclear": _("“%(value)s” is not a state of residence that is known; it is read as living here."),
    "mark_unclear": _("“%(value)s” is neither a yes nor a no; it is left open."),
    "phones_dropped": _("There are more phone numbers than fit; the first ones are kept."),
    "text_cut": _("“%(value)s” is too long and was cut."),
    "number_taken": _("Household %(value)s in the roster is another family; a second one with this number will be made."),
    "second_head": _("The household has a second head in row %(row)s; a new household starts there."),
    "head_assumed": _("The list does not say who heads the household; the first person is taken."),
    "no_head": _("No one in this household is marked as its head."),
    "village_differs": _("The row names “%(value)s”; it goes into the village you chose."),
    "note_kept": _("The note “%(value)s” has no place in the roster; it is kept with this import only."),
    "hidden_row": _("This row is hidden in the workbook."),
    "likely_same_row": _("Probably the same person as in row %(row)s. Say below whether it is."),
    "likely_same_known": _("Probably %(value)s of the roster, written otherwise. Say below whether it is."),
    "likely_same_household": _(
        "Household %(value)s stands in the file twice, first from row %(row)s. Say below whether it is one."
    ),
}
MESSAGES = {**ERRORS, **WARNINGS}


@dataclass(frozen=True, slots=True)
class Finding:
    """Something the user should know about a cell; `column` is the column's key, empty for the row."""

    code: str
    column: str = ""
    params: tuple[tuple[str, Any], ...] = ()

    @property
    def is_error(self) -> bool:
        """Whether it keeps its row out."""
        return self.code in ERRORS

    @property
    def message(self) -> str:
        """The words, in the reader's language."""
        return str(MESSAGES[self.code]) % dict(self.params)

    def as_json(self) -> list[Any]:
        """As an import stores it: code, column, params."""
        return [self.code, self.column, dict(self.params)]

    @classmethod
    def from_json(cls, stored: list[Any]) -> "Finding":
        """The finding that `as_json` stored."""
        code, column, params = stored
        return cls(code, column, tuple(params.items()))


def finding(code: str, column: str = "", **params: Any) -> Finding:
    """A finding whose message names `params`; cell values are shortened to what a message can hold."""
    shown = {name: value[:60] if isinstance(value, str) else value for name, value in params.items()}
    return Finding(code, column, tuple(shown.items()))
