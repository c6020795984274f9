"""`typical_page.py REQUESTS`: serves one typical page that often; prints the CPU of a request in µs, of the thread
that serves it and of the whole process."""

import atexit
import os
import sys
import threading
import time

import django
from django.conf import settings
from django.core.cache import cache
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

WARM_UP = 200


STATEMENTS = [f"SELECT 1 AS id, 'title' AS title{n} UNION SELECT %s, 'other' ORDER BY id" for n in range(10)]


def page(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        for statement in STATEMENTS:
            cursor.execute(statement, [7])
            cursor.fetchall()
    cache.get("book:17")
    cache.set("book:17", "a book")
    return render(request, "page.html", {"title": "A page"})


urlpatterns = [path("books/<int:number>/", lambda request, number: page(request))]


def configure() -> None:
    settings.configure(
        SECRET_KEY="only for measuring",
        ALLOWED_HOSTS=["*"],
        ROOT_URLCONF=__name__,
        INSTALLED_APPS=["vitalfew", "django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions"],
        MIDDLEWARE=[
            "django.middleware.security.SecurityMiddleware",
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.common.CommonMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.middleware.clickjacking.XFrameOptionsMiddleware",
        ],
        SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies",
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "OPTIONS": {
                    "loaders": [
                        (
                            "django.template.loaders.locmem.Loader",
                            {
                                "page.html": "{% include 'head.html' %}<p>{{ title }}</p>{% include 'foot.html' %}",
                                "head.html": "<h1>{{ title }}</h1>",
                                "foot.html": "<hr>",
                            },
                        )
                    ]
                },
            }
        ],
    )
    django.setup()


def main() -> None:
    configure()
    application = get_wsgi_application()
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": "/books/7/",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "wsgi.input": open(os.devnull, "rb"),  # noqa: SIM115
        "wsgi.url_scheme": "http",
    }

    def serve(requests: int) -> None:
        for _ in range(requests):
            response = application(dict(environ), lambda status, headers: None)
            b"".join(response)
            response.close()

    def measure() -> None:
        serve(WARM_UP)
        requests = int(sys.argv[1])
        thread, process = time.thread_time_ns(), time.process_time_ns()
        serve(requests)
        thread = time.thread_time_ns() - thread
        atexit._run_exitfuncs()
        process = time.process_time_ns() - process
        print(thread / 1000 / requests, process / 1000 / requests)

    # As most servers do, in a thread of its own.
    server = threading.Thread(target=measure)
    server.start()
    server.join()


main()
