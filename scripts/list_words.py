"""Every sentence that people may read, one place a screen: to be read through as an officer would read it.

python scripts/list_words.py                            all of them, module by module
python scripts/list_words.py src/boardtui/ui/meetings   those of one room
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

SOURCE = Path(__file__).parents[1] / "src" / "boardtui"
_STYLES = ("CSS", "DEFAULT_CSS")


def words_of(module: Path) -> list[tuple[int, str]]:
    """The texts of several words in a module with their lines, in order; what is worked out stands as `{…}`."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    left_out = {id(node) for each in ast.walk(tree) for node in _no_words(each)}
    found = {
        (getattr(node, "lineno", 0), text)
        for node in ast.walk(tree)
        if id(node) not in left_out and (text := _text(node))
    }
    return sorted(found)


def _no_words(node: ast.AST) -> Iterator[ast.AST]:
    """What nobody reads on a screen: what describes the code, and the rules of how things look."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        yield node.value
    elif isinstance(node, ast.Assign) and any(getattr(each, "id", "") in _STYLES for each in node.targets):
        yield from ast.walk(node)
    elif isinstance(node, ast.JoinedStr):
        yield from (each for each in node.values if isinstance(each, ast.Constant))  # told with the whole


def _text(node: ast.AST) -> str:
    match node:
        case ast.JoinedStr(values=values):
            text = "".join(str(each.value) if isinstance(each, ast.Constant) else "{…}" for each in values)
        case ast.Constant(value=str(text)):
            pass
        case _:
            return ""
    return text if " " in text.strip() else ""


def main(places: list[str]) -> None:
    """Print them."""
    for place in [Path(each) for each in places] or [SOURCE]:
        for module in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
            if found := words_of(module):
                print(f"\n{module.resolve().relative_to(SOURCE)}")
                for line, text in found:
                    print(f"  {line:4} {text!r}")


if __name__ == "__main__":
    main(sys.argv[1:])
