import os
import platform
import socket

from ..options import Options


def resource_of(options: Options, version: str) -> dict[str, str | int]:
    """Which process this is, by OpenTelemetry's semantic conventions."""
    host, pid = socket.gethostname(), os.getpid()
    named: dict[str, str | int] = {
        "service.name": options.service,
        "service.version": options.version,
        "deployment.environment.name": options.environment,
        "service.instance.id": f"{host}:{pid}",
        "host.name": host,
        "process.pid": pid,
        "process.runtime.name": platform.python_implementation().lower(),
        "process.runtime.version": platform.python_version(),
        "telemetry.sdk.name": "vitalfew",
        "telemetry.sdk.language": "python",
        "telemetry.sdk.version": version,
    }
    return {key: value for key, value in named.items() if value != ""}
