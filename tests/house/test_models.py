"""What every model owes its readers and the people in it."""

from django.apps import apps
from django.db.models import Field, Model
from django.utils.functional import Promise

from accounts.models import AuditEvent, User
from communes import models as communes
from communes.scope import Scope
from tests.world import build_world

OUR_APPS = ("accounts", "communes", "teams", "coaching", "indicators")

WITHOUT_SCOPE = {
    "accounts.AuditEvent",  # read by system administrators alone, and holds ids, never a person's data
    "accounts.User",  # reached through memberships, postings and `teams.authority`
    "communes.EthnicGroup",
    "communes.FormerCommune",
    "coaching.Device",  # a user's own phones, reached through the user
    "coaching.Skill",
    "indicators.Arrival",
    "indicators.Bulletin",
    "indicators.CountingDay",
    "indicators.Definition",  # what figures mean: open to everyone who is signed in
    "indicators.Edition",
    "indicators.MovedBorder",
    "indicators.Headcount",  # counts, as Measurement
    "indicators.LateNews",
    "indicators.Measurement",  # counts, read by `indicators.queries` alone
    "indicators.PublicPage",  # whether a province shows its figures to everybody
    "indicators.Recount",
    "indicators.Stale",
    "indicators.VisitHour",  # counts, as Measurement
}
"""Models that hold nobody's data, or are read by one module that answers for them."""


WITHOUT_WORDS = {
    "communes.ColumnMemory",
    "communes.PlannedRow",
    "communes.RosterChange",
    "communes.RosterFile",
    "communes.RosterUndo",
}
"""Working tables of an import, which no form or list shows by field."""


def models() -> list[type[Model]]:
    """Our models, without the tables of many-to-many relations."""
    return [model for label in OUR_APPS for model in apps.get_app_config(label).get_models()]


def test_every_model_that_leads_to_people_can_be_narrowed_to_a_scope() -> None:
    wide = {model._meta.label for model in models() if not hasattr(model._default_manager.all(), "within")}

    assert wide - WITHOUT_SCOPE == set()


def test_an_empty_scope_finds_nothing_in_any_model(db: None) -> None:
    build_world()

    found = [
        model._meta.label
        for model in models()
        if hasattr(model._default_manager.all(), "within") and model._default_manager.all().within(Scope()).exists()
    ]

    assert found == []


def test_every_field_that_somebody_sees_has_a_name_to_be_translated() -> None:
    unnamed = [
        f"{model._meta.label}.{field.name}"
        for model in models()
        if model._meta.label not in WITHOUT_WORDS
        for field in model._meta.get_fields()
        if isinstance(field, Field) and field.editable and not field.primary_key and not isinstance(field.verbose_name, Promise)
    ]

    assert unnamed == []


def test_every_model_has_a_name_to_be_translated() -> None:
    assert [model._meta.label for model in models() if not isinstance(model._meta.verbose_name, Promise)] == []


def test_accounts_have_no_flag_group_or_permission_to_climb_by() -> None:
    fields = {field.name for field in User._meta.get_fields()}

    assert fields & {"is_staff", "is_superuser", "groups", "user_permissions"} == set()


def test_the_trail_holds_no_link_that_could_make_something_undeletable() -> None:
    links = [field.name for field in AuditEvent._meta.get_fields() if field.is_relation and field.name != "actor"]

    assert links == []


def test_personal_numbers_are_stored_as_a_hash_and_four_digits() -> None:
    numbers = {field.name: field.max_length for field in communes.Resident._meta.get_fields() if field.name.startswith("id_")}

    assert numbers == {"id_last4": 4, "id_hash": 64}
