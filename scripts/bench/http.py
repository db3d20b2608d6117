"""A small HTTP/1.1 client for measuring: keeps its connection, keeps its cookies, does little else."""

from __future__ import annotations

import asyncio
import re
from urllib.parse import urlencode

LENGTH = re.compile(rb"content-length: (\d+)", re.IGNORECASE)
HIDDEN = re.compile(rb'<input type="hidden" name="([^"]+)" value="([^"]*)">')


class Client:
    """One browser's connection. Only for loopback."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookies: dict[str, str] = {}
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def get(self, path: str) -> tuple[int, bytes]:
        status, _, body = await self._ask("GET", path, b"")
        return status, body

    async def post(self, path: str, fields: dict[str, str] | list[tuple[str, str]]) -> tuple[int, str, bytes]:
        """Status, Location and body."""
        return await self._ask("POST", path, urlencode(fields).encode())

    async def close(self) -> None:
        if self._writer is not None:
            self._writer.close()
            self._writer = None

    async def connect(self) -> None:
        """Before the first request, so that opening the connection is not measured with it."""
        self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self.port)

    async def send_raw(self, path: str, body: bytes, cookies: str) -> int:
        """A form made ready beforehand; answers its status. The client's own cookies stay as they are."""
        assert self._writer is not None and self._reader is not None
        head = (
            f"POST {path} HTTP/1.1\r\nhost: 127.0.0.1:{self.port}\r\ncookie: {cookies}\r\n"
            f"content-type: application/x-www-form-urlencoded\r\ncontent-length: {len(body)}\r\n\r\n"
        )
        self._writer.write(head.encode() + body)
        head_bytes = await self._reader.readuntil(b"\r\n\r\n")
        length = LENGTH.search(head_bytes)
        if length is not None:
            await self._reader.readexactly(int(length[1]))
        return int(head_bytes[9:12])

    async def _ask(self, method: str, path: str, body: bytes) -> tuple[int, str, bytes]:
        if self._writer is None:
            await self.connect()
        assert self._reader is not None and self._writer is not None
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        head = f"{method} {path} HTTP/1.1\r\nhost: 127.0.0.1:{self.port}\r\ncookie: {cookies}\r\n"
        if method == "POST":
            head += f"content-type: application/x-www-form-urlencoded\r\ncontent-length: {len(body)}\r\n"
        self._writer.write(head.encode() + b"\r\n" + body)
        return await self._answer(self._reader)

    async def _answer(self, reader: asyncio.StreamReader) -> tuple[int, str, bytes]:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        status = int(head[9:12])
        length, location = 0, ""
        for line in head.split("\r\n")[1:]:
            name, _, value = line.partition(": ")
            match name.lower():
                case "content-length":
                    length = int(value)
                case "location":
                    location = value
                case "set-cookie":
                    key, _, rest = value.partition("=")
                    self.cookies[key] = rest.split(";")[0]
        return status, location, await reader.readexactly(length)


def hidden_fields(page: bytes) -> dict[str, str]:
    """The hidden fields of a page's forms."""
    return {name.decode(): value.decode() for name, value in HIDDEN.findall(page)}
