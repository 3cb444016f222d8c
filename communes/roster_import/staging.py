"""Many rows in few statements: COPY into the table, or into a temporary one and from there."""

from collections.abc import Iterable, Sequence
from itertools import count
from typing import Any

from django.db import connection, models

Row = Sequence[Any]
_names = count(1)
_STAGE = "CREATE TEMPORARY TABLE {staged} ON COMMIT DROP AS SELECT {columns} FROM {table} WITH NO DATA"
_WRITE = "UPDATE {table} AS old SET {pairs} FROM {staged} AS new WHERE old.{key} = new.{key} AND ({old}) IS DISTINCT FROM ({new})"

_MERGE = "INSERT INTO {table} ({listed}) SELECT {listed} FROM {staged} ON CONFLICT ({key}) DO UPDATE SET {pairs}"


def insert(model: type[models.Model], fields: Sequence[str], rows: Iterable[Row]) -> None:
    """COPY of new rows. Fields with a default in Python must be among `fields`."""
    if isinstance(rows, list) and not rows:
        return
    _copy(_quoted(options_of(model).db_table), _columns(model, fields), rows)


def update(model: type[models.Model], fields: Sequence[str], rows: Sequence[Row]) -> None:
    """Writes `fields` of the rows whose key stands first in each; rows that hold these values already are not touched."""
    if not rows:
        return
    options = options_of(model)
    names = {"table": _quoted(options.db_table), "key": _quoted(options.pk.column), "staged": _quoted(f"staged_{next(_names)}")}
    columns = _columns(model, fields)
    names["columns"] = ", ".join([names["key"], *columns])
    names["pairs"] = ", ".join(f"{column} = new.{column}" for column in columns)
    for side in ("old", "new"):
        names[side] = ", ".join(f"{side}.{column}" for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(_STAGE.format(**names))
        _copy(names["staged"], [names["key"], *columns], rows)
        cursor.execute(_WRITE.format(**names))


def merge(
    model: type[models.Model], fields: Sequence[str], rows: Sequence[Row], *, unique: Sequence[str], over: Sequence[str]
) -> None:
    """Writes new rows; where one has the same `unique` fields, its `over` fields alone."""
    if not rows:
        return
    table, columns = _quoted(options_of(model).db_table), _columns(model, fields)
    staged, listed = _quoted(f"staged_{next(_names)}"), ", ".join(columns)
    key, pairs = (
        ", ".join(_columns(model, unique)),
        ", ".join(f"{column} = excluded.{column}" for column in _columns(model, over)),
    )
    with connection.cursor() as cursor:
        cursor.execute(_STAGE.format(staged=staged, columns=listed, table=table))
        _copy(staged, columns, rows)
        cursor.execute(_MERGE.format(table=table, listed=listed, staged=staged, key=key, pairs=pairs))


def _copy(table: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _columns(model: type[models.Model], fields: Sequence[str]) -> list[str]:
    options = options_of(model)
    return [_quoted(options.get_field(field).column) for field in fields]


def options_of(model: type[models.Model]) -> Any:
    """The model's Meta, Django's documented door to tables and columns."""
    return model._meta  # noqa: SLF001


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
