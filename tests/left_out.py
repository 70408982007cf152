"""What the zip for Windows leaves out is missing in every test, so that the program is known to do without."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType

from tests.scripts import script


@cache
def _goes_in() -> Callable[[str], bool]:
    rule: Callable[[str], bool] = script("build_windows").goes_in
    return rule


class LeftOut:
    """Is asked for modules before all others, and says of one that is left out that there is none."""

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, _target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Refuse, or find nothing, so that the others are asked."""
        for folder in path or ():
            whole = (Path(folder) / name.rpartition(".")[2] / "__init__.py").exists()
            if not _goes_in()(name.replace(".", "/") + ("/__init__.py" if whole else ".py")):
                raise ModuleNotFoundError(f"{name} is not in the zip: see scripts/build_windows.py", name=name)
        return None
