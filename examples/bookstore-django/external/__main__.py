"""`python -m external --port 0 --ready-file F`: runs the service on the loopback address."""

import argparse
import asyncio
import signal

from launch.orphan_watch import end_with_parent
from launch.ready_file import write_ready_file

from .latency import Latency
from .server import Waits, serve


def main() -> None:
    parser = argparse.ArgumentParser(prog="external", description=__doc__)
    parser.add_argument("--port", type=int, default=8031)
    parser.add_argument("--ready-file")
    parser.add_argument("--latency-ms", type=float, default=6, help="median of an ordinary answer")
    parser.add_argument("--partner-latency-ms", type=float, default=20, help="median of recommendations and prices")
    parser.add_argument("--bank-latency-ms", type=float, default=150, help="median of the authorisation of a payment")
    parser.add_argument("--slow-latency-ms", type=float, default=350, help="median of a quote of all carriers")
    parser.add_argument("--sigma", type=float, default=0.5, help="spread: deviation of the logarithm")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    end_with_parent()
    asyncio.run(_run(options))


async def _run(options: argparse.Namespace) -> None:
    waits: Waits = {
        "ordinary": Latency(options.latency_ms, options.sigma),
        "partner": Latency(options.partner_latency_ms, options.sigma),
        "bank": Latency(options.bank_latency_ms, options.sigma),
        "slow": Latency(options.slow_latency_ms, options.sigma),
    }
    server = await serve("127.0.0.1", options.port, waits, options.seed)
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    port = server.sockets[0].getsockname()[1]
    if options.ready_file:
        write_ready_file(options.ready_file, {"url": f"http://127.0.0.1:{port}"})
    await stop.wait()
    server.close()


main()
