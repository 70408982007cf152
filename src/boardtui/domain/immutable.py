"""Immutable dataclasses that are made quickly: `@immutable` is `@dataclass(frozen=True, slots=True)`.

The standard one compiles seven methods for each class, which took a quarter of the time of a command and an eighth of
the start of the application. Here one is compiled, `__init__`, when the first object is made; the others are the same
few functions for every class.
`field`, `fields`, `replace` and `asdict` of the standard library go with it, and so do `match`, copying and pickling.
"""

from __future__ import annotations

import dataclasses
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import MISSING, Field, FrozenInstanceError
from itertools import repeat
from operator import attrgetter
from reprlib import recursive_repr
from typing import Any, NoReturn, TypeVar, dataclass_transform, overload

T = TypeVar("T")


@overload
def immutable(cls: type[T]) -> type[T]: ...
@overload
def immutable(*, kw_only: bool = False) -> Callable[[type[T]], type[T]]: ...


@dataclass_transform(frozen_default=True, field_specifiers=(dataclasses.field, dataclasses.Field))
def immutable(cls: Any = None, *, kw_only: bool = False) -> Any:
    """Class decorator: a dataclass with slots whose fields never change.

    Args:
        cls: the class.
        kw_only: whether its fields are given by name only.
    """

    def make(plain: type) -> Any:
        own = plain.__dict__
        make_slots = dataclasses.dataclass(init=False, repr=False, eq=False, slots=True, kw_only=kw_only)
        made: Any = make_slots(plain)
        fields = dataclasses.fields(made)
        methods: dict[str, Callable[..., Any]] = {
            "__init__": _init_when_used(made, fields),
            "__repr__": _repr(tuple(each.name for each in fields if each.repr)),
            "__setattr__": _set,
            "__delattr__": _delete,
            "__getstate__": _state,
            "__setstate__": _set_state,
            **_comparing(tuple(each.name for each in fields if each.compare)),
        }
        for name, method in methods.items():
            if name not in own:
                setattr(made, name, method)
        return made

    return make if cls is None else make(cls)


def made_together(cls: type[T], count: int, columns: Mapping[str, Iterable[Any]]) -> list[T]:
    """Many objects of an immutable class at once, from a column of values for each of its fields.

    A large board is a hundred thousand records. Here no line of Python runs for each of them, and nothing beside their
    values is made: they take a third of the time that they take one by one.

    Args:
        cls: the class: one of which nothing is to be done in `__post_init__`.
        count: how many objects.
        columns: as many values of each field, of all of them.
    """
    made: list[Any] = list(map(object.__new__, repeat(cls, count)))
    for name, values in columns.items():
        # What a field of such a class is set with where it must not be set.
        deque(map(getattr(cls, name).__set__, made, values), maxlen=0)
    return made


def _init_when_used(made: Any, fields: Sequence[Field[Any]]) -> Callable[..., None]:
    """What compiles the method when the first object is made: of half the classes a command makes none."""

    def first(self: Any, *given: Any, **named: Any) -> None:
        if made.__init__ is first:
            made.__init__ = _init(made, fields)
        made.__init__(self, *given, **named)

    return first


def _init(made: type, fields: Sequence[Field[Any]]) -> Callable[..., None]:
    """The one method that is compiled: it sets the fields, then calls `__post_init__` where there is one."""
    known: dict[str, Any] = {"set_": object.__setattr__, "MISSING": MISSING}
    by_place, by_name, body = ["self"], list[str](), list[str]()
    for each in fields:
        value, given = each.name, each.name
        if each.default is not MISSING:
            known[f"default_{each.name}"] = each.default
            given = f"{each.name}=default_{each.name}"
        elif each.default_factory is not MISSING:
            known[f"make_{each.name}"] = each.default_factory
            given, value = f"{each.name}=MISSING", f"make_{each.name}() if {each.name} is MISSING else {each.name}"
        if each.init:
            (by_name if each.kw_only else by_place).append(given)
        else:
            value = f"make_{each.name}()" if each.default is MISSING else f"default_{each.name}"
        body.append(f" set_(self, {each.name!r}, {value})")
    if hasattr(made, "__post_init__"):
        body.append(" self.__post_init__()")
    arguments = ", ".join([*by_place, "*", *by_name] if by_name else by_place)
    found: dict[str, Any] = {}
    exec("\n".join([f"def __init__({arguments}):", *(body or [" pass"])]), known, found)  # noqa: S102 - our own names
    init: Any = found["__init__"]
    init.__qualname__ = f"{made.__qualname__}.__init__"
    init.__annotations__ = {each.name: each.type for each in fields if each.init}
    return init  # type: ignore[no-any-return]


def _comparing(names: tuple[str, ...]) -> dict[str, Callable[..., Any]]:
    """Equality and the hash: by the values of all fields that count, among objects of the same class."""
    values: Callable[[Any], Any] = attrgetter(*names) if names else lambda _one: ()

    def equal(self: Any, other: Any) -> Any:
        return values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented

    def hashed(self: Any) -> int:
        return hash(values(self))

    return {"__eq__": equal, "__hash__": hashed}


def _repr(names: tuple[str, ...]) -> Callable[[Any], str]:
    @recursive_repr("...")
    def written(self: Any) -> str:
        return f"{type(self).__qualname__}({', '.join(f'{name}={getattr(self, name)!r}' for name in names)})"

    return written


def _set(_self: object, name: str, _value: object) -> NoReturn:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _delete(_self: object, name: str) -> NoReturn:
    raise FrozenInstanceError(f"cannot delete field {name!r}")


def _state(self: Any) -> list[Any]:
    return [getattr(self, each.name) for each in dataclasses.fields(self)]


def _set_state(self: Any, state: list[Any]) -> None:
    for each, value in zip(dataclasses.fields(self), state, strict=True):
        object.__setattr__(self, each.name, value)
