import time
from dataclasses import fields

from django.core.management.base import BaseCommand

from shop.models import Book
from shop.seeding.fill import Sizes, fill


class Command(BaseCommand):
    help = "Fills an empty database with a shop of made-up books; leaves one that has books as it is."

    def add_arguments(self, parser) -> None:
        for field in fields(Sizes):
            parser.add_argument(f"--{field.name}", type=int, default=field.default)
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, *, seed: int, **options) -> None:
        if Book.objects.exists():
            self.stdout.write("The shop has books already; nothing was changed.")
            return
        started = time.perf_counter()
        fill(Sizes(**{field.name: options[field.name] for field in fields(Sizes)}), seed)
        self.stdout.write(f"{Book.objects.count()} books in {time.perf_counter() - started:.1f} s")
