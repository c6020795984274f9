"""Reads the settings that come from the environment. Every name starts with BOOKSTORE_."""

import os
import secrets
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

SOURCE_DIR = Path(__file__).resolve().parent.parent


def data_dir() -> Path:
    """The folder of the database, the secret key and the fault switch."""
    folder = Path(os.environ.get("BOOKSTORE_DATA", SOURCE_DIR / ".vitalfew"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def flag(name: str, default: bool) -> bool:
    return os.environ.get(name, "1" if default else "0").lower() in {"1", "true", "yes", "on"}


def secret_key(folder: Path) -> str:
    """The key from BOOKSTORE_SECRET_KEY, else one made once and kept, readable by its owner only."""
    given = os.environ.get("BOOKSTORE_SECRET_KEY")
    if given:
        return given
    path = folder / "secret-key"
    try:
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    return path.read_text()


def database(url: str) -> dict:
    """Django's DATABASES entry for `sqlite:///relative.db`, `sqlite:////absolute.db` or
    `postgresql://user:password@host:port/name`."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": unquote(parts.path)[1:],
            "OPTIONS": {"timeout": 20},
        }
    if parts.scheme in {"postgres", "postgresql"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or ""),
            "PORT": parts.port or "",
            "CONN_MAX_AGE": 60,
        }
    raise ImproperlyConfigured(
        f"BOOKSTORE_DATABASE_URL starts with {parts.scheme!r}; use sqlite:///file.db or postgresql://…"
    )


def cache(url: str) -> dict:
    """Django's CACHES entry for `locmem://`, `file:///folder` or `redis://host:port/0`."""
    scheme, _, rest = url.partition("://")
    if scheme == "locmem":
        return {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "bookstore"}
    if scheme == "file":
        return {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": rest}
    if scheme == "redis":
        return {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": url}
    raise ImproperlyConfigured(f"BOOKSTORE_CACHE_URL starts with {scheme!r}; use locmem://, file:///… or redis://…")
