"""What is kept of a text, what is shown of it, and which names are the same."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from boardtui.domain.records.text import (
    MARK,
    acts,
    clean,
    harmless,
    of_sure_width,
    one_line,
    only_drawn,
    same_key,
    tidy_line,
    tidy_text,
)

# Control characters, halves of characters, separators, marks of direction, and what has no width or no meaning.
ODD = "\x00\x07\x1b\x7f\x9b\x85\ud800\udfff\u2028\u2029\u202e\u2066\u200e\u200f\u061c\u00ad\u200b\u2060\ufeff"
ODD += "\U000e0001\U000e0041\ufdd0\uffff\U0010ffff\ue000\U000f0000\ufff9\u206a\t\r\n\v\f"
# What composes, joins or orders itself in its neighbourhood.
TOUCHY = "eA\u0301\u0338\u0327→\u2329\u0928\u093c\u094d\u0958\u0627\u0653👩👧❤\ufe0f🏽\u200c\u200d\u00a0 '’.․1"

anything = st.text(st.characters(codec=None) | st.sampled_from(ODD + TOUCHY), max_size=30)
touchy = st.text(st.sampled_from(ODD + TOUCHY), max_size=12)
texts = anything | touchy

BIDI = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
ORDINARY = [
    "Mae Gwasanaethau Plant yn gwella: tŷ, dŵr, ŵyn, ö",
    "Zażółć gęślą jaźń – Łódź",
    "خدمات الأطفال ٪٢٠",
    "می‌خواهم",  # Persian: the joiner keeps two letters apart
    "क्‍ष र्‍य",  # Hindi: the joiner gives half letters their form
    "സന്‍",  # Malayalam: a letter of its own at the end of a word
    "Family 👩‍👩‍👧‍👦, ❤️‍🔥, 🏳️‍🌈, 👩🏽‍⚕️ and 1️⃣",
    "Zoë’s “20 %” → done ✓ £5 – ½",
    "家庭 ホーム 가족",
]


class TestWhatIsKept:
    @pytest.mark.parametrize("words", ORDINARY)
    def test_what_people_write_stays_as_it_is(self, words: str) -> None:
        assert tidy_line(words) == tidy_text(words) == harmless(words) == unicodedata.normalize("NFC", words)

    @pytest.mark.parametrize(
        ("typed", "kept"),
        [
            ("cafe\u0301", "café"),
            ("a\x1b[2Jb\x9b31m\x00", "a[2Jb31m"),
            ("safe\u202eguard\u2066\u200e\u200f\u061c", "safeguard"),
            ("im\u00adprove\u200bment\u2060\ufeff", "improvement"),
            ("a\u200db\u200cc", "abc"),
            ("👩\u200d plan", "👩 plan"),
            ("a\U000e0041b\ufdd0\uffffc\ue123", "abc"),
            ("half \ud83d", "half"),
            ("\uf0b7 one", "• one"),
            ("\u00a0one\u2028two \u0085 three\t", "one two three"),
        ],
    )
    def test_what_nobody_sees_is_left_out_of_a_line(self, typed: str, kept: str) -> None:
        assert tidy_line(typed) == kept

    def test_lines_of_a_text_stay_lines_however_they_end(self) -> None:
        assert tidy_text("one\r\ntwo\rthree\u2028four\u2029five\u0085six\n\n") == "one\ntwo\nthree\nfour\nfive\nsix"
        assert tidy_text("a\tb  \n c") == "a\tb\n c"

    @given(texts)
    @example("\u2329\u200d\u2329")
    @example("\u0928\u00ad\u093c\u200d")
    def test_what_was_cleaned_once_is_clean(self, text: str) -> None:
        for cleaned in (clean, tidy_line, tidy_text):
            once = cleaned(text)
            assert cleaned(once) == once
            assert unicodedata.is_normalized("NFC", once)
            assert not [
                c for c in once if c not in "\n\t" and unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp", "Co")
            ]
            assert not BIDI & set(once)
            assert not set("\u00ad\u200b\u2060\ufeff") & set(once)

    @given(st.text(st.characters(categories=["L", "N", "P", "S"]), max_size=40))
    def test_no_letter_digit_or_sign_is_lost(self, text: str) -> None:
        assert clean(text) == unicodedata.normalize("NFC", text)


class TestWhatIsShown:
    @given(texts)
    def test_nothing_that_is_shown_acts_on_the_screen(self, text: str) -> None:
        for words in (harmless(text), one_line(text), only_drawn(text)):
            assert not [c for c in words.replace("\n", "") if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp")]
            assert not BIDI & set(words)
            assert not acts(words)
        assert "\n" not in one_line(text) + only_drawn(text)

    @given(texts)
    @example("\u0300\u200c\u094d\u200c")  # marks that change places lay a joiner bare
    def test_what_is_kept_is_shown_as_it_is(self, text: str) -> None:
        assert one_line(tidy_line(text)) == tidy_line(text)
        assert harmless(harmless(text)) == harmless(text)

    def test_where_something_would_have_acted_there_is_a_mark(self) -> None:
        assert harmless("a\x1b[2J\u202eb\nc") == f"a{MARK}[2J{MARK}b\nc"

    def test_what_earlier_versions_kept_is_shown_as_this_one_keeps_it(self) -> None:
        assert harmless("cafe\u0301 im\u00adprove\u200bment") == "café improvement"


class TestWhatLooksTheSame:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("1.1", "1．1"),
            ("1.1", "1․1"),
            ("1.1", "1。1"),
            ("1.1", "\u00a01.1\u2009"),
            ("1.1", "１.１"),
            ("CIP06", "cip\u00ad06\u200b"),
            ("CIP-06", "CIP‑06"),
            ("CIP 06", "CIP\u00a006"),
            ("head's", "Head’s"),
            ("head's", "headʼs"),
            ("Zoë", "ZOE\u0308"),
            ("Straße", "STRASSE"),
            ("می‌خواهم", "میخواهم"),
            ("a\u202eb", "ab"),
        ],
    )
    def test_two_that_look_the_same_are_the_same(self, one: str, other: str) -> None:
        assert same_key(one) == same_key(other)

    @pytest.mark.parametrize(("one", "other"), [("1.1", "11"), ("1.1", "1-1"), ("Zoe", "Zoë"), ("CIP06", "CIP 06")])
    def test_two_that_look_different_are_not(self, one: str, other: str) -> None:
        assert same_key(one) != same_key(other)

    @given(texts)
    def test_it_is_the_same_for_what_was_typed_what_is_kept_and_itself(self, text: str) -> None:
        assert same_key(text) == same_key(tidy_line(text)) == same_key(same_key(text))

    @given(st.text(st.characters(max_codepoint=126, min_codepoint=32)))
    def test_plain_letters_are_compared_as_all_others_are(self, text: str) -> None:
        assert same_key(text) == same_key(f"\u00ad{text}")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Kept \u303d\ufe0f well", "Kept \u303d well"),
        ("\u2764\ufe0f", "\u2764"),
        ("\U0001f1ec\U0001f1e7 plan", "GB plan"),
        ("\U0001f468\u200d\U0001f469\u200d\U0001f467", "\U0001f468\U0001f469\U0001f467"),
        ("\U0001f44d\U0001f3fd", "\U0001f44d"),
        ("1\ufe0f\u20e3", "1"),
        ("نمی\u200cخواهم", "نمی\u200cخواهم"),
        ("Zoë", "Zoë"),
    ],
)
def test_pictures_that_terminals_count_differently_are_shown_so_that_all_count_the_same(text: str, shown: str) -> None:
    assert of_sure_width(text) == shown
