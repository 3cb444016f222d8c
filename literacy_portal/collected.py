"""Styles, scripts and icons, collected, hashed and compressed; again only when one of them changed, for it takes seconds."""

import fcntl
import hashlib
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from whitenoise.storage import CompressedManifestStaticFilesStorage

UNUSED = ["xregexp.js", "jquery.js", "select2.full.js", "htmax-*", "htmx-4*", "htmx-2.js", "*.map"]
"""What libraries bring and no page asks for outside of DEBUG: the readable twins of minified scripts, other versions."""


class HashedStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc] # it ships no types
    """As its parent, but only the hashed copies are compressed: pages name no others, and it halves the time.

    The modules of the phone import each other by their hashed names too: a page never mixes two versions.
    """

    patterns = (
        *CompressedManifestStaticFilesStorage.patterns,
        ("js/field/*", CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns[1]),  # noqa: SLF001 -- Django's
    )
    # One for each step of the longest chain of imports.
    max_post_process_passes = 12

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A page names a dozen of them, and what a release collected does not change while it runs.
        self.url_of = cache(super().url)

    def url(self, name: str | None, force: bool = False) -> str:  # noqa: FBT001, FBT002 -- Django's own order
        """As its parent's, looked up once."""
        return str(self.url_of(name, force))

    def compress_files(self, paths: set[str]) -> Iterator[tuple[str, str]]:
        """Yields the name of each compressed file with the name of its source."""
        hashed = set(self.hashed_files.values())
        yield from super().compress_files({path for path in paths if path in hashed})


def collect() -> bool:
    """Bring STATIC_ROOT up to date; whether there was anything to do. Processes that come at once wait for each other."""
    root = Path(settings.STATIC_ROOT)
    root.mkdir(parents=True, exist_ok=True)
    note = root / ".sources"
    with (root / ".lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        mark = _mark([*map(Path, settings.STATICFILES_DIRS), Path(sys.prefix) / ".requirements"])
        if note.exists() and note.read_text() == mark:
            return False
        call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=UNUSED)
        note.write_text(mark)
    return True


def _mark(sources: list[Path]) -> str:
    """Changes with the name, the size or the time of any file of ours, and with what is installed."""
    told = hashlib.sha256()
    for source in sources:
        for file in sorted(source.rglob("*")) if source.is_dir() else [source]:
            if file.is_file():
                told.update(f"{file.relative_to(source)}:{file.stat().st_size}:{file.stat().st_mtime_ns}\n".encode())
    return told.hexdigest()
