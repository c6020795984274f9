from django.apps import AppConfig
from django.db.backends.signals import connection_created


class ShopConfig(AppConfig):
    name = "shop"

    def ready(self) -> None:
        connection_created.connect(set_sqlite_pragmas, dispatch_uid="shop.sqlite-pragmas")


def set_sqlite_pragmas(connection, **_kwargs) -> None:
    """Lets readers go on while one writes, which SQLite's default journal does not."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=NORMAL")
