"""Any roster into any state, with anything happening after it: the undo puts back exactly what nobody has touched."""

from typing import Any

from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from communes.actions.roster_undo import ask_undo, undo_import
from communes.models import Household, Residence, Resident, RosterChange, RosterUndo
from tests.communes.roster_import.rosters import brought_in, workbook
from tests.factories import VisitFactory
from tests.world import World

TITLES = ["STT hộ", "Họ và tên", "Năm sinh", "Giới tính", "Quan hệ với chủ hộ", "Số điện thoại", "Hộ nghèo", "Tình trạng"]
PEOPLE = [
    ("Nguyễn Văn Bình", 1968, "Nam"), ("Trần Thị Hòa", 1970, "Nữ"), ("Nguyễn Đức Minh", 2012, "Nam"), ("H'Bŭt Êban", 1955, "Nữ"),
    ("Lê Thị Mới", 1980, "Nữ"), ("Phan Văn Lạ", 1991, "Nam"), ("Y Thim Niê", 2001, "Nam"), ("Đỗ Thị Én", 1944, "Nữ"),
]  # fmt: skip
ROW = st.tuples(
    st.integers(0, 3),
    st.sampled_from(["", "0912345688", "0912345601"]),
    st.sampled_from(["", "x"]),
    st.sampled_from(["", "Đi làm ăn xa", "Tạm trú", "Thường trú"]),
    st.sampled_from([0, 0, 0, 1]),
)
FILE = st.dictionaries(st.sampled_from(range(len(PEOPLE))), ROW, min_size=1)
TOUCH = st.tuples(st.sampled_from(["visit", "met", "edit", "leave", "house"]), st.integers(0, len(PEOPLE) - 1))
QUERIES = {
    "household": "SELECT id, t::text FROM communes_household t",
    "resident": "SELECT id, t::text FROM communes_resident t",
    "stays": "SELECT resident_id, string_agg(t::text, ' ' ORDER BY id) FROM communes_residence t GROUP BY 1",
    "poverty": "SELECT household_id, string_agg(t::text, ' ' ORDER BY id) FROM communes_povertystatus t GROUP BY 1",
}
KIND = {"household": "house", "resident": "person", "stays": "stays", "poverty": "poverty"}


def state() -> dict[tuple[str, Any], str]:
    """Every row of the roster, by whom or what it is about."""
    found = {}
    with connection.cursor() as cursor:
        for part, query in QUERIES.items():
            cursor.execute(query)
            found.update({(part, subject): text for subject, text in cursor.fetchall()})
    return found


def sheet(file: dict[int, Any]) -> bytes:
    """The people of a file under the numbers of their households; the first one of each is its head."""
    rows, headed = [TITLES], set()
    for person, (number, phone, poor, status, older) in sorted(file.items(), key=lambda entry: (entry[1][0], entry[0])):
        name, year, sex = PEOPLE[person]
        relation = "Con" if number in headed else "Chủ hộ"
        headed.add(number)
        rows.append([number + 1, name, year - older, sex, relation, phone, poor, status])
    return workbook(*rows)


def touch(world: World, what: str, name: str) -> None:
    """Something that happens to a person or their household after the import, if they are there."""
    stay = Residence.objects.filter(resident__full_name=name, ended_on=None).select_related("household", "resident").first()
    if stay is None:
        return
    if what in ("visit", "met"):
        visit = VisitFactory(household=stay.household, recorded_by=world.users["team_member"])
        if what == "met":
            visit.people.add(stay.resident)
    elif what == "edit":
        Resident.objects.filter(pk=stay.resident_id).update(other_phones="+84912345000")
    elif what == "leave":
        Residence.objects.filter(pk=stay.pk).update(end_reason="status", ended_on=stay.started_on)
    else:
        Household.objects.filter(pk=stay.household_id).update(address="Nơi khác")


@settings(
    max_examples=12,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(earlier=FILE, file=FILE, touches=st.lists(TOUCH, max_size=3))
def test_what_nobody_touched_is_as_before_and_what_stays_is_named(
    world: World, earlier: dict[int, Any], file: dict[int, Any], touches: list[tuple[str, int]]
) -> None:
    with transaction.atomic():
        bring = {"by": world.users["commune_officer"], "commune": world.phu_xuan, "village": world.xuan_lang}
        brought_in(sheet(earlier), **bring, leave_out_errors=True)
        before = state()
        done = brought_in(sheet(file), **bring, leave_out_errors=True)
        left = state()
        for what, person in touches:
            touch(world, what, PEOPLE[person][0])
        touched = state()
        if ask_undo(by=world.users["commune_officer"], roster_import=done, wake=False):
            undo_import(done.pk)
            assert RosterUndo.objects.get(pk=done.pk).done_at
        kept = set(RosterChange.objects.filter(roster_import=done).values_list("kind", "subject"))
        after = state()

        for key in {*before, *left, *touched, *after}:
            part, subject = key
            new = {("new_person", subject), ("new_house", subject)} & kept
            if (KIND[part], subject) in kept or new or before.get(key) == left.get(key):
                assert after.get(key) == touched.get(key)
            else:
                assert after.get(key) == before.get(key)
                assert touched.get(key) == left.get(key)
        transaction.set_rollback(True)
