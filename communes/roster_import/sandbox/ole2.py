"""A stream of an OLE2 container, the box around an .xls: just enough to find the workbook in it ([MS-CFB])."""

import struct

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEADER = 512
_ENTRY = 128
_SMALL_SECTOR = 64
_NO_MORE = 0xFFFFFFFA
_FIRST_FAT_IN_HEADER = 109


class BrokenContainerError(Exception):
    """The container points outside itself or in circles."""


class Container:
    """The streams of a container by name."""

    def __init__(self, data: bytes) -> None:
        if len(data) < _HEADER or not data.startswith(SIGNATURE):
            raise BrokenContainerError
        self._data = data
        (shift, self._small_shift) = struct.unpack_from("<HH", data, 30)
        self._directory, _, self._cutoff, self._small_fat, _, more_fat, _ = struct.unpack_from("<7I", data, 48)
        if not 7 <= shift <= 16:  # noqa: PLR2004 -- sectors of 128 bytes to 64 KB
            raise BrokenContainerError
        self._size = 1 << shift
        self._fat = self._read_fat(more_fat)
        self._entries = self._read_entries()

    def stream(self, *names: str) -> bytes:
        """The first stream with one of these names; nothing where there is none."""
        for name in names:
            if name in self._entries:
                start, size = self._entries[name]
                if size >= self._cutoff:
                    return self._chain(start)[:size]
                return self._small(start)[:size]
        return b""

    def _sector(self, number: int) -> bytes:
        begin = (number + 1) * self._size
        if begin >= len(self._data):
            raise BrokenContainerError
        return self._data[begin : begin + self._size]

    def _read_fat(self, more: int) -> list[int]:
        numbers = [n for n in struct.unpack_from(f"<{_FIRST_FAT_IN_HEADER}I", self._data, 76) if n < _NO_MORE]
        seen = 0
        while more < _NO_MORE:
            seen += 1
            sector = self._sector(more)
            if seen > len(self._data) // self._size or len(sector) < self._size:
                raise BrokenContainerError
            *listed, more = struct.unpack(f"<{self._size // 4}I", sector)
            numbers += [n for n in listed if n < _NO_MORE]
        fat: list[int] = []
        for number in numbers:
            sector = self._sector(number)
            fat += struct.unpack(f"<{len(sector) // 4}I", sector[: len(sector) // 4 * 4])
        return fat

    def _chain(self, start: int) -> bytes:
        parts: list[bytes] = []
        while start < _NO_MORE:
            if start >= len(self._fat) or len(parts) > len(self._fat):
                raise BrokenContainerError
            parts.append(self._sector(start))
            start = self._fat[start]
        return b"".join(parts)

    def _read_entries(self) -> dict[str, tuple[int, int]]:
        entries = {}
        directory = self._chain(self._directory)
        for at in range(0, len(directory) - _ENTRY + 1, _ENTRY):
            (length,) = struct.unpack_from("<H", directory, at + 64)
            name = directory[at : at + max(0, min(length, 64) - 2)].decode("utf-16-le", errors="replace")
            start, size = struct.unpack_from("<II", directory, at + 116)
            entries[name] = (start, size)
        return entries

    def _small(self, start: int) -> bytes:
        root = self._entries.get("Root Entry")
        if root is None:
            raise BrokenContainerError
        box, table = self._chain(root[0]), self._chain(self._small_fat)
        fat = struct.unpack(f"<{len(table) // 4}I", table[: len(table) // 4 * 4])
        parts: list[bytes] = []
        while start < _NO_MORE:
            if start >= len(fat) or len(parts) > len(fat):
                raise BrokenContainerError
            parts.append(box[start * _SMALL_SECTOR : (start + 1) * _SMALL_SECTOR])
            start = fat[start]
        return b"".join(parts)
