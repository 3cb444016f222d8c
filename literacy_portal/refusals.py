"""What production refuses to start with. Called by the settings, so it holds for web, worker, beat and every command."""

from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

SHORTEST_SECRET = 50
PLACEHOLDERS = ("change", "secret", "example", "django-insecure", "development")


def refuse_unsafe(
    *,
    environment: str,
    debug: bool,
    secret_key: str,
    development_key: str,
    database_url: str,
    redis_url: str,
    https: bool,
    allow_plain_http: bool,
    allowed_hosts: list[str],
) -> None:
    """Raise ImproperlyConfigured with every reason at once, one sentence each."""
    if environment not in {"development", "production"}:
        raise ImproperlyConfigured(f'ENVIRONMENT is "{environment}"; it must be "development" or "production".')
    if environment == "development":
        return
    weak = secret_key == development_key or len(secret_key) < SHORTEST_SECRET or secret_key.lower().startswith(PLACEHOLDERS)
    wrong = {
        "DEBUG is on; production shows no one its inside: unset DEBUG.": debug,
        f"SECRET_KEY is missing, too short or a placeholder; set {SHORTEST_SECRET} or more random characters.": weak,
        "DATABASE_URL does not name a PostgreSQL server; the embedded one is for development.": not _names(
            database_url, "postgres", "postgresql"
        ),
        "REDIS_URL does not name a Redis or Valkey server; the embedded one is for development.": not _names(
            redis_url, "redis", "rediss", "unix"
        ),
        "HTTPS is off, so passwords and cookies would travel in the clear; to try production without TLS on this machine "
        "only, set ALLOW_PLAIN_HTTP=on as well.": not https and not allow_plain_http,
        "ALLOWED_HOSTS is empty or *; name the host names people type.": not allowed_hosts or "*" in allowed_hosts,
    }
    reasons = [sentence for sentence, holds in wrong.items() if holds]
    if reasons:
        raise ImproperlyConfigured("The portal does not start in production like this:\n- " + "\n- ".join(reasons))


def _names(url: str, *schemes: str) -> bool:
    """Whether the address is of one of these kinds and not one of the embedded servers, whose sockets lie under var/."""
    return urlsplit(url).scheme in schemes and "/var/demo/run" not in url and "/var/test/run" not in url
