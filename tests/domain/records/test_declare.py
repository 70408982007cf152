"""What every declaration of a kind promises to the tables, forms, exports and the merge."""

import pytest

from boardtui.domain.errors import InvalidValue
from boardtui.domain.records.declare import by_group, identity_for, keeps, natural_id, validate, values_as_declared
from boardtui.domain.records.kinds import IN_PAPERS_ORDER, KINDS, Kind
from boardtui.domain.records.rag import Rag

EVERY_KIND = list(KINDS.values())


@pytest.mark.parametrize("kind", EVERY_KIND, ids=lambda kind: kind.name)
def test_every_field_has_a_label_and_a_group_and_accepts_its_own_default(kind: Kind) -> None:
    for attribute in kind.attributes.values():
        assert attribute.label
        assert attribute.name in kind.groups[attribute.group]
    for group in kind.groups:
        defaults = {name: kind.attributes[name].default for name in kind.groups[group]}
        assert validate(kind.name, group, {}) == validate(kind.name, group, defaults)


@pytest.mark.parametrize("kind", EVERY_KIND, ids=lambda kind: kind.name)
def test_a_stored_value_is_read_back_as_it_is(kind: Kind) -> None:
    """Merging compares values as they are stored: reading one again must not change it."""
    for group in kind.groups:
        once = validate(kind.name, group, {})
        assert validate(kind.name, group, once) == once


@pytest.mark.parametrize("kind", EVERY_KIND, ids=lambda kind: kind.name)
def test_no_group_is_called_life_which_says_whether_a_record_exists(kind: Kind) -> None:
    assert "life" not in kind.groups


def test_fields_that_only_make_sense_together_are_one_unit_of_conflict() -> None:
    assert set(KINDS["action"].groups["status"]) >= {"rag", "rationale", "evidence"}
    assert set(KINDS["action"].groups["dates"]) == {"due", "due_reason"}
    assert set(KINDS["reading"].groups["figure"]) == {"numerator", "denominator", "value", "provisional"}
    assert set(KINDS["risk"].groups["current"]) == {"current", "current_why"}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("R", Rag.RED), ("amber", Rag.AMBER), ("Green", Rag.GREEN), ("b", Rag.BLUE), ("none", Rag.NOT_RATED)],
)
def test_ratings_are_read_as_people_type_them(typed: str, kept: Rag) -> None:
    assert validate("action", "status", {"rag": typed})["rag"] is kept


def test_a_real_day_is_kept_in_one_form_and_an_impossible_one_in_its_own_words() -> None:
    assert validate("action", "dates", {"due": "28/02/2021"})["due"] == "2021-02-28"
    assert validate("action", "dates", {"due": "31/06/2021"})["due"] == "31/06/2021"
    assert validate("action", "dates", {"due": "Dec 21"})["due"] == "Dec 21"


@pytest.mark.parametrize("typed", ["4x3", "4 X 3", "4×3", "4*3"])
def test_scores_are_read_in_any_spelling(typed: str) -> None:
    assert validate("risk", "current", {"current": typed})["current"] == "4x3"


@pytest.mark.parametrize("typed", ["0x3", "4", "43", "high", "4x3x2"])
def test_what_is_no_score_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(InvalidValue, match=r"such as 4x3\.$"):
        validate("risk", "current", {"current": typed})


def test_an_unknown_field_lists_those_there_are() -> None:
    with pytest.raises(InvalidValue, match=r"A risk has no 'colour'\. It has: ref, title, description"):
        by_group(KINDS["risk"], {"colour": "red"})


def test_a_reading_has_the_same_identity_in_every_copy_whatever_its_figures() -> None:
    key = {"kpi": "k", "series": "period", "period": "2019-03"}
    made = [
        identity_for(KINDS["reading"], {**key, **figures}, new)
        for new, figures in (("one", {}), ("two", {"value": "3", "note": "late"}))
    ]
    # Boards that exist hold this identity: another one would make two readings of one.
    assert made == ["37c108fd-6add-556d-b8e5-525cbe65325b"] * 2


