import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

_KEYS = ("ENABLED", "ENDPOINT", "TOKEN", "SERVICE", "VERSION", "ENVIRONMENT", "ATTRIBUTES")

#: Attributes of a request, from the request and its response.
Attributes = Callable[[Any, Any], Mapping[str, str | bool | int | float]]


@dataclass(frozen=True)
class Options:
    """What the environment asks for, else `VITALFEW` in the settings, else the default."""

    enabled: bool
    endpoint: str
    token: str
    service: str
    version: str
    environment: str
    attributes: Attributes | None

    @classmethod
    def read(cls, settings: Mapping[str, Any]) -> "Options":
        _refuse_unknown(settings)
        env = os.environ

        def text(key: str, *others: str) -> str:
            for name in (f"VITALFEW_{key}", *others):
                if env.get(name):
                    return env[name]
            value = settings.get(key) or ""
            if not isinstance(value, str):
                raise ImproperlyConfigured(f"VITALFEW[{key!r}] in the settings is {value!r}; give a text.")
            return value

        endpoint = text("ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT") or "http://127.0.0.1:4318"
        if urlsplit(endpoint).scheme not in ("http", "https"):
            raise ImproperlyConfigured(
                f"The endpoint of Vitalfew (VITALFEW_ENDPOINT in the environment, else VITALFEW['ENDPOINT'] in the "
                f"settings) is {endpoint!r}; give an address such as http://127.0.0.1:4318."
            )
        enabled = env.get("VITALFEW_ENABLED") or str(settings.get("ENABLED", True))
        settings_package = env.get("DJANGO_SETTINGS_MODULE", "").split(".")[0]
        return cls(
            enabled=enabled.lower() not in ("0", "false", "no", "off"),
            endpoint=endpoint.rstrip("/"),
            token=text("TOKEN"),
            service=text("SERVICE", "OTEL_SERVICE_NAME") or settings_package or "django",
            version=text("VERSION"),
            environment=text("ENVIRONMENT"),
            attributes=_callable(settings.get("ATTRIBUTES")),
        )


def _refuse_unknown(settings: Mapping[str, Any]) -> None:
    for key in settings:
        if key not in _KEYS:
            nearest = get_close_matches(str(key).upper(), _KEYS, n=1, cutoff=0)[0]
            raise ImproperlyConfigured(
                f"VITALFEW in the settings has the unknown key {key!r}; did you mean {nearest!r}? "
                f"Known are {', '.join(_KEYS)}."
            )


def _callable(value: Any) -> Attributes | None:
    """A function, or the dotted path of one."""
    if value is None:
        return None
    try:
        found: Attributes = value if callable(value) else import_string(value)
    except ImportError as problem:
        raise ImproperlyConfigured(f"VITALFEW['ATTRIBUTES'] is {value!r}, which cannot be imported.") from problem
    if not callable(found):
        raise ImproperlyConfigured(f"VITALFEW['ATTRIBUTES'] is {value!r}, which cannot be called.")
    return found
