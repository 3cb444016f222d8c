"""The teams of the demonstration, their members, and the officials with their accounts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from accounts.models import User
from communes.models import Commune, Village
from indicators.demo.atlas import EA_KAO, PHU_XUAN, VillagePlan
from indicators.demo.chance import Chance
from indicators.demo.names import family_name, full_name, keys_of
from teams.enums import Affiliation, MemberRole, Role
from teams.models import Membership, Posting, Team

PROVINCE = "66"
LEADERS_VILLAGE = f"{PHU_XUAN}002"
NO_PASSWORD = "!nobody-signs-in-as-a-member-of-the-demonstration"  # noqa: S105 -- the mark of an unusable one

ACCOUNTS = {
    "team_member": "Nông Thị Thảo",
    "team_leader": "Trịnh Công Điền",
    "commune_officer": "Đoàn Thùy Uyên",
    "commune_leader": "Phùng Hữu Luân",
    "province_analyst": "Tạ Minh Thư",
    "province_admin": "Lưu Đình Khôi",
    "system_admin": "Mai Quốc Giáp",
    "stranger_officer": "H'Siêng Êban",
}
"""User names, which are the names of the roles, and the invented people behind them."""

_SIZES = {4: 8, 5: 26, 6: 26, 7: 20, 8: 8, 9: 5, 11: 4, 13: 2, 15: 1}
_FROM = {
    Affiliation.YOUTH_UNION: 5, Affiliation.WOMENS_UNION: 5, Affiliation.FATHERLAND_FRONT: 3, Affiliation.FARMERS_UNION: 3,
    Affiliation.VETERANS: 2, Affiliation.TEACHER: 2, Affiliation.POLICE: 2, Affiliation.OFFICIAL: 1, Affiliation.TELECOM: 1,
    Affiliation.VOLUNTEER: 3,
}  # fmt: skip


@dataclass
class Crew:
    """A team and its members; the first leads."""

    team: Team
    village: str
    members: list[User]
    memberships: list[Membership]


def person(username: str, full_name: str) -> User:
    """A user row with its derived keys. Only the accounts of the roles get a password, when they are written."""
    user = User(username=username, full_name=full_name, password=NO_PASSWORD)
    user.sort_key, user.search_key = keys_of(full_name)
    return user


def crew(chance: Chance, plan: VillagePlan, village: Village, *, today: date) -> Crew:
    """The team of a village, founded some weeks before its first evening."""
    decided = today - timedelta(days=plan.course.began + chance.randint(10, 40))
    team = Team(
        commune_id=village.commune_id,
        name=f"Tổ công nghệ số cộng đồng {village.full_name}",
        decision_number=f"{int(plan.code[5:]) + 112}/QĐ-UBND",
        decided_on=decided,
    )
    members = [_member(chance, plan, number) for number in range(1, chance.one_of(_SIZES) + 1)]
    if plan.code == LEADERS_VILLAGE:
        members[0] = person("team_leader", ACCOUNTS["team_leader"])
        members[2] = person("team_member", ACCOUNTS["team_member"])
    return Crew(team, plan.code, members, list(_memberships(chance, team, members, decided)))


def _member(chance: Chance, plan: VillagePlan, number: int) -> User:
    group = chance.one_of(plan.groups)
    sex = chance.choice(["male", "female"])
    return person(f"tv{plan.code}{number:02d}", full_name(chance, group, family_name(chance, group), sex))


def _memberships(chance: Chance, team: Team, members: list[User], since: date) -> Iterator[Membership]:
    for place, user in enumerate(members):
        role = [MemberRole.LEADER, MemberRole.DEPUTY][place] if place < 2 else MemberRole.MEMBER
        affiliation = Affiliation.VILLAGE_HEAD if place == 0 else chance.one_of(_FROM)
        yield Membership(user=user, team=team, role=role, affiliation=affiliation, started_on=since)


def officials(alive: list[Commune], *, since: date) -> list[Posting]:
    """An officer in each commune that is alive, and the accounts of the roles that are posted."""
    officers = {PHU_XUAN: "commune_officer", EA_KAO: "stranger_officer"}
    postings = [_officer(commune, officers.get(commune.code), since) for commune in alive]
    postings += [_leader(commune, since) for commune in alive]
    postings += [_posting(role, role, since, province_id=PROVINCE) for role in (Role.PROVINCE_ANALYST, Role.PROVINCE_ADMIN)]
    return [*postings, _posting("system_admin", Role.SYSTEM_ADMIN, since)]


def _officer(commune: Commune, account: str | None, since: date) -> Posting:
    if account:
        return _posting(account, Role.COMMUNE_OFFICER, since, commune=commune)
    chance = Chance(f"officer:{commune.code}")
    user = person(f"cb{commune.code}", full_name(chance, "kinh", family_name(chance, "kinh"), chance.choice(["male", "female"])))
    return Posting(user=user, role=Role.COMMUNE_OFFICER, commune=commune, started_on=since)


def _leader(commune: Commune, since: date) -> Posting:
    """Who approves the commune's reports."""
    if commune.code == PHU_XUAN:
        return _posting("commune_leader", Role.COMMUNE_LEADER, since, commune=commune)
    chance = Chance(f"leader:{commune.code}")
    user = person(f"ld{commune.code}", full_name(chance, "kinh", family_name(chance, "kinh"), chance.choice(["male", "female"])))
    return Posting(user=user, role=Role.COMMUNE_LEADER, commune=commune, started_on=since)


def _posting(account: str, role: str, since: date, **place: object) -> Posting:
    return Posting(user=person(account, ACCOUNTS[account]), role=role, started_on=since, **place)
