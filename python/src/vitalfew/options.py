import os
from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Options:
    """What the environment asks for; every value has a default."""

    enabled: bool
    endpoint: str
    token: str
    service: str
    version: str
    environment: str

    @classmethod
    def read(cls) -> "Options":
        env = os.environ
        endpoint = env.get("VITALFEW_ENDPOINT") or env.get("OTEL_EXPORTER_OTLP_ENDPOINT") or "http://127.0.0.1:4318"
        if urlsplit(endpoint).scheme not in ("http", "https"):
            raise ValueError(f"VITALFEW_ENDPOINT is {endpoint!r}; give an address such as http://127.0.0.1:4318")
        settings_module = env.get("DJANGO_SETTINGS_MODULE", "")
        return cls(
            enabled=env.get("VITALFEW_ENABLED", "1").lower() not in ("0", "false", "no", "off"),
            endpoint=endpoint.rstrip("/"),
            token=env.get("VITALFEW_TOKEN", ""),
            service=env.get("VITALFEW_SERVICE")
            or env.get("OTEL_SERVICE_NAME")
            or settings_module.split(".")[0]
            or "django",
            version=env.get("VITALFEW_VERSION", ""),
            environment=env.get("VITALFEW_ENVIRONMENT", ""),
        )
