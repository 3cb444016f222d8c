"""As whom the embedded servers run.

PostgreSQL refuses to run as root. Started by root, the servers run as `nobody`: the folders they write are given to that user,
and
nothing else on the machine changes, above all no permission of any parent folder. Where the checkout or the environment lies
below a
folder that is closed to others (a home of mode 700), the servers receive the one capability to walk through it.
"""

import os
import pwd
import shutil
import stat
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from literacy_portal.embedded.errors import EmbeddedServerError
from literacy_portal.embedded.places import Layout

CAPABILITIES = {"dac_read_search": 2, "dac_override": 1}
"""In order of preference: to pass closed folders, or (in containers that lack it) to ignore file permissions. Linux's numbers."""


@dataclass(frozen=True)
class Identity:
    """A user to run servers as; `prefix` is what to put before their command."""

    uid: int
    gid: int
    prefix: tuple[str, ...] = ()

    def run(self, command: Sequence[str], *, log: Path, cwd: Path, timeout: float) -> int:
        """Run to its end, output appended to `log`; the exit status. Raises subprocess.TimeoutExpired."""
        with log.open("ab") as sink:
            done = subprocess.run(
                [*self.prefix, *command],
                stdin=subprocess.DEVNULL,
                stdout=sink,
                stderr=sink,
                cwd=cwd,
                env=_clean_environment(),
                timeout=timeout,
                check=False,
                # Ctrl-C in the terminal is for us: we then stop the servers in order.
                start_new_session=True,
            )
        return done.returncode

    def own(self, folder: Path) -> None:
        """Make a private folder of this user's. Raises EmbeddedServerError where someone else's stands there."""
        folder.mkdir(mode=0o700, exist_ok=True)
        status = folder.lstat()
        if not stat.S_ISDIR(status.st_mode) or status.st_uid not in {self.uid, os.getuid()}:
            raise EmbeddedServerError(f"{folder} belongs to another user; remove it, or work in a checkout of your own.")
        folder.chmod(0o700)
        if status.st_uid != self.uid:
            os.chown(folder, self.uid, self.gid)


def identity_for(place: Layout, programs: Iterable[Path]) -> Identity:
    """Ourselves, or for root the user whose the data already are, else `nobody`, who must reach the programs and the data."""
    if os.getuid() != 0:
        return Identity(os.getuid(), os.getgid())
    user = _owner(place.postgres) or pwd.getpwnam("nobody")
    command = ("setpriv", "--reuid", str(user.pw_uid), "--regid", str(user.pw_gid), "--clear-groups")
    if not shutil.which("setpriv"):
        raise EmbeddedServerError("Run as root, the embedded PostgreSQL needs setpriv: apt-get install util-linux.")
    return Identity(user.pw_uid, user.pw_gid, (*command, *_capability([*programs, place.folder / "postgres"])))


def _owner(data: Path) -> pwd.struct_passwd | None:
    """The ordinary user who made the data folder before, if any."""
    try:
        uid = data.stat().st_uid
        return pwd.getpwuid(uid) if uid else None
    except (FileNotFoundError, KeyError):
        return None


def _capability(paths: list[Path]) -> tuple[str, ...]:
    """The options that let the servers pass closed folders; none where every folder on the way is open."""
    if all(_is_open(folder) for path in paths for folder in path.resolve().parents):
        return ()
    bounding = _bounding_set()
    for name, number in CAPABILITIES.items():
        if bounding >> number & 1:
            # The bit makes access(2), by which initdb looks for its companions, count the capability too.
            return ("--inh-caps", f"+{name}", "--ambient-caps", f"+{name}", "--securebits", "+no_setuid_fixup")
    raise EmbeddedServerError(
        f"{paths[-1].parent} lies in a folder closed to other users, and this root may not lend its rights: "
        "work as an ordinary user, or move the checkout."
    )


def _is_open(folder: Path) -> bool:
    return bool(folder.stat().st_mode & stat.S_IXOTH)


def _bounding_set() -> int:
    """The capabilities this process can pass on, as a bit set (0 where the system has none)."""
    try:
        lines = Path("/proc/self/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1], 16) for line in lines if line.startswith("CapBnd:")), 0)


def _clean_environment() -> dict[str, str]:
    """No PG* variable of the user's may lead initdb or the server astray, and messages come in one language."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("PG", "LC_", "LANG"))}
    return kept | {"LC_ALL": "C.UTF-8", "TZ": "UTC"}
