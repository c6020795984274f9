#!/usr/bin/env python3
"""What the agent adds to a request: CPU of the thread that serves it and of the whole process, in microseconds.

The request: six middleware, ten different statements, three templates, two cache calls. Each round is two fresh
processes, one without and one with the agent; the least of all rounds counts, since other programs only add."""

import argparse
import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--requests", type=int, default=2000, help="of a round")
    options = parser.parse_args()
    with subprocess.Popen([sys.executable, str(HERE / "sink.py")], stdout=subprocess.PIPE, text=True) as sink:
        try:
            assert sink.stdout is not None
            endpoint = f"http://127.0.0.1:{sink.stdout.readline().strip()}"
            bare: list[tuple[float, ...]] = []
            agent: list[tuple[float, ...]] = []
            for _ in range(options.rounds):
                bare.append(measure(endpoint, options.requests, "0"))
                agent.append(measure(endpoint, options.requests, "1"))
        finally:
            sink.terminate()
    for what, which in (("thread of the request", 0), ("whole process", 1)):
        without, with_agent = (min(one[which] for one in rounds) for rounds in (bare, agent))
        print(f"{what}: {without:.0f} µs without, {with_agent:.0f} µs with, agent +{with_agent - without:.0f} µs")
    return 0


def measure(endpoint: str, requests: int, enabled: str) -> tuple[float, ...]:
    env = {**os.environ, "VITALFEW_ENDPOINT": endpoint, "VITALFEW_ENABLED": enabled}
    command = [sys.executable, str(HERE / "typical_page.py"), str(requests)]
    done = subprocess.run(command, env=env, stdout=subprocess.PIPE, text=True, check=True)
    return tuple(float(figure) for figure in done.stdout.split())


if __name__ == "__main__":
    sys.exit(main())
