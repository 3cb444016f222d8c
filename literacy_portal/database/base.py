"""PostgreSQL as Django speaks to it, but whether a kept connection still stands costs no statement."""

import select

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """A server that ends, or ends our session, closes the socket; and nobody else has anything to say between two requests."""

    def is_usable(self) -> bool:
        """Whether nothing came on the idle connection: neither its end nor a word."""
        if self.connection is None or self.connection.closed:
            return False
        asked = select.poll()
        asked.register(self.connection.fileno(), select.POLLIN | select.POLLPRI)
        return not asked.poll(0)
