from collections.abc import Iterator
from typing import Any

import psycopg
from cryptography.fernet import InvalidToken
from django.db import connection, models

from accounts.seal import seal_bytes, unseal_bytes

_PIECE = 1024 * 1024
_BETWEEN = b"\n"
_WRITE = "UPDATE {table} SET {pairs} WHERE {key} = %s"


class SealedField(models.BinaryField):
    """Bytes that lie in the database encrypted; read and written as they are.

    Bytes whose key is gone (`SECRET_KEY` changed without a fallback) read as None: they are lost, and nothing fails of it.
    """

    # What django-stubs takes for the type of the attribute.
    _pyi_private_set_type: bytes
    _pyi_private_get_type: bytes

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:  # noqa: FBT001, FBT002 -- Django's signature
        return super().get_db_prep_value(None if value is None else sealed(bytes(value)), connection, prepared)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> bytes | None:
        """The bytes again."""
        if value is None:
            return None
        try:
            return b"".join([unseal_bytes(piece) for piece in bytes(value).split(_BETWEEN)])
        except InvalidToken:
            return None


def sealed(content: bytes) -> bytes:
    """The content as a sealed field keeps it: in pieces, because sealing takes several times the memory of what it seals."""
    return _BETWEEN.join(_pieces(content))


def _pieces(content: bytes) -> Iterator[bytes]:
    # Of nothing, too, there is one piece.
    for start in range(0, len(content) or 1, _PIECE):
        yield seal_bytes(content[start : start + _PIECE])


def write_sealed(model: type[models.Model], key: object, **contents: bytes) -> None:
    """Writes sealed fields of the row with this key, like `update`, for contents of many megabytes.

    They travel as binary parameters; Django would write them into the text of its statement, several times their size.
    """
    options: Any = model._meta
    quoted = connection.ops.quote_name
    pairs = ", ".join(f"{quoted(options.get_field(name).column)} = %b" for name in contents)
    statement = _WRITE.format(table=quoted(options.db_table), pairs=pairs, key=quoted(options.pk.column))
    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        cursor.execute(statement.encode(), [*(sealed(content) for content in contents.values()), key])
