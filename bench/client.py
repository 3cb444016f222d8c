"""A client that asks one thing again and again over connections that stay open, and takes little of the cores it shares."""

import socket
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import repeat

CONNECTIONS = 4
_AT_ONCE = 1 << 16
_HEAD_ENDS = b"\r\n\r\n"
_ANSWERED = (b"200", b"304")

Bodies = Iterator[bytes]
IsGood = Callable[[bytes], bool]

NOTHING_SAID: Sequence[Bodies] = [repeat(b"") for _connection in range(CONNECTIONS)]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said."""

    head: bytes
    body: bytes

    def header(self, name: str) -> str:
        """The value of a header; "" without it."""
        sign = f"\r\n{name.lower()}: ".encode()
        at = self.head.lower().find(sign)
        return self.head[at + len(sign) :].partition(b"\r\n")[0].decode() if at >= 0 else ""


@dataclass(frozen=True, slots=True)
class Line:
    """What is asked of the server on this port: method, path, headers."""

    port: int
    path: str
    headers: Mapping[str, str]
    method: str = "GET"

    def ask(self, link: socket.socket, body: bytes = b"") -> Answer:
        """Asks once, on an open connection. Raises where the answer is none."""
        given = f"content-length: {len(body)}\r\n" if self.method == "POST" else ""
        named = "".join(f"{name}: {value}\r\n" for name, value in self.headers.items())
        link.sendall(f"{self.method} {self.path} HTTP/1.1\r\nhost: 127.0.0.1\r\n{named}{given}\r\n".encode() + body)
        answer = _read(link)
        if answer.head[9:12] not in _ANSWERED:
            raise AssertionError(f"{self.path} answered {answer.head[:200]!r}")
        return answer

    def once(self) -> Answer:
        """Asks once, on a connection of its own."""
        with socket.create_connection(("127.0.0.1", self.port)) as link:
            return self.ask(link)

    def times(self, bodies: Bodies, ended: float, is_good: IsGood) -> list[float]:
        """How long each answer took, until the moment `ended`."""
        times: list[float] = []
        with socket.create_connection(("127.0.0.1", self.port)) as link:
            link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            while time.monotonic() < ended:
                body = next(bodies)
                started = time.perf_counter()
                answer = self.ask(link, body)
                times.append(time.perf_counter() - started)
                if not is_good(answer.body):
                    raise AssertionError(f"{self.path} answered {answer.body[:200]!r}")
        return times


def _read(link: socket.socket) -> Answer:
    """An answer whose length is told, as each of ours is; a 304 has none."""
    got = link.recv(_AT_ONCE)
    while _HEAD_ENDS not in got:
        more = link.recv(_AT_ONCE)
        if not more:
            raise AssertionError(f"the server hung up after {got[:200]!r}")
        got += more
    head, _, body = got.partition(_HEAD_ENDS)
    answer = Answer(head, body)
    length = 0 if answer.head[9:12] == b"304" else int(answer.header("content-length"))
    parts, missing = [body], length - len(body)
    while missing > 0:
        parts.append(link.recv(_AT_ONCE))
        missing -= len(parts[-1])
    return Answer(head, b"".join(parts))


def load(
    line: Line, seconds: float, bodies: Sequence[Bodies] = NOTHING_SAID, is_good: IsGood = lambda _body: True
) -> tuple[float, float]:
    """Answers a second at a connection for each of `bodies`, and the time (s) within which 95 of 100 came."""
    ended = time.monotonic() + seconds
    with ThreadPoolExecutor(len(bodies)) as pool:
        parts = list(pool.map(lambda body: line.times(body, ended, is_good), bodies))
    times = sorted(taken for part in parts for taken in part)
    return len(times) / seconds, times[int(len(times) * 0.95)]
