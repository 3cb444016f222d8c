from dataclasses import dataclass

from django.utils.translation import get_language


@dataclass(frozen=True, slots=True)
class Words:
    """A text in the three languages of the portal; as text, it is the one of the page."""

    vi: str
    en: str
    fr: str

    def __str__(self) -> str:
        return self.said(get_language())

    def said(self, language: str | None) -> str:
        """The text in a language."""
        text: str = getattr(self, (language or "vi")[:2], self.vi)
        return text
