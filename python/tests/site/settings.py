import os

SECRET_KEY = "only for tests"
DEBUG = False
ALLOWED_HOSTS = ["*"]
INSTALLED_APPS = ["vitalfew", "django.contrib.auth", "django.contrib.contenttypes"]
MIDDLEWARE = ["django.middleware.common.CommonMiddleware", "middleware.counting"]
ROOT_URLCONF = "urls"
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.locmem.Loader",
                    {
                        "page.html": "{% for n in numbers %}{% include 'part.html' %}{% endfor %}",
                        "part.html": "{{ n }}",
                    },
                )
            ]
        },
    },
    {"BACKEND": "django.template.backends.jinja2.Jinja2", "OPTIONS": {"environment": "jinja.environment"}},
]
if os.environ.get("TEST_POSTGRES_PORT"):
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "HOST": "127.0.0.1",
            "PORT": os.environ["TEST_POSTGRES_PORT"],
            "NAME": "postgres",
            "USER": "vitalfew",
        }
    }
else:
    DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": os.environ["TEST_SQLITE"]}}
VITALFEW = {"SERVICE": "not this one", "VERSION": "1.2.3", "ATTRIBUTES": "middleware.attributes"}
