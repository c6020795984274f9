from django.apps import AppConfig


class VitalfewConfig(AppConfig):
    name = "vitalfew"
    verbose_name = "Vitalfew"

    def ready(self) -> None:
        from .options import Options

        options = Options.read()
        if not options.enabled:
            return
        from .export.exporter import Exporter
        from .instrument import install

        install(Exporter(options))
