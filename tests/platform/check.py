"""`make check`: every judge that needs no test run, one after the other; all of them speak before it fails."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

from tests.platform import budgets

BIN = Path(sys.executable).parent
PRODUCTION = {
    "ENVIRONMENT": "production",
    "SECRET_KEY": "q7JZ0dVn2mXc9sLrT4yHbK8wPfE6gUa1RiOoSjWvCtNxBzMk3pQhDy5e",
    "ALLOWED_HOSTS": "portal.example.vn",
    "TRUSTED_PROXIES": "1",
}
"""As docker-compose.yml ships it, with a secret that nothing else uses."""

JUDGES: dict[str, list[str]] = {
    "lint": ["ruff", "check", "."],
    "format": ["ruff", "format", "--check", "."],
    "types": ["mypy"],
    "order of imports": ["lint-imports", "--no-cache"],
    "locks fit pyproject.toml": ["python", "-m", "tests.platform.locks"],
    "translations are complete": ["python", "-m", "literacy_portal.catalogues", "check"],
    "migrations are complete": ["python", "manage.py", "makemigrations", "--check", "--dry-run"],
}


def main() -> int:
    """Run them all; 1 when any complained."""
    print(budgets.report(), flush=True)
    templates = sorted(str(path) for path in Path("templates").rglob("*.html"))
    failed = [name for name, command in JUDGES.items() if not _judge(name, command, {})]
    failed += (
        []
        if _judge("format of templates", ["djade", "--check", "--target-version", "5.2", *templates], {})
        else ["format of templates"]
    )
    failed += [] if _judge_deployment() else ["deployment settings"]
    print(f"\nNot in order: {', '.join(failed)}" if failed else "\nAll in order", flush=True)
    return 1 if failed else 0


def _judge_deployment() -> bool:
    """Django's own list for production, with the settings as they are shipped; any warning counts. Nothing is connected to."""
    addresses = {"DATABASE_URL": "postgres://portal@db/portal", "REDIS_URL": "redis://valkey:6379/0"}
    command = ["python", "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    return _judge("deployment settings", command, PRODUCTION | addresses)


def _judge(name: str, command: list[str], environment: dict[str, str]) -> bool:
    started = time.monotonic()
    print(f"\n== {name}", flush=True)
    program = BIN / command[0]
    done = subprocess.run(
        [program if program.exists() else shutil.which(command[0]) or command[0], *command[1:]],
        env=os.environ | environment,
        check=False,
    )
    print(f"   {'ok' if done.returncode == 0 else 'NOT in order'} ({time.monotonic() - started:.1f} s)", flush=True)
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
