"""Loading places and applying a newer official list."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django.db import transaction

from accounts import audit
from accounts.models import User
from communes import facts
from communes.differences import Difference, difference
from communes.facts import CommuneFact, PlaceList, ProvinceFact
from communes.models import Commune, EthnicGroup, FormerCommune, Province, Village
from communes.signals import roster_changed
from literacy_portal.kit.vietnamese import search_key

FORMER_KEY = ("code", "name", "district", "province_name", "commune_id")


@dataclass(frozen=True)
class Loaded:
    """How many rows a load wrote, by kind."""

    provinces: int = 0
    communes: int = 0
    former_communes: int = 0
    ethnic_groups: int = 0

    def total(self) -> int:
        """All rows written."""
        return sum(vars(self).values())


def standing() -> tuple[PlaceList, set[str]]:
    """The places in the database as a list, and the codes of those that are closed. Two queries."""
    provinces = {p.code: ProvinceFact(p.code, p.kind, p.name) for p in Province.objects.all()}
    communes = {c.code: CommuneFact(c.code, c.province_id, c.kind, c.name) for c in Commune.objects.all()}
    closed = Commune.objects.filter(closed_on__isnull=False).values_list("code", flat=True)
    closed_provinces = Province.objects.filter(closed_on__isnull=False).values_list("code", flat=True)
    return PlaceList(provinces, communes), {*closed, *closed_provinces}


def compare(wanted: PlaceList, *, whole_country: bool = False) -> Difference:
    """What applying the list would change."""
    present, closed = standing()
    return difference(present, closed, wanted, whole_country=whole_country)


@transaction.atomic
def load_facts(*, by: User | None) -> Loaded:
    """Adds what our own files have and the database lacks. What stands is never touched: an administrator may know better."""
    wanted = facts.place_list()
    loaded = Loaded(
        provinces=_add(Province, (_province(fact) for fact in wanted.provinces.values())),
        communes=_add(Commune, _communes_of_our_own(wanted)),
        former_communes=_add_former(),
        ethnic_groups=_add(EthnicGroup, (EthnicGroup(**row) for row in facts.ethnic_groups())),
    )
    if loaded.total():
        audit.record("places.load", by=by, **vars(loaded))
    return loaded


def _add(model: Any, rows: Iterable[Any]) -> int:
    known = set(model.objects.values_list("pk", flat=True))
    missing = [row for row in rows if row.pk not in known]
    return len(model.objects.bulk_create(missing, batch_size=2000))


def _add_former() -> int:
    known = set(FormerCommune.objects.values_list(*FORMER_KEY))
    missing = []
    for row in facts.former_communes():
        key = (row["former_code"], row["former_name"], row["former_district"], row["former_province"], row["current_code"])
        if key not in known:
            known.add(key)
            missing.append(FormerCommune(search_key=search_key(row["former_name"]), **dict(zip(FORMER_KEY, key, strict=True))))
    return len(FormerCommune.objects.bulk_create(missing, batch_size=2000))


def _communes_of_our_own(wanted: PlaceList) -> Iterable[Commune]:
    centroids = facts.centroids()
    for fact in wanted.communes.values():
        commune = _commune(fact)
        commune.latitude, commune.longitude, commune.area_km2 = centroids.get(fact.code, (None, None, None))
        yield commune


def _province(fact: ProvinceFact) -> Province:
    province = Province(code=fact.code, kind=fact.kind, name=fact.name)
    province.derive_keys()
    return province


def _commune(fact: CommuneFact) -> Commune:
    commune = Commune(code=fact.code, province_id=fact.province, kind=fact.kind, name=fact.name)
    commune.derive_keys()
    return commune


@transaction.atomic
def apply(*, wanted: PlaceList, day: date, by: User | None, whole_country: bool = False) -> Difference:
    """Writes what the list has otherwise: new, renamed, retyped, moved and reopened places; places gone close on the day.

    Returns the difference as it was found under the lock. Where borders moved, figures are counted again from the day on.
    """
    list(Commune.objects.select_for_update().values_list("pk"))
    found = compare(wanted, whole_country=whole_country)
    if found:
        _open([fact for fact in found.new if isinstance(fact, ProvinceFact)], _province, day)
        _open([fact for fact in found.new if isinstance(fact, CommuneFact)], _commune, day)
        _change(found)
        _close([fact.code for fact in found.gone], day)
        _tell(found, day)
        audit.record("places.apply", by=by, day=day.isoformat(), **cast("dict[str, Any]", found.counts()))
    return found


def _open(new: list[Any], build: Any, day: date) -> None:
    rows = [build(fact) for fact in new]
    for row in rows:
        row.opened_on = day
    if rows:
        type(rows[0]).objects.bulk_create(rows)


def _change(found: Difference) -> None:
    changed = found.changed().values()
    provinces = [_province(fact) for fact in changed if isinstance(fact, ProvinceFact)]
    communes = [_commune(fact) for fact in changed if isinstance(fact, CommuneFact)]
    columns = ["kind", "name", "search_key", "sort_key", "closed_on"]
    # Closed places that the list has again are open again; the others have no closing day anyway.
    Province.objects.bulk_update(provinces, columns, batch_size=500)
    Commune.objects.bulk_update(communes, [*columns, "province"], batch_size=500)


def _close(codes: list[str], day: date) -> None:
    for model in (Commune, Province):
        model.objects.filter(pk__in=codes).update(closed_on=day)


def _tell(found: Difference, day: date) -> None:
    redrawn = [change.after.code for change in found.moved] + [fact.code for fact in [*found.gone, *found.reopened]]
    villages = list(Village.objects.filter(commune__in=redrawn).values_list("code", flat=True))
    if villages:
        roster_changed.send(sender=apply, villages=villages, since=day)
