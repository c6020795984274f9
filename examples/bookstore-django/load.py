#!/usr/bin/env python3
"""Sends visitors to the bookstore at a steady average rate, whether or not it keeps up with them."""

import argparse
import asyncio
import json
import signal
import sys
import time

from launch.orphan_watch import end_with_parent
from traffic.generator import generate
from traffic.http_client import Target
from traffic.plan import plan
from traffic.tally import Tally


def main() -> int:
    options = _options()
    end_with_parent()
    summary = asyncio.run(_run(options))
    if options.json:
        print(json.dumps(summary))
    else:
        _show(summary)
    return 0 if summary["sent"] == 0 or summary["ok"] > 0 else 1


async def _run(options: argparse.Namespace) -> dict:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    tally = Tally()
    started = time.monotonic()
    due = plan(options.rate, options.seed, options.duration)
    await generate(options.url, due, options.seed, stop, tally)
    elapsed = time.monotonic() - started
    return {"rate": options.rate, "seed": options.seed, **tally.summary(elapsed)}


def _show(summary: dict) -> None:
    print(
        f"{summary['sent']} requests in {summary['seconds']:.1f} s ({summary['sent_per_second']} a second): "
        f"{summary['ok']} ok, {summary['errors']} errors, {summary['late']} late, {summary['skipped']} skipped"
    )
    print(f"p50 {summary['p50_ms']} ms · p95 {summary['p95_ms']} ms · p99 {summary['p99_ms']} ms")
    for kind, count in summary["errors_by_kind"].items():
        print(f"  {kind}: {count}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", type=Target.of, default="http://127.0.0.1:8030")
    parser.add_argument("--rate", type=_positive, default=8.0, help="requests a second, on average")
    parser.add_argument("--duration", type=_positive, help="seconds; without it until SIGTERM or Ctrl+C")
    parser.add_argument("--seed", type=int, default=1, help="the same seed sends the same visitors at the same times")
    parser.add_argument("--json", action="store_true", help="print the summary as one line of JSON")
    return parser.parse_args()


def _positive(text: str) -> float:
    value = float(text)
    if not 0 < value < float("inf"):
        raise argparse.ArgumentTypeError(f"{text} is not above 0")
    return value


if __name__ == "__main__":
    sys.exit(main())
