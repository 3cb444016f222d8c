"""The world of the tests: one small country, and the cast that every test knows.

    vn
    ├── 66 Đắk Lắk                      province_analyst, province_admin        (system_admin: everywhere)
    │   ├── 24364 xã Phú Xuân           commune_officer, commune_leader
    │   │   ├── 001 thôn Xuân Lạng 2    team_member, team_leader (their team covers this village only)
    │   │   │   ├── household 1         Bình (head, 1968), Hòa (his wife, 1970), Minh (their son, 2012)
    │   │   │   └── household 2         H'Bŭt (head, 1955, Ê Đê; poor in 2025)
    │   │   └── 002 thôn Xuân Mỹ        the neighbour village: neighbour_member
    │   │       └── household 1         Tâm (head, 1990)
    │   └── 24169 phường Ea Kao         stranger_officer, stranger_leader
    │       └── 001 tổ dân phố Một      stranger_member
    │           └── household 1         Lạ (head, 1985)
    └── 40 Nghệ An                      distant_analyst
        └── 16831 xã Mường Lống
            └── 001 bản Mường Lống 1
                └── household 1         Xa (head, 1975)

The stranger is the person of the next commune: nothing of Phú Xuân's people may ever reach one, nor Lạ
anyone of Phú Xuân. Everyone signs in with `factories.PASSWORD`. Everything has stood since 1 July 2025.
"""

import pickle
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import pytest
from django.db import connection

from accounts.models import User
from communes.enums import CommuneKind, Relation, Sex, VillageKind
from communes.models import Commune, EthnicGroup, Household, PovertyStatus, Province, Residence, Resident, Village
from teams.enums import MemberRole, Role
from teams.models import Membership, Posting, Team
from tests.emptying import rows_left
from tests.factories import (
    CommuneFactory,
    EthnicGroupFactory,
    HouseholdFactory,
    MembershipFactory,
    PostingFactory,
    PovertyStatusFactory,
    ProvinceFactory,
    ResidenceFactory,
    ResidentFactory,
    TeamFactory,
    UserFactory,
    VillageFactory,
)

KEPT = (
    Province, Commune, Village, EthnicGroup, User, Posting, Team, Team.villages.through, Membership,
    Household, Resident, Residence, PovertyStatus,
)  # fmt: skip
"""What the world is made of, in the order in which rows refer to each other."""


@dataclass
class World:
    """Everything by a name: `world.users["team_member"]`, `world.people["Bình"]`, `world.xuan_lang`."""

    dak_lak: Province
    nghe_an: Province
    phu_xuan: Commune
    ea_kao: Commune
    muong_long: Commune
    xuan_lang: Village
    xuan_my: Village
    stranger_village: Village
    distant_village: Village
    team: Team
    users: dict[str, User] = field(default_factory=dict)
    people: dict[str, Resident] = field(default_factory=dict)
    households: dict[str, Household] = field(default_factory=dict)

    def home_of(self, name: str) -> Household:
        """The household of a person of the cast."""
        return self.households[name]


def build_world() -> World:
    """The world of the page above, in the database."""
    world = _places()
    _officials(world)
    _teams(world)
    _people(world)
    return world


def _places() -> World:
    dak_lak, nghe_an = ProvinceFactory(), ProvinceFactory(code="40", name="Nghệ An")
    phu_xuan = CommuneFactory(province=dak_lak)
    ea_kao = CommuneFactory(code="24169", name="Ea Kao", kind=CommuneKind.WARD, province=dak_lak)
    muong_long = CommuneFactory(code="16831", name="Mường Lống", province=nghe_an)
    xuan_lang = VillageFactory(commune=phu_xuan, serial="001", name="Xuân Lạng 2")
    return World(
        dak_lak=dak_lak,
        nghe_an=nghe_an,
        phu_xuan=phu_xuan,
        ea_kao=ea_kao,
        muong_long=muong_long,
        xuan_lang=xuan_lang,
        xuan_my=VillageFactory(commune=phu_xuan, serial="002", name="Xuân Mỹ"),
        stranger_village=VillageFactory(commune=ea_kao, serial="001", name="Một", kind=VillageKind.TO_DAN_PHO),
        distant_village=VillageFactory(commune=muong_long, serial="001", name="Mường Lống 1", kind=VillageKind.BAN),
        team=TeamFactory(commune=phu_xuan, name="Tổ Xuân Lạng 2", villages=[xuan_lang]),
    )


