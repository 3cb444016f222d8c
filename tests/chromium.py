"""The browser of the journeys: the system's Chromium, else one that `python -m tests.chromium` gets."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ADVICE = (
    "Journeys need a Chromium. Install one and try again: sudo apt-get install chromium "
    "(or name one: CHROMIUM=/path/to/it make test)"
)
INSTALL = "DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends chromium fonts-dejavu-core"


class NoChromiumError(RuntimeError):
    """There is none; the text says what to install."""


def find_chromium() -> str:
    """The path of a browser that starts. Raises NoChromiumError."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None) or _playwrights_own()
    if not found or not _starts(found):
        raise NoChromiumError(ADVICE)
    return found


def _starts(path: str) -> bool:
    """Ubuntu's `chromium-browser` may be a mere notice that asks for a snap."""
    try:
        done = subprocess.run([path, "--version"], capture_output=True, text=True, timeout=60, check=False)
    except OSError:
        return False
    return done.returncode == 0 and bool(done.stdout.strip())


def _playwrights_own() -> str | None:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 -- starts a driver, and only the last resort needs it

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def get_chromium() -> str:
    """A browser, installed if there is none. Raises NoChromiumError when every way fails."""
    try:
        return find_chromium()
    except NoChromiumError:
        for command in _ways():
            print(f"No Chromium yet; trying: {' '.join(command)}", flush=True)
            if subprocess.run(command, stdin=subprocess.DEVNULL, check=False).returncode == 0:
                break
        return find_chromium()


def _ways() -> list[list[str]]:
    """Debian's package where we may install, else Playwright's download."""
    ways = [[sys.executable, "-m", "playwright", "install", "chromium"]]
    if not shutil.which("apt-get"):
        return ways
    before = [] if os.getuid() == 0 else ["sudo", "-n"]
    allowed = not before or (
        shutil.which("sudo") and subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0
    )
    if allowed:
        ways.insert(0, [*before, "sh", "-c", f"apt-get update -qq && {INSTALL}"])
    return ways


if __name__ == "__main__":
    try:
        print(f"Chromium: {get_chromium()}")
    except NoChromiumError as error:
        sys.exit(str(error))
