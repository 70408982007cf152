"""How a value in a settings or theme file is declared: what it looks like there, and how it is checked."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from boardtui.domain.immutable import immutable
from boardtui.settings.toml_files import UnreadableFileError


def _as_it_is(_name: str, value: Any, _problems: list[str]) -> Any:
    return value


@immutable
class Shape:
    """What may stand for a value in the file.

    Attributes:
        kind: What TOML makes of it.
        words: The same in words, for the documents and for "… should be …".
        check: Makes what the program keeps of what the file holds. It is given the field's name, the value, and the
            list that takes a sentence for each part that cannot be used while the rest can. It raises
            UnreadableFileError where nothing can be used.
        written: Makes what the file holds of what the program keeps.
    """

    kind: type[Any]
    words: str
    check: Callable[[str, Any, list[str]], Any] = _as_it_is
    written: Callable[[Any], Any] = lambda value: value

    def read(self, name: str, value: object, problems: list[str]) -> Any:
        """What the program keeps of a value.

        Args:
            name: The field, as sentences call it.
            value: What the file holds.
            problems: Takes a sentence for each part that is passed over.

        Raises:
            UnreadableFileError: It cannot be used; the message begins with the name.
        """
        if not isinstance(value, self.kind):
            raise UnreadableFileError(f"{name} should be {self.words}")
        return self.check(name, value, problems)


TEXT = Shape(str, "text in quotation marks")
TRUTH = Shape(bool, "true or false")


def table_of(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table, for the documents. It ends with a newline."""
    lines = [heads, ["---" for _ in heads], *rows]
    cells = [[cell.replace("|", r"\|") for cell in line] for line in lines]
    return "".join("|" + "".join(f" {cell} |" if cell else " |" for cell in line) + "\n" for line in cells)