def _officials(world: World) -> None:
    posts = {
        "commune_officer": (Role.COMMUNE_OFFICER, world.phu_xuan),
        "commune_leader": (Role.COMMUNE_LEADER, world.phu_xuan),
        "stranger_officer": (Role.COMMUNE_OFFICER, world.ea_kao),
        "stranger_leader": (Role.COMMUNE_LEADER, world.ea_kao),
        "province_analyst": (Role.PROVINCE_ANALYST, world.dak_lak),
        "province_admin": (Role.PROVINCE_ADMIN, world.dak_lak),
        "distant_analyst": (Role.PROVINCE_ANALYST, world.nghe_an),
        "system_admin": (Role.SYSTEM_ADMIN, None),
    }
    for name, (role, place) in posts.items():
        user = world.users[name] = UserFactory(username=name, full_name=f"Cán bộ {name.replace('_', ' ')}")
        where = {"commune": place} if isinstance(place, Commune) else {"province": place}
        PostingFactory(user=user, role=role, **where)


def _teams(world: World) -> None:
    next_door = TeamFactory(commune=world.phu_xuan, name="Tổ Xuân Mỹ", villages=[world.xuan_my])
    foreign = TeamFactory(commune=world.ea_kao, name="Tổ Một", villages=[world.stranger_village])
    members = {
        "team_member": (world.team, MemberRole.MEMBER),
        "team_leader": (world.team, MemberRole.LEADER),
        "neighbour_member": (next_door, MemberRole.MEMBER),
        "stranger_member": (foreign, MemberRole.MEMBER),
    }
    for name, (team, role) in members.items():
        user = world.users[name] = UserFactory(username=name, full_name=f"Tổ viên {name.replace('_', ' ')}")
        MembershipFactory(user=user, team=team, role=role)


def _people(world: World) -> None:
    kinh, ede, hmong = (EthnicGroupFactory(slug=slug) for slug in ("kinh", "ede", "hmong"))
    first = HouseholdFactory(village=world.xuan_lang, number="1", address="Cạnh nhà văn hóa")
    head = {"relation": Relation.HEAD, "ethnic_group": kinh}
    _person(world, first, "Bình", **head, full_name="Nguyễn Văn Bình", birth_year=1968, phone="+84912345601")
    _person(world, first, "Hòa", relation=Relation.SPOUSE, full_name="Trần Thị Hòa", sex=Sex.FEMALE, birth_year=1970)
    _person(world, first, "Minh", relation=Relation.CHILD, full_name="Nguyễn Đức Minh", birth_year=2012)
    second = HouseholdFactory(village=world.xuan_lang, number="2")
    _person(world, second, "H'Bŭt", **head | {"ethnic_group": ede}, full_name="H'Bŭt Êban", sex=Sex.FEMALE, birth_year=1955)
    PovertyStatusFactory(household=second)
    next_door = HouseholdFactory(village=world.xuan_my, number="1")
    _person(world, next_door, "Tâm", **head, full_name="Phạm Minh Tâm", sex=Sex.FEMALE, birth_year=1990)
    foreign = HouseholdFactory(village=world.stranger_village, number="1", address="Hẻm 77")
    _person(world, foreign, "Lạ", **head, full_name="Võ Đình Lạ", birth_year=1985, phone="+84912345699")
    distant = HouseholdFactory(village=world.distant_village, number="1")
    _person(world, distant, "Xa", **head | {"ethnic_group": hmong}, full_name="Lầu Bá Xa", birth_year=1975)


def _person(world: World, household: Household, name: str, *, relation: Relation, **about: Any) -> None:
    """Someone of the cast, a man of the Kinh unless `about` says otherwise."""
    resident = ResidentFactory(**about)
    ResidenceFactory(resident=resident, household=household, relation=relation)
    world.people[name] = resident
    world.households[name] = household


@dataclass(frozen=True)
class Kept:
    """The world as it was built once: each table's rows as COPY writes them, and its objects as pickle does."""

    rows: tuple[tuple[str, bytes], ...]
    objects: bytes


@cache
def _kept() -> Kept:
    """Built in the transaction of the first test that asks; the others get its copy. Numbers of rows never come again."""
    objects = build_world()
    rows = []
    with connection.cursor() as cursor:
        for model in KEPT:
            with cursor.copy(f'COPY "{model._meta.db_table}" TO STDOUT') as copy:
                rows.append((model._meta.db_table, b"".join(copy)))
    forgotten = {table for table in rows_left() if not table.startswith("indicators_")} - {table for table, _rows in rows}
    assert forgotten == set(), "the world has rows in more tables than are kept"
    return Kept(tuple(rows), pickle.dumps(objects))


def _put_back(kept: Kept) -> World:
    """Its rows, by the same triggers as any other."""
    with connection.cursor() as cursor:
        for table, rows in kept.rows:
            with cursor.copy(f'COPY "{table}" FROM STDIN') as copy:
                copy.write(rows)
    return pickle.loads(kept.objects)  # noqa: S301 -- our own objects of a moment ago


@pytest.fixture
def world(db: None) -> World:
    """The world, fresh."""
    if not _kept.cache_info().currsize:
        return pickle.loads(_kept().objects)  # noqa: S301 -- as above
    return _put_back(_kept())
