"""Where a person's own files lie, and where the data that comes with the program does."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Self

import platformdirs

CONFIG_FOLDER_VARIABLE = "BOARDTUI_CONFIG_DIR"

_PACKAGE = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Paths:
    """Where a person's own files lie.

    Attributes:
        config: The configuration folder; it need not exist.
    """

    config: Path

    @classmethod
    def of_this_user(cls) -> Self:
        """The folder named by ``BOARDTUI_CONFIG_DIR``, or else the one that is usual on this system."""
        chosen = os.environ.get(CONFIG_FOLDER_VARIABLE)
        if chosen:
            return cls(Path(chosen).expanduser().absolute())
        return cls(platformdirs.user_config_path("boardtui", appauthor=False))

    @property
    def settings(self) -> Path:
        """The settings file."""
        return self.config / "settings.toml"

    @property
    def themes(self) -> Path:
        """The folder of the user's own themes."""
        return self.config / "themes"

    @property
    def working(self) -> Path:
        """The folder of the working copies of boards that lie in synced folders."""
        if os.environ.get(CONFIG_FOLDER_VARIABLE):
            return self.config / "working"
        return platformdirs.user_data_path("boardtui", appauthor=False) / "working"


def bundled(folder: Literal["themes", "sample_data"]) -> Path:
    """Find a folder of data that comes with the program.

    Args:
        folder: Which one.

    Returns:
        The folder inside the installed package, or the one at the top of a checkout.

    Raises:
        FileNotFoundError: The installation is incomplete; the message is a sentence to show.
    """
    # The wheel copies both folders into the package; an editable installation leaves them at the top.
    for place in (_PACKAGE / folder, _PACKAGE.parents[1] / folder):
        if place.is_dir():
            return place
    raise FileNotFoundError(f"This installation lacks its folder {folder}. Install boardtui again.")


def free_path(path: Path) -> Path:
    """A path that nothing has yet: the one given, or else `plan-2.md`, `plan-3.md` … in the same folder."""
    free, number = path, 2
    while free.exists():
        free, number = path.with_name(f"{path.stem}-{number}{path.suffix}"), number + 1
    return free
