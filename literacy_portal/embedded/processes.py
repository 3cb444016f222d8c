"""Looking at and ending processes by number, without any program that a small system may lack."""

import os
import signal
import subprocess
import time
from pathlib import Path


def command_of(number: int) -> str:
    """The command line of a living process; empty where there is none (a zombie has none either)."""
    proc = Path(f"/proc/{number}")
    if Path("/proc/self").exists():
        try:
            return (proc / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
        except OSError:
            return ""
    answer = subprocess.run(["ps", "-o", "command=", "-p", str(number)], capture_output=True, text=True, check=False)
    return answer.stdout.strip()


def end(number: int, *, seconds: float) -> None:
    """Ask a process to end at once but in order (SIGINT), and force it after `seconds`."""
    for sign, patience in ((signal.SIGINT, seconds), (signal.SIGKILL, 5.0)):
        if not _signal(number, sign):
            return
        deadline = time.monotonic() + patience
        while command_of(number):
            if time.monotonic() > deadline:
                break
            time.sleep(0.05)
        else:
            return


def end_group(leader: int, *, word: str) -> None:
    """Force what is left of the group of a process that ended, where its members' command lines hold `word`."""
    deadline = time.monotonic() + 5.0
    while (left := [number for number in _group(leader) if word in command_of(number)]) and time.monotonic() < deadline:
        for number in left:
            _signal(number, signal.SIGKILL)
        time.sleep(0.05)


def _group(leader: int) -> list[int]:
    """The living members of a process group."""
    if Path("/proc/self").exists():
        everyone = [int(folder.name) for folder in Path("/proc").glob("[0-9]*")]
    else:
        listed = subprocess.run(["ps", "-A", "-o", "pid="], capture_output=True, text=True, check=False).stdout
        everyone = [int(word) for word in listed.split()]
    return [number for number in everyone if _group_of(number) == leader]


def _group_of(number: int) -> int | None:
    try:
        return os.getpgid(number)
    except (ProcessLookupError, PermissionError):
        return None


def _signal(number: int, sign: signal.Signals) -> bool:
    try:
        os.kill(number, sign)
    except ProcessLookupError:
        return False
    return True
