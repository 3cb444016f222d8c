"""Several statements in one round trip."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from literacy_portal.kit import statements
from literacy_portal.kit.periods import today
from literacy_portal.kit.statements import (
    Asked,
    Question,
    Statement,
    Written,
    ask,
    ask_ahead,
    foreseen,
    forget_ahead,
    joined,
    together,
)
from tests.world import World

SUM = Statement("SELECT $1 + $2", "tests_sum", "int, int")
KEEP = Statement("INSERT INTO auth_group (name) SELECT unnest($1)", "tests_keep", "text[]")
COUNT = Statement("SELECT count(*) FROM auth_group WHERE name LIKE '7%'", "tests_count")
LATER = Statement("SELECT $1 || 'er'", "tests_later", "text")
BROKEN = Statement("SELECT FROM nowhere", "tests_broken")

pytestmark = pytest.mark.django_db


def test_each_is_answered_in_order_and_sees_what_those_before_it_wrote() -> None:
    with CaptureQueriesContext(connection) as first:
        assert ask(SUM(1, 2), KEEP(["71", "72"]), COUNT(), SUM(3, None)) == [[(3,)], [], [(2,)], [(None,)]]
    with CaptureQueriesContext(connection) as again:
        assert ask(COUNT(), SUM(2, 2)) == [[(2,)], [(4,)]]

    assert (len(first), len(again)) in {(2, 1), (1, 1)}


def test_where_one_fails_it_is_an_error_of_the_database_and_the_next_ones_work() -> None:
    for wrong in (BROKEN(), KEEP(["73", "73"])):
        with pytest.raises(DatabaseError), transaction.atomic():
            ask(LATER("lat"), wrong)
        assert ask(LATER("lat"), SUM(1, 1)) == [[("later",)], [(2,)]]


def test_text_without_a_name_is_sent_as_it_stands() -> None:
    assert ask(Statement("SET CONSTRAINTS ALL IMMEDIATE")(), LATER("100 %; it's lat")) == [[], [("100 %; it's later",)]]


def test_what_is_prepared_is_planned_once_and_not_for_each_call() -> None:
    for number in range(3):
        ask(SUM(1, number))
    with connection.cursor() as cursor:
        cursor.execute("SELECT custom_plans FROM pg_prepared_statements WHERE name = %s", [SUM.name])
        assert cursor.fetchall() == [(0,)]


def test_what_was_asked_ahead_waits_for_the_first_who_asks_the_same_with_the_same_values() -> None:
    with CaptureQueriesContext(connection) as queries:
        ask_ahead(SUM(1, 2), COUNT())
        assert ask(SUM(1, 2), SUM(2, 2)) == [[(3,)], [(4,)]]
    with CaptureQueriesContext(connection) as again:
        assert ask(COUNT()) == [[(0,)]]
        ask(KEEP(["74"]))
        assert ask(COUNT(), SUM(1, 2)) == [[(1,)], [(3,)]]

    assert (len(queries) <= 3, len(again)) == (True, 2)


def test_what_nobody_asked_for_is_forgotten_with_the_request(client: Client, world: World) -> None:
    client.force_login(world.users["commune_officer"])
    for address in ("/vn/66/24364/", "/vn/66/99999/", "/vn/66/24364/?as=nobody"):
        client.get(address)
        assert not any(statements._ahead.waiting.values())
    ask_ahead(SUM(5, 5))
    forget_ahead()
    assert not statements._ahead.waiting


def test_whoever_may_no_longer_sign_in_or_read_is_told_so_by_the_very_next_request(client: Client, world: World) -> None:
    officer = world.users["commune_officer"]
    client.force_login(officer)
    answers = [client.get("/vn/66/24364/").status_code]
    officer.postings.update(ended_on=today())
    answers.append(client.get("/vn/66/24364/").status_code)
    User.objects.filter(pk=officer.pk).update(is_active=False)
    answers.append(client.get("/vn/66/24364/").status_code)

    assert answers == [200, 404, 302]


def test_questions_are_asked_together_and_each_is_told_what_its_own_rows_say() -> None:
    total = Question.of(SUM(1, 2), lambda rows: rows[0][0])
    words = Question.of(LATER("lat"), lambda rows: [word for (word,) in rows])
    ask(SUM(0, 0), LATER(""))

    with CaptureQueriesContext(connection) as queries:
        both, known, doubled = together(joined(total, words), Question.known("known"), total.then(lambda number: number * 2))

    assert (both, known, doubled) == ([3, ["later"]], "known", 6)
    assert len(queries) == 1


def test_what_is_known_is_not_asked() -> None:
    with CaptureQueriesContext(connection) as queries:
        assert joined(Question.known(1), Question.known(2)).answer() == [1, 2]

    assert len(queries) == 0


def test_what_was_asked_before_is_asked_ahead_and_what_is_asked_otherwise_this_time_is_asked_anew() -> None:
    before: list[Written] = []
    known = [1]

    def seen() -> Asked:
        return Asked(Statement("SELECT $1", "tests_seen", "int"), (known[0],), again=seen)

    numbers = []
    for word in ("lat", "lat", "new", "new"):
        with CaptureQueriesContext(connection) as queries, foreseen(before, COUNT()):
            assert ask(COUNT()) == [[(0,)]]
            assert ask(LATER(word)) == [[(f"{word}er",)]]
            assert together(*(Question.of(one, lambda rows: rows) for one in (SUM(1, 2), seen()))) == [[(3,)], [(known[0],)]]
        numbers.append(len(queries))
        known[0] += 1

    # The first time each waits for the one before; what is asked with other values each time says with which.
    assert numbers == [3, 1, 2, 1]
    assert [asked for asked, _words in before] == [LATER("new"), SUM(1, 2), Asked(seen().statement, (4,))]
    assert not statements._ahead.waiting


def test_a_page_that_fails_leaves_what_is_foreseen_as_it_was() -> None:
    before = [(COUNT(), COUNT().written())]
    with pytest.raises(ZeroDivisionError), foreseen(before):
        ask(SUM(1, 1 // len(before[1:])))

    assert (before, statements._ahead.waiting, statements._ahead.noted) == ([(COUNT(), COUNT().written())], {}, None)


def test_what_is_asked_outside_of_a_page_is_not_remembered() -> None:
    forget_ahead()
    ask(SUM(1, 2))

    assert statements._ahead.noted is None


def test_nothing_is_remembered_where_nobody_will_ask_again() -> None:
    with foreseen(None, COUNT()):
        ask(COUNT(), SUM(1, 2))
        assert statements._ahead.noted is None


def test_what_is_written_out_means_what_it_means_when_it_is_given() -> None:
    shown = Statement("SELECT $1", "tests_shown", "text")
    kinds = Statement("SELECT $1, $2", "tests_kinds", "bool[], int[]")

    texts = Statement("SELECT $1", "tests_texts", "text[]")
    asked = [shown(text) for text in ("1", "a'b", "100 %s %%", "\\", "", "\N{LATIN SMALL LETTER E WITH ACUTE}", '{"x"}', None)]
    asked += [kinds([True, False], [1, 0]), kinds([], [0]), texts(["a,b", 'c"d', "%", "NULL", "", None, "\\'"])]
    before: list[Written] = []
    answers = []
    for _turn in range(2):
        with CaptureQueriesContext(connection) as queries, foreseen(before):
            answers.append([ask(one) for one in asked])

    assert answers == [[[[one.values]] for one in asked]] * 2
    assert len(queries) == 1
