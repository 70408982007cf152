"""The scripts beside the program, as modules."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

_FOLDER = Path(__file__).parents[1] / "scripts"


def script(name: str) -> ModuleType:
    """A script, imported anew."""
    found = importlib.util.spec_from_file_location(name, _FOLDER / f"{name}.py")
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    sys.modules[name] = module  # data classes look there for the module that they stand in
    found.loader.exec_module(module)
    return module
