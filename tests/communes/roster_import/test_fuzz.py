"""No file, however broken, does more than be read or be refused.

In the suite some dozens of broken files, the same ones each time. For longer, at leisure:

    FUZZ_SECONDS=600 FUZZ_SEED=7 python -m pytest tests/communes/roster_import/test_fuzz.py -n0 -s

A file that does more is written to tests/rosters/regressions, and is tried in every run from then on.
"""

import hashlib
import os
import random
import resource
import time
from collections import Counter

import pytest

from communes.models import Commune
from communes.roster_import.answer import planned_rows
from communes.roster_import.bounds import Bounds
from communes.roster_import.proposal import propose
from communes.roster_import.reader import read
from communes.roster_import.refusals import MESSAGES, RefusalError
from communes.roster_import.rows import Choices
from tests.communes.roster_import.mutations import mutated, seeds
from tests.communes.roster_import.rosters import FOLDER
from tests.factories import VillageFactory

REGRESSIONS = FOLDER / "regressions"
FILES = 30
OUTCOMES = {"planned", *MESSAGES} - {"unexpected"}
SECONDS = float(os.environ.get("FUZZ_SECONDS", "0"))
SEED = int(os.environ.get("FUZZ_SEED", "20261122"))
LIMITS = Bounds(processor_seconds=10, seconds=40)


@pytest.fixture
def commune(db: None) -> Commune:
    return VillageFactory(serial="001", name="1").commune


def outcome(data: bytes, commune: Commune) -> str:
    """ "planned", or the code of the refusal; everything else is a fault."""
    begun = time.monotonic()
    code = _tried(data, commune)
    assert time.monotonic() - begun < LIMITS.seconds + 20
    return code


def _tried(data: bytes, commune: Commune) -> str:
    try:
        proposal = propose(read(data, LIMITS), commune, Choices(village="24364001"))
        list(planned_rows(proposal.plan))
    except RefusalError as refusal:
        return refusal.code if "%(" not in refusal.message else refusal.message
    return "planned"


def test_broken_files_are_planned_or_refused_and_nothing_else(commune: Commune) -> None:
    until = time.monotonic() + SECONDS
    sources = seeds()
    tally: Counter[str] = Counter()
    chance = random.Random(SEED)
    while tally.total() < FILES or time.monotonic() < until:
        data = mutated(sources[tally.total() % len(sources)], chance)
        try:
            code = outcome(data, commune)
            assert code in OUTCOMES
            tally[code] += 1
        except BaseException:
            REGRESSIONS.mkdir(exist_ok=True)
            (REGRESSIONS / hashlib.sha256(data).hexdigest()[:12]).write_bytes(data)
            raise

    print(dict(tally.most_common()))
    assert tally["planned"] > 0
    assert tally["damaged"] > 0
    # Kilobytes, of the largest child so far.
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024 <= LIMITS.memory_bytes


@pytest.mark.parametrize("name", sorted(path.name for path in REGRESSIONS.glob("*")))
def test_what_once_was_found_stays_mended(commune: Commune, name: str) -> None:
    assert outcome((REGRESSIONS / name).read_bytes(), commune) in OUTCOMES
