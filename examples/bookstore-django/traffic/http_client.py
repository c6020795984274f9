import asyncio
from dataclasses import dataclass
from urllib.parse import urlsplit

MAX_ANSWER = 8 * 1024 * 1024


@dataclass(frozen=True)
class Answer:
    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def header(self, name: str) -> str | None:
        return next((value for key, value in self.headers if key == name), None)


@dataclass(frozen=True)
class Target:
    host: str
    port: int

    @staticmethod
    def of(url: str) -> "Target":
        parts = urlsplit(url)
        if parts.scheme != "http" or not parts.hostname:
            raise ValueError(f"{url!r} is not the address of a shop; write http://host:port")
        return Target(parts.hostname, parts.port or 80)


async def send(target: Target, method: str, path: str, headers: dict[str, str], body: bytes) -> Answer:
    """One request on a connection of its own. Raises OSError, or ValueError for what is no HTTP answer."""
    reader, writer = await asyncio.open_connection(target.host, target.port, limit=MAX_ANSWER)
    try:
        lines = [f"{method} {path} HTTP/1.1", f"Host: {target.host}:{target.port}", "Connection: close"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        if body or method == "POST":
            lines.append(f"Content-Length: {len(body)}")
        writer.write("\r\n".join([*lines, "", ""]).encode("latin-1") + body)
        await writer.drain()
        return await _read(reader)
    except (asyncio.IncompleteReadError, asyncio.LimitOverrunError) as error:
        raise ValueError(f"The answer to {method} {path} broke off.") from error
    finally:
        writer.close()


async def _read(reader: asyncio.StreamReader) -> Answer:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").rstrip("\r\n").split("\r\n")
    status = int(head[0].split(" ")[1])
    headers = [(name.lower(), value.strip()) for name, _, value in (line.partition(":") for line in head[1:])]
    known = dict(headers)
    if known.get("transfer-encoding", "").lower() == "chunked":
        body = await _read_chunks(reader)
    elif "content-length" in known:
        body = await reader.readexactly(int(known["content-length"]))
    else:
        body = await reader.read()
    return Answer(status, headers, body)


async def _read_chunks(reader: asyncio.StreamReader) -> bytes:
    parts = []
    while True:
        size = int((await reader.readuntil(b"\r\n")).split(b";")[0], 16)
        chunk = await reader.readexactly(size + 2)
        if size == 0:
            return b"".join(parts)
        parts.append(chunk[:-2])
