"""PostgreSQL as Django speaks to it, but a kept connection is checked without a statement and what is prepared keeps one plan."""

import select

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """A server that ends, or ends our session, closes the socket; and nobody else has anything to say between two requests."""

    def init_connection_state(self) -> None:
        """Prepared statements keep one plan (`kit.statements`): left to itself PostgreSQL planned some anew for each call."""
        super().init_connection_state()
        with self.wrap_database_errors:
            self.connection.execute("SET plan_cache_mode = force_generic_plan")

    def is_usable(self) -> bool:
        """Whether nothing came on the idle connection: neither its end nor a word."""
        if self.connection is None or self.connection.closed:
            return False
        asked = select.poll()
        asked.register(self.connection.fileno(), select.POLLIN | select.POLLPRI)
        return not asked.poll(0)
