"""One import of a roster in a process of its own: prints its time, its memory and the rows it wrote, as JSON."""

import json
import resource
import sys
import time
from pathlib import Path

import django
from django.db import connection

django.setup()

from accounts.models import User  # noqa: E402 -- models need Django
from bench.roster_rows import commune  # noqa: E402
from communes.actions.roster_apply import apply_import  # noqa: E402
from communes.actions.roster_begin import begin_import, confirm_import  # noqa: E402
from communes.actions.roster_plan import read_import  # noqa: E402


def main() -> None:
    """The file named on the command line, from upload to applied."""
    place, by = commune(50), User.objects.get_or_create(username="bench", defaults={"full_name": "Bench"})[0]
    content = Path(sys.argv[1]).read_bytes()
    before, written = _resident("VmRSS"), _written()
    started = time.perf_counter()
    current = begin_import(by=by, commune=place, village=None, file_name="roster.xlsx", content=content, wake=False)
    read_import(current.pk)
    planned = time.perf_counter()
    current.refresh_from_db()
    confirm_import(by=by, roster_import=current, fingerprint=current.fingerprint, leave_out_errors=True, wake=False)
    apply_import(current.pk)
    ended = time.perf_counter()
    current.refresh_from_db()
    assert current.state == current.State.APPLIED, current.state
    steps = f"read and planned in {planned - started:.1f} s, applied in {ended - planned:.1f} s"
    megabytes = max(_resident("VmHWM"), before + _of_children())
    told = {"seconds": ended - started, "steps": steps, "megabytes": megabytes, "written": _written() - written}
    print(json.dumps(told))


def _resident(field: str) -> float:
    status = Path("/proc/self/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith(field)) / 1024


def _of_children() -> float:
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def _written() -> int:
    """Rows of people, households, stays and poverty classes that were ever inserted, changed or deleted."""
    tables = "'communes_resident', 'communes_household', 'communes_residence', 'communes_povertystatus'"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_force_next_flush()")
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(f"SELECT sum(n_tup_ins + n_tup_upd + n_tup_del) FROM pg_stat_user_tables WHERE relname IN ({tables})")
        return int(cursor.fetchone()[0])


if __name__ == "__main__":
    main()
