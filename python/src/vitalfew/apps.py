from django.apps import AppConfig
from django.conf import settings


class VitalfewConfig(AppConfig):
    name = "vitalfew"
    verbose_name = "Vitalfew"

    def ready(self) -> None:
        from .options import Options

        options = Options.read(getattr(settings, "VITALFEW", {}))
        if not options.enabled:
            return
        from .export.exporter import Exporter
        from .instrument import install

        install(Exporter(options), options)
