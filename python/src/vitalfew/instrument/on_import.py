"""Hooks into libraries that the application may import later, or never: an agent must not import them for it."""

import logging
import sys
from collections.abc import Callable, Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from types import ModuleType
from typing import Any

_log = logging.getLogger("vitalfew")

Hook = Callable[[Any], None]


def on_import(name: str, hook: Hook) -> None:
    """Calls the hook with the module once it is imported, at once where it is already."""
    if name in sys.modules:
        _call(hook, sys.modules[name])
        return
    if _watch not in sys.meta_path:
        sys.meta_path.insert(0, _watch)
    _watch.hooks[name] = hook


class _Watch(MetaPathFinder):
    """Finds nothing itself: lets the others find the module and adds the hook to the end of its execution."""

    def __init__(self) -> None:
        self.hooks: dict[str, Hook] = {}

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        hook = self.hooks.pop(fullname, None)
        if hook is None:
            return None
        spec = find_spec(fullname)
        if spec is None or spec.loader is None:
            return spec
        execute = spec.loader.exec_module

        def execute_and_hook(module: ModuleType) -> None:
            execute(module)
            _call(hook, module)

        spec.loader.exec_module = execute_and_hook  # type: ignore[method-assign]
        return spec


def _call(hook: Hook, module: ModuleType) -> None:
    try:
        hook(module)
    except Exception:
        _log.exception("Vitalfew does not fit this version of %s; the application goes on unwatched there", module)


_watch = _Watch()
