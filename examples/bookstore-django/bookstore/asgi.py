"""The application for an ASGI server. It serves its own few static files: the demo has no front."""

import os

from django.contrib.staticfiles.handlers import ASGIStaticFilesHandler
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bookstore.settings")

application = ASGIStaticFilesHandler(get_asgi_application())
