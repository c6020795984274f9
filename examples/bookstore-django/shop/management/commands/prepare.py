import os

from django.contrib.auth.models import User
from django.core.management import call_command
from django.core.management.base import BaseCommand

from faults import control, switch
from faults.registry import DEMO
from shop.models import Book, OrderLine

STAFF_NAME = "keeper"


class Command(BaseCommand):
    help = "Makes the shop ready to serve: migrate, seed once, refill the shelves, set the faults."

    def handle(self, **_options) -> None:
        call_command("migrate", verbosity=0)
        call_command("seed", stdout=self.stdout)
        if not User.objects.filter(username=STAFF_NAME).exists():
            password = os.environ.get("BOOKSTORE_STAFF_PASSWORD", "lantern-and-leaf")
            User.objects.create_superuser(STAFF_NAME, "keeper@example.org", password)
        call_command("clearsessions")
        self._restock()
        self._set_faults()

    def _restock(self) -> None:
        """Refills what visitors have bought up, so that a demo under load for days does not sell out."""
        bought = OrderLine.objects.exclude(order__payment_reference__startswith="PAY-SEED-")
        Book.objects.filter(stock__lt=3, pk__in=bought.values("book_id")).update(stock=160)

    def _set_faults(self) -> None:
        """BOOKSTORE_FAULTS says which; without it the demo's, unless someone has chosen before."""
        asked = os.environ.get("BOOKSTORE_FAULTS")
        if asked is not None:
            control.set_exactly(control.parse(asked))
        elif switch.was_set():
            control.set_exactly(switch.switched_on())
        else:
            control.set_exactly(DEMO)
