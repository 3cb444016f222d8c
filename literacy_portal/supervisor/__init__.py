"""Runs the whole portal in one terminal: prepares the database, starts web server and worker, and stops all it started."""

from literacy_portal.supervisor.run import Supervisor
from literacy_portal.supervisor.say import PortalError

__all__ = ["PortalError", "Supervisor"]
