"""Wires the applications together: settings, addresses, tasks, the clock. Imported by none of them."""

from literacy_portal.celery import app as celery_app

__all__ = ["celery_app"]
