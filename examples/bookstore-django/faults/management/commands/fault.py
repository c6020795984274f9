from django.core.management.base import BaseCommand, CommandError

from faults import control, switch
from faults.registry import FAULTS


class Command(BaseCommand):
    help = "Switches faults: fault list · fault on KEY … · fault off KEY … · fault set KEYS|none|all|demo"

    def add_arguments(self, parser) -> None:
        parser.add_argument("action", choices=["list", "on", "off", "set"])
        parser.add_argument("keys", nargs="*", metavar="KEY")

    def handle(self, *, action: str, keys: list[str], **_options) -> None:
        if action == "list":
            self.show()
            return
        if not keys:
            raise CommandError(f"Name at least one fault: fault {action} KEY …")
        try:
            wanted = control.parse(",".join(keys))
            if action == "set":
                control.set_exactly(wanted)
            else:
                for key in sorted(wanted):
                    control.turn(key, action == "on")
        except control.UnknownFault as error:
            raise CommandError(str(error)) from error
        self.show()

    def show(self) -> None:
        on = switch.switched_on()
        for key, fault in FAULTS.items():
            self.stdout.write(f"{'on ' if key in on else 'off'}  {key:24} {fault.title}")
