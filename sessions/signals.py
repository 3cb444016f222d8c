"""News that travels forwards along the line, to apps that this one does not know."""

from django.dispatch import Signal

outcomes_changed = Signal()
"""Sent inside the writer's transaction, and carries nothing: whose figures no longer hold, the database has noted by itself."""
