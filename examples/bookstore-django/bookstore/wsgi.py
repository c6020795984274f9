"""The application for a WSGI server. It serves its own few static files: the demo has no front."""

import os

from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bookstore.settings")

application = StaticFilesHandler(get_wsgi_application())
