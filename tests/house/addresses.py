"""Every address of the portal, read from the URL patterns themselves: nothing can be added without the walk seeing it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from communes.models import Boundaries, Household, RosterImport
from indicators.actions.publishing import publish
from indicators.actions.reports import open_report, submit_report
from indicators.enums import ReportKind
from indicators.models import Campaign, Report
from indicators.report.periods import period_of
from literacy_portal.kit.ids import new_id
from sessions.models import Card, Device, Gathering, Held, Proposal, Sheet, Visit
from tests.factories import AttendanceFactory, CampaignFactory, GatheringFactory, VisitFactory
from tests.world import World

LIBRARIES = ("allauth.", "django.contrib.admin", "import_export.")
NOWHERE = UUID("01990000-0000-7000-8000-000000000000")


@dataclass(frozen=True)
class Address:
    """One URL pattern: its name with namespaces, its view, the names of its parts."""

    name: str
    view: Callable[..., Any]
    parts: tuple[str, ...]
    is_named: bool = True

    @property
    def is_of_admin(self) -> bool:
        """Whether it lies in the administration."""
        return self.name.startswith("admin:")

    @property
    def is_ours(self) -> bool:
        """Whether a view of the portal answers, not one of a library. Ours all have names (`test_doors` holds it)."""
        return self.is_named and not self.is_of_admin and not self.view.__module__.startswith(LIBRARIES)


def addresses() -> list[Address]:
    """All of them, the admin's included."""
    return list(_below(get_resolver().url_patterns, ""))


def _below(patterns: list[Any], space: str) -> Iterator[Address]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _below(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern):
            yield Address(
                f"{space}{pattern.name or pattern.pattern}",
                pattern.callback,
                tuple(pattern.pattern.regex.groupindex),
                bool(pattern.name),
            )


@dataclass(frozen=True)
class Sample:
    """One household of Phú Xuân with everything that an address can name."""

    world: World
    household: Household
    visit: Visit
    gathering: Gathering
    roster_import: RosterImport
    device: Device
    report: Report
    campaign: Campaign
    held: Held
    proposal: Proposal
    card: Card
    sheet: Sheet
    boundaries: Boundaries

    def parts(self) -> dict[str, Any]:
        """What the parts of addresses stand for, in Phú Xuân."""
        return {
            "province": "66",
            "commune": "24364",
            "serial": "001",
            "household": self.household.pk,
            "visit": self.visit.pk,
            "gathering": self.gathering.pk,
            "roster_import": self.roster_import.pk,
            "team": self.world.team.pk,
            "device": self.device.pk,
            "report": self.report.pk,
            "held": self.held.pk,
            "proposal": self.proposal.pk,
            "access": 1,
            "memory": 1,
            "indicator": "adults_able",
            "language": "vi",
            "campaign": self.campaign.pk,
            "work": "never",
            "card": self.card.pk,
            "sheet": self.sheet.code,
            "round": self.sheet.round,
            "boundaries": self.boundaries.pk,
        }

    def url(self, address: Address) -> str:
        """The address filled in with Phú Xuân's."""
        parts = self.parts()
        return reverse(address.name, kwargs={part: parts[part] for part in address.parts})

    def admin_url(self, address: Address) -> str:
        """An address of the administration, filled in with the team of Phú Xuân or a model's name."""
        parts = {"object_id": str(self.world.team.pk), "app_label": "teams", "url": "nothing"}
        return reverse(address.name, kwargs={part: parts[part] for part in address.parts})

    def absent_url(self, address: Address) -> str:
        """The same address with what does not exist anywhere."""
        absent = {
            **self.parts(),
            "commune": "24999",
            "serial": "999",
            "household": NOWHERE,
            "visit": NOWHERE,
            "gathering": NOWHERE,
            "roster_import": NOWHERE,
            "team": 999_999,
            "device": NOWHERE,
            "report": 999_999,
            "held": NOWHERE,
            "proposal": NOWHERE,
            "access": 999_999,
            "memory": 999_999,
            "campaign": 999_999,
            "card": "0000000000000000",
            "sheet": "00000000",
            "round": NOWHERE,
            "boundaries": NOWHERE,
        }
        return reverse(address.name, kwargs={part: absent[part] for part in address.parts})


def submitted_report(world: World) -> Report:
    """Of Phú Xuân on October 2026, with the words of its officer."""
    period = period_of(ReportKind.MONTHLY, date(2026, 10, 1))
    report = open_report(by=world.users["commune_officer"], commune=world.phu_xuan, kind=ReportKind.MONTHLY, period=period)
    Report.objects.filter(pk=report.pk).update(difficulties="Kiến nghị riêng của xã này")
    submit_report(by=world.users["commune_officer"], report=report, revision=0)
    return Report.objects.get(pk=report.pk)


