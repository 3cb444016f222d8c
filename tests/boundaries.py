"""Boundaries of the province of the tests: five communes, of which two are the world's, as a file and as they are brought."""

from typing import Any

from communes.actions.boundaries import show_boundaries, take_in
from communes.boundaries.bounds import Bounds
from communes.boundaries.matching import Wanted
from communes.boundaries.program import answer
from communes.boundaries.refusals import RefusalError
from communes.models import Boundaries, Commune
from tests.factories import CommuneFactory
from tests.tilings import collection, feature, tiling
from tests.world import World

CENTRES = {
    "24364": (12.9, 108.3),
    "24169": (12.6, 108.1),
    "24001": (12.7, 108.5),
    "24002": (13.1, 108.0),
    "00003": (12.4, 108.4),
}
NAMES = {"24364": "Phú Xuân", "24169": "Ea Kao", "24001": "Ea H’Leo", "24002": "Hoà Phú", "00003": "Krông Búk"}
LAND = tiling(CENTRES, cells=10)


def five_communes(world: World) -> None:
    """Three communes beside the world's two, and where all five lie."""
    for code, (latitude, longitude) in CENTRES.items():
        CommuneFactory(code=code, name=NAMES[code], province=world.dak_lak)
        Commune.objects.filter(pk=code).update(latitude=latitude, longitude=longitude)


def file_of(*codes: str, **more: Any) -> bytes:
    """The file of these communes, all five unless named."""
    return collection(*(feature(LAND[code], ten_xa=f"Xã {NAMES[code]}", ma_xa=code, **more) for code in codes or CENTRES))


def read_here(data: bytes, wanted: list[Wanted], limits: Bounds | None = None) -> dict[str, Any]:
    """What the reading process would answer, without the process."""
    said = answer(data, wanted, (limits or Bounds()).as_dict())
    if "refused" in said:
        raise RefusalError(said["refused"], **said["params"])
    return said


def bring(world: World, *codes: str) -> Boundaries:
    """The boundaries of these communes, shown."""
    by = world.users["province_admin"]
    found = take_in(by=by, province=world.dak_lak, file_name="ranh-gioi.geojson", content=file_of(*codes))
    show_boundaries(by=by, boundaries=found, source="Máy vẽ", licence="Để thử", as_of=None)
    return found