@pytest.mark.parametrize("other", [{"kpi": "k2"}, {"series": "current"}, {"period": "2019-04"}])
def test_a_reading_of_another_kpi_series_or_period_is_another_one(other: dict[str, str]) -> None:
    key = {"kpi": "k", "series": "period", "period": "2019-03"}
    first, second = (identity_for(KINDS["reading"], each, "new") for each in (key, {**key, **other}))
    assert first != second


def test_where_one_key_field_ends_and_the_next_begins_makes_a_difference() -> None:
    assert natural_id("reading", "a", "b") != natural_id("reading", "ab", "")
    assert natural_id("reading", "a", "b") != natural_id("comparator", "a", "b")


@pytest.mark.parametrize("kind", [each for each in EVERY_KIND if not each.natural_key], ids=lambda kind: kind.name)
def test_a_record_without_key_fields_gets_an_identity_of_its_own(kind: Kind) -> None:
    assert identity_for(kind, {}, "its own") == "its own"


def test_kinds_come_in_the_order_of_the_papers_and_none_is_left_out() -> None:
    assert [record.kind.name for record in IN_PAPERS_ORDER] == list(KINDS)


TEXTS = (
    "",
    "late",
    " late",
    "late ",
    "very  late",
    "one\ntwo",
    "one \ntwo",
    "\none",
    "tab\there",
    "Zo\u00eb",
    "Zoe\u0308",
    "so\u00adft",
    "bell\x07",
    "x" * 40,
    "x" * 41,
    "x" * 500,
    "x" * 501,
    "x" * 50_001,
)


@pytest.mark.parametrize("kind", EVERY_KIND, ids=lambda kind: kind.name)
def test_a_field_keeps_just_those_texts_that_validating_leaves_as_they_are(kind: Kind) -> None:
    for attribute in kind.attributes.values():
        if attribute.look.form not in ("line", "text"):
            continue
        for text in TEXTS:
            try:
                kept = validate(kind.name, attribute.group, {attribute.name: text})[attribute.name]
            except InvalidValue:
                kept = None
            assert keeps(kind.name, attribute.name, text) == (kept == text), (attribute.name, text[:50])


@pytest.mark.parametrize(
    ("stored", "read"),
    [
        ({}, {}),
        ({"due": "2021-03-31", "due_reason": "Late"}, {"due": "2021-03-31", "due_reason": "Late"}),
        # What another version wrote: some of it is missing, or not known any more, or in another form.
        ({"due": "2021-03-31"}, {"due": "2021-03-31"}),
        ({"due": "2021-03-31", "due_reason": "Late", "due_by": "Head"}, {"due": "2021-03-31", "due_reason": "Late"}),
        ({"due": "31/03/2021"}, {"due": "2021-03-31"}),
        ({"due": "2021-03-31", "due_reason": 5}, {"due": "2021-03-31", "due_reason": "5"}),
        ({"due": ["2021-03-31"], "due_reason": ""}, {}),
    ],
)
def test_what_another_version_wrote_is_read_as_far_as_it_fits_or_not_at_all(
    stored: dict[str, object], read: dict[str, str]
) -> None:
    assert values_as_declared(KINDS["action"], "dates", stored) == {"due": "", "due_reason": "", **read}


def test_stored_values_are_read_in_the_types_of_their_fields() -> None:
    rated = values_as_declared(KINDS["action"], "status", {**validate("action", "status", {}), "rag": "red"})
    assert rated["rag"] is Rag.RED
    assert values_as_declared(KINDS["action"], "status", {"rag": "red"})["rag"] is Rag.RED
    assert values_as_declared(KINDS["action"], "status", {"rag": "purple"})["rag"] is Rag.NOT_RATED
    group = KINDS["action"].attributes["links"].group
    assert values_as_declared(KINDS["action"], group, {"links": ["a", "b"]})["links"] == ("a", "b")
