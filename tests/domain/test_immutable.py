"""`@immutable` makes what `@dataclass(frozen=True, slots=True)` makes, but compiles one method of it, not seven."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
from collections.abc import Callable, Sequence
from dataclasses import FrozenInstanceError, asdict, dataclass, field, replace
from typing import Any

import pytest

from boardtui.domain import immutable as module
from boardtui.domain.immutable import immutable, made_together


@immutable
class Place:
    """Where something is."""

    street: str
    number: int = 1
    notes: list[str] = field(default_factory=list, compare=False)
    seen: int = field(default=0, init=False, repr=False)


@immutable(kw_only=True)
class House(Place):
    """A place with rooms."""

    rooms: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.number < 1:
            raise ValueError("houses are numbered from 1")


@immutable
class Nothing:
    """It has no fields."""


def twins(make: Callable[..., Any]) -> Any:
    """The same class, made by one or the other."""

    @make
    class Twin:
        street: str
        number: int = 1
        notes: list[str] = field(default_factory=list, compare=False)
        seen: int = field(default=0, init=False, repr=False)

    return Twin


OURS, STANDARD = twins(immutable), twins(dataclass(frozen=True, slots=True))


@pytest.mark.parametrize(
    "look",
    [
        lambda made: repr(made("High Street", 2)).partition("Twin")[2],
        lambda made: [(each.name, each.default, each.init, each.compare) for each in dataclasses.fields(made)],
        lambda made: asdict(made("High Street", notes=["by the church"])),
        lambda made: made("a") == made("a", notes=["other notes do not count"]),
        lambda made: made("a") == made("b"),
        lambda made: made("a") == ("a", 1, 0),
        lambda made: hash(made("a", 3)) == hash(made("a", 3, ["note"])),
        lambda made: len({made("a"), made("a"), made("b")}),
        lambda made: made("a").notes is made("a").notes,
        lambda made: str(inspect.signature(made)).replace("MISSING", "<factory>").partition("notes")[0],
        lambda made: made.__match_args__,
        lambda made: made.__slots__,
        lambda made: hasattr(made("a"), "__dict__"),
        lambda made: replace(made("a", 2), street="b") == made("b", 2),
        lambda made: (copy.copy(made("a", 2)), copy.deepcopy(made("a", 2))) == (made("a", 2), made("a", 2)),
    ],
)
def test_it_behaves_as_the_standard_one_does(look: Callable[[Any], Any]) -> None:
    assert look(OURS) == look(STANDARD)


@pytest.mark.parametrize("arguments", [(), ("a", 1, [], 2), ("a", 1, [], 2, 3)])
def test_what_the_standard_one_refuses_it_refuses(arguments: tuple[Any, ...]) -> None:
    for made in (OURS, STANDARD):
        with pytest.raises(TypeError):
            made(*arguments)


def test_no_field_of_it_can_be_changed_or_taken_away_and_none_be_added() -> None:
    place = Place("High Street")
    with pytest.raises(FrozenInstanceError):
        place.street = "Low Street"  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        del place.street
    with pytest.raises(FrozenInstanceError):
        place.other = 1  # type: ignore[attr-defined]
    assert place == Place("High Street")


def test_a_class_on_top_of_another_has_the_fields_of_both_and_looks_at_them_when_it_is_made() -> None:
    house = House("High Street", 7, rooms=("hall",))
    assert repr(house) == "House(street='High Street', number=7, notes=[], rooms=('hall',))"
    assert house != Place("High Street", 7)
    with pytest.raises(ValueError, match="numbered from 1"):
        replace(house, number=0)
    with pytest.raises(TypeError):
        House("High Street", 7, [], ("hall",))  # type: ignore[call-arg]
    match house:
        case House(street, number):
            assert (street, number) == ("High Street", 7)


def test_it_is_kept_and_read_again_whole() -> None:
    house = House("High Street", 7, ["by the church"], rooms=("hall",))
    again = pickle.loads(pickle.dumps(house))
    assert (again, again.notes) == (house, ["by the church"])
    assert (Nothing(), repr(Nothing()), hash(Nothing())) == (Nothing(), "Nothing()", hash(Nothing()))


def test_all_its_methods_but_one_are_the_same_code_for_every_class() -> None:
    for name in ("__repr__", "__eq__", "__hash__", "__setattr__", "__delattr__"):
        assert getattr(Place, name).__code__ is getattr(Nothing, name).__code__
    assert Place.__init__.__code__ is not Nothing.__init__.__code__


def test_objects_that_are_made_together_are_those_that_are_made_one_by_one() -> None:
    made = made_together(
        Place, 2, {"number": iter([3, 4]), "street": ["High Street", "Mill Lane"], "notes": [[], []], "seen": [0, 0]}
    )
    assert made == [Place("High Street", 3), Place("Mill Lane", 4)]
    assert list(map(repr, made)) == [
        "Place(street='High Street', number=3, notes=[])",
        "Place(street='Mill Lane', number=4, notes=[])",
    ]
    with pytest.raises(FrozenInstanceError):
        made[0].street = "Elsewhere"  # type: ignore[misc]


def test_nothing_is_compiled_for_a_class_of_which_no_object_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str] = []
    really = module._init

    def noted(made: type, fields: Sequence[dataclasses.Field[Any]]) -> Callable[..., None]:
        compiled.append(made.__name__)
        return really(made, fields)

    monkeypatch.setattr(module, "_init", noted)

    @immutable
    class Used:
        name: str = ""

    @immutable
    class NotUsed:
        name: str = ""

    assert compiled == []
    assert (Used("a"), Used("a")) == (Used(name="a"), Used("a"))
    assert compiled == ["Used"]
    assert NotUsed.__name__ == "NotUsed"
