"""What marks and tells looks up the rows of other tables one after another, whatever the statistics say (see 0004, 0011).

After a large load that was rolled back, statistics say that a table is empty. The planner then read it whole for each row of a
statement: three villages took minutes. `LATERAL … OFFSET 0` leaves it no other order than the row first and its look-up after;
without loops in loops the rows of a statement as they were and as they are meet in one pass, and not each with each.
"""

from importlib import import_module

from django.db import migrations

_marks = import_module("indicators.migrations.0004_marks_by_trigger")
_gatherings = import_module("indicators.migrations.0008_gatherings_mark")
_promises = import_module("indicators.migrations.0010_work_lists")
_told = import_module("indicators.migrations.0011_bulletins")
_visits = import_module("indicators.migrations.0013_visits_by_hour")


def looked_up(columns, table, key, row):
    """The columns of the rows of a table that have the key of a row; cannot be planned together with what is around it."""
    return f"CROSS JOIN LATERAL (SELECT {columns} FROM {table} WHERE {key} = {row} OFFSET 0) AS found"


def lived(key, rows):
    """As in 0004."""
    return f"""
        SELECT found.village_id, greatest(subject.day, found.started_on)
        FROM ({rows}) AS subject {looked_up("village_id, started_on, ended_on", "communes_residence", key, f"subject.{key}")}
        WHERE found.ended_on IS NULL OR found.ended_on > subject.day
    """


def with_replaced(table, columns, touched):
    """As in 0004, read once: the statement `touched` finds the rows, and those that they replace, under the name of `subjects`."""
    replaced = f"SELECT found.* FROM row_touched {looked_up(columns, table, 'id', 'row_touched.replaces_id')}"
    return f"WITH subjects AS MATERIALIZED (SELECT {columns} FROM row_touched UNION ALL {replaced}) {touched}"


OF_OUTCOMES = "SELECT * FROM subjects WHERE {key} IS NOT NULL"
MARKED = {
    "communes_resident": (
        _marks.WATCHED["communes_resident"][0],
        lived("resident_id", f"SELECT resident_id, {_marks.EVER} AS day FROM row_touched"),
        None,
    ),
    "communes_povertystatus": (
        _marks.WATCHED["communes_povertystatus"][0],
        lived("household_id", "SELECT household_id, make_date(greatest(year::int, 1), 1, 1) AS day FROM row_touched"),
        None,
    ),
    "coaching_outcome": (
        _marks.WATCHED["coaching_outcome"][0],
        with_replaced(
            "coaching_outcome",
            "resident_id, household_id, observed_on AS day",
            " UNION ALL ".join(lived(key, OF_OUTCOMES.format(key=key)) for key in ("resident_id", "household_id")),
        ),
        None,
    ),
    "coaching_visit": (
        _visits.COLUMNS,
        with_replaced(
            "coaching_visit",
            "household_id, village_id, result, visited_on AS day",
            lived("household_id", "SELECT * FROM subjects WHERE result = 'met'") + " UNION ALL SELECT village_id, day FROM subjects",
        ),
        None,
    ),
    "coaching_gathering": (
        _gatherings.COLUMNS,
        with_replaced(
            "coaching_gathering",
            "village_id, team_id, held_on AS day",
            "SELECT village_id, day FROM subjects WHERE team_id IS NOT NULL",
        ),
        None,
    ),
    "coaching_followup": (
        _promises.COLUMNS,
        lived("household_id", "SELECT household_id, due_on + 1 AS day FROM row_touched"),
        lived("household_id", _promises.CHANGED),
    ),
}
"""By table what 0004 has: columns, villages and days that rows touch, and where it differs what changed rows touch."""

GATHERED = "SELECT left(found.village_id, 5) FROM ({rows}) AS attended " + looked_up(
    "village_id", "coaching_gathering", "id", "attended.gathering_id"
)


def told_by_team(table):
    """As in 0011."""
    covered = looked_up("village_id", "teams_team_villages", "team_id", "subjects.team_id")
    return with_replaced(
        table,
        "village_id, team_id",
        f"SELECT left(village_id, 5) FROM subjects UNION ALL SELECT left(found.village_id, 5) FROM subjects {covered}",
    )


TOLD = {
    "coaching_visit": told_by_team("coaching_visit"),
    "coaching_gathering": told_by_team("coaching_gathering"),
    "coaching_attendance": GATHERED.format(rows="SELECT gathering_id FROM row_touched"),
    "coaching_attendance_topics": GATHERED.format(
        rows="SELECT found.* FROM row_touched "
        + looked_up("gathering_id", "coaching_attendance", "id", "row_touched.attendance_id")
    ),
    "teams_team": f"{_told.COMMUNE} UNION ALL SELECT left(found.village_id, 5) FROM row_touched "
    + looked_up("village_id", "teams_team_villages", "team_id", "row_touched.id"),
}
"""By table the communes on whose pages the rows of a statement stand."""

AS_BEFORE = {
    **{table: _marks.WATCHED[table] for table in MARKED if table in _marks.WATCHED},
    "coaching_visit": (_visits.COLUMNS, _visits.TOUCHED, None),
    "coaching_gathering": (_gatherings.COLUMNS, _gatherings.TOUCHED, None),
    "coaching_followup": (_promises.COLUMNS, _promises.TOUCHED, _promises.UPDATED),
}


def replace(schema_editor, made):
    schema_editor.execute(made.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"), params=None)


def functions():
    """Every one that sees the rows of a statement."""
    yield from (f"indicators_mark_{table}" for table in [*_marks.WATCHED, "coaching_gathering", "coaching_followup"])
    yield from (f"indicators_tell_{table}" for table in _told.WATCHED)


def look_up(apps, schema_editor):
    for table, (columns, touched, updated) in MARKED.items():
        replace(schema_editor, _marks.function(table, columns, touched, updated))
    for table, communes in TOLD.items():
        replace(schema_editor, _told.function(table, _told.WATCHED[table][0], communes))
    for name in functions():
        how = "RESET enable_hashjoin RESET enable_mergejoin SET enable_nestloop = off"
        schema_editor.execute(f"ALTER FUNCTION {name}() {how}", params=None)


def join_as_before(apps, schema_editor):
    for name in functions():
        how = "SET enable_hashjoin = off SET enable_mergejoin = off RESET enable_nestloop"
        schema_editor.execute(f"ALTER FUNCTION {name}() {how}", params=None)
    for table, (columns, touched, updated) in AS_BEFORE.items():
        replace(schema_editor, _marks.function(table, columns, touched, updated))
    for table in TOLD:
        replace(schema_editor, _told.function(table, *_told.WATCHED[table]))


class Migration(migrations.Migration):
    dependencies = [("indicators", "0014_public_pages")]

    operations = [migrations.RunPython(look_up, join_as_before)]
