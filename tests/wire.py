"""A bad network between phones and the portal: it loses answers, dawdles, goes away, and counts what was asked."""

import socket
import threading
import time
from contextlib import suppress
from typing import Any

CHUNK = 65_536


class Wire:
    """Passes bytes on to the portal at `upstream`, as badly as it is told to. Phones use its `url`."""

    def __init__(self, upstream: str) -> None:
        self.upstream = upstream.removeprefix("http://")
        self.heal()
        self._open: set[socket.socket] = set()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def heal(self) -> None:
        """A good network again; nothing asked yet."""
        self.is_down = False
        self.loses = b""
        """The answers to requests that begin so never arrive; the portal has done what was asked."""
        self.lost = 0
        self.holds = 0.0
        """Seconds that a request on this wire waits before it reaches the portal."""
        self.asked: list[bytes] = []
        self.replaced: dict[bytes, bytes] = {}
        """Words of the portal that arrive as others of the same length."""

    def break_down(self) -> None:
        """No new connection, and those that are open end."""
        self.is_down = True
        for one in list(self._open):
            _end(one)

    def posts(self, path: str = "/sync/v1/visits") -> int:
        """How often this was posted."""
        return sum(asked.startswith(f"POST {path}".encode()) for asked in self.asked)

    def close(self) -> None:
        """For good."""
        self.break_down()
        self._listener.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                phone, _address = self._listener.accept()
                threading.Thread(target=self._serve, args=(phone,), daemon=True).start()

    def _serve(self, phone: socket.socket) -> None:
        host, _, port = self.upstream.partition(":")
        self._open.add(phone)
        try:
            if self.is_down:
                return
            with socket.create_connection((host, int(port))) as portal:
                state: dict[str, Any] = {"loses": False}
                threading.Thread(target=self._answer, args=(portal, phone, state), daemon=True).start()
                while asked := phone.recv(CHUNK):
                    line = asked.split(b"\r\n", 1)[0]
                    if line.endswith(b"HTTP/1.1"):
                        self.asked.append(line)
                        state["loses"] = bool(self.loses) and line.startswith(self.loses)
                    if self.holds and b" /sync/" in line:
                        time.sleep(self.holds)
                    # Nothing is compressed: what the portal says can be replaced on the way.
                    portal.sendall(asked.replace(b"Accept-Encoding: gzip", b"X-Nothing-Packs: gzip"))
        except OSError:
            pass
        finally:
            self._open.discard(phone)
            _end(phone)

    def _answer(self, portal: socket.socket, phone: socket.socket, state: dict[str, Any]) -> None:
        try:
            while told := portal.recv(CHUNK):
                if state["loses"]:
                    self.lost += 1
                    break
                for words, others in self.replaced.items():
                    told = told.replace(words, others)
                phone.sendall(told)
        except OSError:
            pass
        finally:
            _end(phone)


def _end(connection: socket.socket) -> None:
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
    with suppress(OSError):
        connection.close()
