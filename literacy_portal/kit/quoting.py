"""Texts that a spreadsheet would run as a formula, made inert in CSV and read back as they were."""

RUNS = ("=", "+", "-", "@", "\t", "\r", "\0")
"""What a formula, or what some spreadsheet takes for one, begins with (OWASP ASVS 1.2.10)."""


def would_run(text: str) -> bool:
    """Whether the text is one of them, quoted or not."""
    return text.lstrip("'").startswith(RUNS)


def quoted(text: str) -> str:
    """The text with an apostrophe before what would run; `unquoted` is its inverse for every text."""
    return f"'{text}" if would_run(text) else text


def unquoted(text: str) -> str:
    """What `quoted` was given."""
    return text[1:] if text.startswith("'") and would_run(text) else text
