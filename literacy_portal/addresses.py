"""Addresses of the servers, in the forms that Django and Celery read."""

from pathlib import Path
from urllib.parse import parse_qs, urlsplit


def celery_broker(redis_url: str) -> str:
    """The same Redis for Celery, which writes the address of a Unix socket in its own way."""
    parts = urlsplit(redis_url)
    if parts.scheme != "unix":
        return redis_url
    number = parse_qs(parts.query).get("db", ["0"])[0]
    return f"redis+socket://{parts.path}?virtual_host={number}"


def development_addresses(root: Path, database_url: str, redis_url: str) -> tuple[str, str]:
    """Both addresses, with those of the embedded servers for what is not given; nothing is started or made."""
    if database_url and redis_url:
        return database_url, redis_url
    run = root / "var" / "demo" / "run"
    return database_url or f"postgres://literacy@/{run}/literacy", redis_url or f"unix://{run}/valkey.sock?db=0"