def printed_sheet(world: World, visit: Visit) -> Sheet:
    """With the visit's household on it, typed before."""
    sheet = Sheet.objects.create(
        code="K7QM2XR4",
        round=new_id(),
        page=1,
        pages=1,
        village=world.xuan_lang,
        skills=["device_use", "online_safety"],
        rows=[[str(visit.household_id), [str(world.people[name].pk) for name in ("Bình", "Hòa", "Minh")]]],
        made_by=visit.recorded_by,
        visited_on=visit.visited_on,
        team=world.team,
    )
    sheet.members.set([visit.recorded_by])
    return sheet


def sample_of(world: World) -> Sample:
    """A recorded visit and gathering, a sent roster, a submitted report, a household's card and a printed sheet in Phú Xuân."""
    household = world.home_of("Bình")
    member = world.users["team_member"]
    visit = VisitFactory(household=household, recorded_by=member, note="Ghi chú riêng của nhà này")
    gathering = GatheringFactory(village=world.xuan_lang, recorded_by=member, note="Ghi chú riêng của nhà này")
    AttendanceFactory(gathering=gathering, resident=world.people["Bình"])
    roster = RosterImport.objects.create(
        commune=world.phu_xuan, village=world.xuan_lang, uploaded_by=member, file_name="danh-sach-rieng.xlsx"
    )
    device = Device.objects.create(pk=new_id(), user=member, label="Chrome của Phú Xuân", heard_at=timezone.now())
    publish(by=world.users["province_admin"], province=world.dak_lak, is_on=True)
    campaign = CampaignFactory(province=world.dak_lak, opened_by=world.users["province_admin"], places=["24364"])
    card = Card.objects.create(code="7Q2MXR4K9D3HWZ1B", household=household.pk, made_by=member)
    waiting = (_held(world), _proposal(world))
    of_commune = (submitted_report(world), campaign)
    on_paper = (card, printed_sheet(world, visit))
    return Sample(world, household, visit, gathering, roster, device, *of_commune, *waiting, *on_paper, _boundaries(world))


def _boundaries(world: World) -> Boundaries:
    """What a system administrator looks at, beside what Đắk Lắk is drawn by."""
    square = "M0 0l2000 0 0 2000-2000 0z"
    drawn = {
        "province": world.dak_lak,
        "file_name": "ranh-gioi.geojson",
        "file_size": 1,
        "width": 2000,
        "height": 2000,
        "marks": [["24364", 1000, 1000, 1900]],
        "paths": [["24364", square]],
        "understood": {
            "strangers": ["2. Đảo"],
            "stranger_count": 1,
            "joined": ["24364"],
            "code_property": "ma",
            "name_property": "",
        },
    }
    Boundaries.objects.create(uploaded_by=world.users["province_admin"], is_shown=True, source="Sở", licence="CV 1", **drawn)
    return Boundaries.objects.create(uploaded_by=world.users["system_admin"], **drawn)


def _held(world: World) -> Held:
    """A visit of Xuân Lạng 2 that waits for the officer."""
    key = new_id()
    item = {
        "kind": "visit",
        "id": str(key),
        "village": "24364001",
        "household": str(NOWHERE),
        "visited_on": "2026-10-02",
        "result": "met",
        "note": "Ghi chú riêng của nhà này",
    }
    return Held.objects.create(
        client_id=key,
        content_hash="0",
        village=world.xuan_lang,
        household=NOWHERE,
        reason="unknown_household",
        item=item,
        schema=2,
        sent_by=world.users["team_member"],
    )


def _proposal(world: World) -> Proposal:
    """Somebody whom the roster of Xuân Lạng 2 does not know."""
    return Proposal.objects.create(
        pk=new_id(),
        content_hash="0",
        kind="new_person",
        village=world.xuan_lang,
        household=world.home_of("Bình").pk,
        resident=new_id(),
        observed_on="2026-10-02",
        said={"full_name": "Đinh Thị Riêng", "sex": "female", "birth_year": 1990, "birth_date": None, "relation": "other"},
        proposed_by=world.users["team_member"],
    )


SECRETS = (
    "Đinh Thị Riêng",
    "Nguyễn Văn Bình",
    "Trần Thị Hòa",
    "Nguyễn Đức Minh",
    "Bŭt Êban",
    "Phạm Minh Tâm",
    "+84912345601",
    "0912 345 601",
    "0912345601",
    "Cạnh nhà văn hóa",
    "Ghi chú riêng của nhà này",
    "danh-sach-rieng.xlsx",
    "Chrome của Phú Xuân",
    "Kiến nghị riêng của xã này",
    "Tổ viên team member",
    "Tổ viên neighbour member",
    "Cán bộ commune officer",
)
"""What only Phú Xuân may read: its people, their phones and houses, its members and files."""

PEOPLE = SECRETS[:11]
"""What no analyst may read anywhere."""

OF_ONE_VILLAGE = tuple(secret for secret in SECRETS if secret not in {"Phạm Minh Tâm", "Tổ viên neighbour member"})
"""What the member of the next village may not read."""
