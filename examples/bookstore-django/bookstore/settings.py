"""Settings of the bookstore; README.md lists the environment variables."""

import os
from importlib.util import find_spec

from . import environment

DATA_DIR = environment.data_dir()
SECRET_KEY = environment.secret_key(DATA_DIR)
DEBUG = environment.flag("BOOKSTORE_DEBUG", False)
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
INTERNAL_IPS = ["127.0.0.1", "::1"]

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "faults",
    "shop",
]
if environment.flag("BOOKSTORE_AGENT", True) and find_spec("vitalfew"):
    INSTALLED_APPS.insert(0, "vitalfew")

MIDDLEWARE = [
    "shop.middleware.request_id.request_id",
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "shop.middleware.store_locale.store_locale",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "shop.middleware.basket.basket",
]

ROOT_URLCONF = "bookstore.urls"
WSGI_APPLICATION = "bookstore.wsgi.application"
ASGI_APPLICATION = "bookstore.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

DATABASE_URL = os.environ.get("BOOKSTORE_DATABASE_URL", f"sqlite:///{DATA_DIR / 'bookstore.sqlite3'}")
DATABASES = {"default": environment.database(DATABASE_URL)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": environment.cache(os.environ.get("BOOKSTORE_CACHE_URL", "locmem://"))}

LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_TZ = True
STATIC_URL = "/static/"
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "account"
LOGOUT_REDIRECT_URL = "home"
SECURE_CONTENT_TYPE_NOSNIFF = True
SESSION_COOKIE_HTTPONLY = True

EXTERNAL_URL = os.environ.get("BOOKSTORE_EXTERNAL_URL", "http://127.0.0.1:8031")
EXTERNAL_TIMEOUT_SECONDS = 5.0
FAULT_SWITCH_FILE = DATA_DIR / "faults.json"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    # An address that is not there is the visitor's affair and no line in the log.
    "loggers": {"django.request": {"level": "ERROR"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("BOOKSTORE_LOG_LEVEL", "WARNING")},
}
