"""What every template owes the browser."""

import re
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
TEMPLATES = ROOT / "templates"
OF_LIBRARIES = (
    "account/",
    "mfa/",
    "usersessions/",
    "socialaccount/",
    "allauth/",
    "admin/",
    "django/",
    "openid/",
    "import_export/",
)
FORBIDDEN = {
    "an inline style": r"\sstyle\s*=",
    "a style element": r"<style\b",
    "an inline script": r"<script(?![^>]*\bsrc=)[^>]*>",
    "an inline handler": r"\son[a-z]+\s*=\s*[\"']",
    "a javascript address": r"javascript:",
    "unescaped output": r"\|\s*safe\b|autoescape\s+off|\|\s*safeseq\b",
}
BY_NAME = {"400.html", "403.html", "403_csrf.html", "404.html", "429.html", "500.html", "base.html"}
"""Found by Django or django-allauth by their names."""


REVIEWED = {
    # The QR code that django-allauth draws as SVG from a secret of its own making.
    "mfa/totp/activate_form.html: unescaped output",
    # Help texts are written by developers; Django's password rules are a list.
    "django/forms/field_hint.html: unescaped output",
}


def templates() -> dict[str, str]:
    """The text of each template by its name."""
    return {
        str(path.relative_to(TEMPLATES)): path.read_text() for path in TEMPLATES.rglob("*.*") if path.suffix in {".html", ".txt"}
    }


def test_no_template_needs_more_than_the_content_security_policy_allows() -> None:
    wrong = [
        f"{name}: {what}" for name, text in templates().items() for what, pattern in FORBIDDEN.items() if re.search(pattern, text)
    ]

    assert set(wrong) - REVIEWED == set()


def test_every_form_that_posts_carries_the_token() -> None:
    forms = [
        (name, form)
        for name, text in templates().items()
        for form in re.findall(r"<form\b.*?</form>", text, re.DOTALL)
        if re.search(r"method=.post", form)
    ]

    assert [name for name, form in forms if "csrf_token" not in form] == []


def test_no_template_is_left_over() -> None:
    texts = [
        path.read_text()
        for app in ("accounts", "communes", "teams", "sessions", "indicators", "literacy_portal")
        for path in (ROOT / app).rglob("*.py")
    ]
    everything = "\n".join([*texts, *templates().values()])
    ours = [name for name in templates() if not name.startswith(OF_LIBRARIES) and name not in BY_NAME]

    assert [name for name in ours if name not in everything] == []
