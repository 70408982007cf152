"""Each screen is declared once, and what is declared is there."""

from importlib import import_module

import pytest

from boardtui.domain.records.kinds import KINDS
from boardtui.ui.screens import SCREENS, ScreenEntry, home_of
from boardtui.ui.shared.item_list import ItemList


@pytest.mark.parametrize("place", SCREENS, ids=lambda place: place.name)
def test_the_class_that_is_named_is_a_screen_of_items(place: ScreenEntry) -> None:
    module, name = place.where.split(":")
    assert issubclass(getattr(import_module(f"boardtui.ui.{module}"), name), ItemList)


def test_every_kind_is_shown_on_one_screen_at_most_and_is_a_kind() -> None:
    shown = [kind for place in SCREENS for kind in place.kinds]
    assert len(shown) == len(set(shown))
    assert set(shown) <= set(KINDS)


@pytest.mark.parametrize(("kind", "home"), [("reading", "kpis"), ("agenda_item", "meeting"), ("milestone", "papers")])
def test_a_record_has_the_screen_on_which_it_is_listed(kind: str, home: str) -> None:
    assert home_of(kind) == home
