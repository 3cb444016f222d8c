"""A page sees one state of the database, whatever is written while it is made."""

from contextlib import nullcontext

import pytest
from django.db import DatabaseError, connection, transaction

from indicators.models import Bulletin
from indicators.queries.versions import one_moment
from literacy_portal.kit.statements import Statement, ask
from tests.indicators.test_concurrency import in_threads

pytestmark = pytest.mark.django_db(transaction=True)

NUMBER = Statement("SELECT count(*) FROM indicators_bulletin WHERE word = 77", "tests_bulletins")
OTHER = Statement("SELECT count(*) + $1 FROM indicators_bulletin WHERE word = 77", "tests_other_bulletins", "int")


def write() -> None:
    Bulletin.objects.create(word=77)


def write_elsewhere() -> None:
    in_threads(write)


def counted() -> int:
    return Bulletin.objects.filter(word=77).count()


def test_all_reads_inside_see_the_database_as_of_the_first_of_them() -> None:
    before = [(OTHER(0), OTHER(0).written())]
    with one_moment(NUMBER(), before=before):
        seen = [ask(NUMBER())]
        write_elsewhere()
        seen += [ask(NUMBER()), ask(OTHER(0)), ask(OTHER(0))]
        seen_by_model = counted()

    assert (seen, seen_by_model) == ([[[(0,)]]] * 4, 0)
    assert counted() == 1


def test_it_may_begin_without_a_question() -> None:
    with one_moment():
        seen = [counted()]
        write_elsewhere()
        seen.append(counted())

    assert [*seen, counted()] == [0, 0, 1]


@pytest.mark.parametrize("is_nested", [False, True])
def test_nobody_writes_inside_and_what_comes_after_is_as_ever(is_nested: bool) -> None:  # noqa: FBT001
    with pytest.raises(DatabaseError, match="read-only"), one_moment(), transaction.atomic() if is_nested else nullcontext():
        write()

    assert not connection.in_atomic_block
    with transaction.atomic():
        write()
    write_elsewhere()
    assert counted() == 2


def test_the_moment_ends_with_whatever_goes_wrong_inside() -> None:
    with pytest.raises(ZeroDivisionError), one_moment(NUMBER()):
        ask(OTHER(counted() // 0))
    write_elsewhere()

    assert ask(NUMBER()) == [[(1,)]]
    assert connection.connection.info.transaction_status.name == "IDLE"


def test_inside_a_transaction_of_the_caller_s_it_changes_nothing() -> None:
    with transaction.atomic():
        write()
        with one_moment(NUMBER()):
            assert ask(NUMBER()) == [[(1,)]]
            write()
        assert connection.in_atomic_block

    assert counted() == 2


def test_a_connection_that_breaks_inside_is_replaced() -> None:
    def break_and_read() -> None:
        connection.connection.pgconn.finish()
        counted()

    with pytest.raises(DatabaseError), one_moment(NUMBER()):
        break_and_read()
    connection.close_if_unusable_or_obsolete()

    assert counted() == 0
