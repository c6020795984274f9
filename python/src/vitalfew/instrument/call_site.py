import os
import sys
import sysconfig
from types import FrameType

_LIBRARIES = tuple({sysconfig.get_path("stdlib"), sysconfig.get_path("purelib"), sysconfig.get_path("platlib")})
_OWN = os.path.dirname(os.path.dirname(__file__))
_is_own_code: dict[str, bool] = {}


def call_site() -> tuple[str, int]:
    """File and line of the nearest frame that is the application's own code; some 50 ns a frame."""
    frame: FrameType | None = sys._getframe(2)
    while frame is not None:
        file = frame.f_code.co_filename
        own = _is_own_code.get(file)
        if own is None:
            own = _is_own_code[file] = not file.startswith((*_LIBRARIES, _OWN, "<")) and "site-packages" not in file
        if own:
            return file, frame.f_lineno
        frame = frame.f_back
    return "", 0
