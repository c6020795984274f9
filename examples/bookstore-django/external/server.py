import asyncio
import json
from collections.abc import Mapping
from random import Random

from .latency import Latency
from .routes import BadQuestion, Pace, answer, pace

MAX_BODY = 64 * 1024
REASONS = {200: "OK", 400: "Bad Request", 404: "Not Found", 413: "Content Too Large"}

#: How long each kind of answer takes.
Waits = Mapping[Pace, Latency]


async def serve(host: str, port: int, waits: Waits, seed: int = 1) -> asyncio.Server:
    """Starts the service, which takes its time as `waits` says; port 0 takes a free one, found in `server.sockets`."""
    random = Random(seed)

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while await _answer_one(reader, writer, waits, random):
                pass
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, ValueError):
            pass  # The caller went away or does not speak HTTP: this connection ends, the service goes on.
        except asyncio.CancelledError:
            pass  # The service ends while a caller keeps its connection.
        finally:
            writer.close()

    return await asyncio.start_server(connected, host, port)


async def _answer_one(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, waits: Waits, random: Random) -> bool:
    """Answers one request; False once the connection is to end."""
    head = await reader.readuntil(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").rstrip().split("\r\n")
    method, target, _version = first.split(" ")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    length = int(headers.get("content-length", "0"))
    if not 0 <= length <= MAX_BODY:
        _send(writer, 413, {"error": f"A body has at most {MAX_BODY} bytes."})
        return False
    raw = await reader.readexactly(length)
    path, _, query = target.partition("?")
    if path != "/health":
        await asyncio.sleep(waits[pace(path, query)].draw_seconds(random))
    status, content = _content(method, path, query, raw)
    _send(writer, status, content)
    await writer.drain()
    return headers.get("connection", "").lower() != "close"


def _content(method: str, path: str, query: str, raw: bytes) -> tuple[int, dict]:
    try:
        content = answer(method, path, query, json.loads(raw) if raw else {})
    except (BadQuestion, json.JSONDecodeError) as error:
        return 400, {"error": str(error)}
    return (404, {"error": f"There is no {method} {path}."}) if content is None else (200, content)


def _send(writer: asyncio.StreamWriter, status: int, content: dict) -> None:
    body = json.dumps(content).encode()
    head = (
        f"HTTP/1.1 {status} {REASONS[status]}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    writer.write(head.encode() + body)
