"""News that travels backwards along the line, carrying village codes and a day, never people."""

from django.dispatch import Signal

outcomes_changed = Signal()
"""Sent inside the writer's transaction with `villages` (codes) and `since` (the earliest day touched)."""
