"""Every theme can be read by everybody, and no theme file can stop the program."""

import math
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from itertools import combinations, product
from pathlib import Path
from typing import Any

import pytest
import tomli_w
from rich.style import Style
from textual.color import Color
from textual.theme import Theme

from boardtui.domain.records.rag import Rag
from boardtui.settings import paths
from boardtui.settings.paths import bundled
from boardtui.settings.settings import Settings
from boardtui.settings.theme_files import choose_theme, load_themes, missing_theme
from boardtui.settings.themes import ThemeFile, contrast

FILES = sorted((Path(__file__).parents[2] / "themes").glob("*.toml"))
IN_COLOUR = [path for path in FILES if path.stem != "no-colour"]


def stem(path: Path) -> str:
    return path.stem


def shipped(path: Path) -> ThemeFile:
    themes, _ = load_themes(Path("there-is-no-such-folder"))
    return next(theme for theme in themes if theme.source.name == path.name)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The empty theme folder of a user."""
    monkeypatch.setenv("BOARDTUI_CONFIG_DIR", str(tmp_path))
    (tmp_path / "themes").mkdir()
    return tmp_path / "themes"


def own_theme(**changes: Any) -> dict[str, Any]:
    """A good theme of a user's, with changes: ``rag__red`` is ``red`` in ``[rag]``, None takes away."""
    document = tomllib.loads((bundled("themes") / "council-dark.toml").read_text("utf-8"))
    document |= {"name": "mine", "label": "Mine"}
    for name, value in changes.items():
        *tables, key = name.split("__")
        table = document
        for part in tables:
            table = table[part]
        if value is None:
            del table[key]
        else:
            table[key] = value
    return document


def put(folder: Path, document: dict[str, Any], name: str = "mine.toml") -> None:
    (folder / name).write_bytes(tomli_w.dumps(document).encode())


def names(themes: list[ThemeFile]) -> list[str]:
    return [theme.name for theme in themes]


# What people see, measured here without the program's own arithmetic.


def linear(colour: str) -> list[float]:
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]


def ratio(one: str, other: str) -> float:
    """Contrast by the formula of WCAG 2.2, 1 to 21."""
    light = sorted(sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear(x), strict=True)) for x in (one, other))
    return (light[1] + 0.05) / (light[0] + 0.05)


# Machado, Oliveira and Fernandes 2009, severity 1.0, on linear RGB.
SIGHT = {
    "ordinary": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
}


def as_seen(colour: str, sight: str) -> tuple[float, float, float]:
    """CIE L*a*b* (D65) of a colour as somebody with that sight sees it."""
    light = linear(colour)
    red, green, blue = (
        min(1.0, max(0.0, sum(weight * part for weight, part in zip(row, light, strict=True)))) for row in SIGHT[sight]
    )
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883
    fx, fy, fz = (t ** (1 / 3) if t > 216 / 24389 else (24389 / 27 * t + 16) / 116 for t in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def difference(one: str, other: str) -> float:
    """The least CIE 1976 colour difference between two colours over all kinds of sight."""
    return min(math.dist(as_seen(one, sight), as_seen(other, sight)) for sight in SIGHT)


class TestShippedThemes:
    def test_all_of_them_can_be_used(self, folder: Path) -> None:
        themes, problems = load_themes()
        assert problems == []
        assert names(themes) == ["council-dark", "council-light", "high-contrast", "no-colour", "projector"]
        assert len({theme.label for theme in themes}) == 5

    @pytest.mark.parametrize("path", FILES, ids=stem)
    def test_all_text_is_readable_on_what_lies_under_it(self, path: Path) -> None:
        document = tomllib.loads(path.read_text("utf-8"))
        colours, marks = document["colours"], document["marks"]
        text = {
            **{n: colours[n] for n in ("foreground", "muted", "primary", "accent", "success", "warning", "error")},
            **marks,
        }
        assert set(marks) == {"better", "worse", "same"}
        pairs = {
            f"{name} on {place}": (colour, colours[place])
            for (name, colour), place in product(text.items(), ("background", "surface", "panel"))
        }
        pairs |= {f"{name} on boost": (colours[name], colours["boost"]) for name in ("foreground", "muted")}
        boxes = {name: document[name] for name in ("header", "cursor")} | document["rag"] | document["bands"]
        assert set(document["rag"]) == {"red", "amber", "green", "blue", "not_rated"}
        assert set(document["bands"]) == {"low", "moderate", "high", "extreme"}
        pairs |= {name: (box["text"], box["background"]) for name, box in boxes.items()}
        assert {name: ratio(*pair) for name, pair in pairs.items() if ratio(*pair) < 4.5} == {}

    @pytest.mark.parametrize("path", FILES, ids=stem)
    def test_what_textual_makes_of_a_theme_is_readable_too(self, path: Path) -> None:
        variables = self.resolved(shipped(path))

        def pairs() -> Iterator[tuple[str, str]]:
            yield from (
                ("footer-key-foreground", "footer-background"),
                ("footer-foreground", "footer-background"),
            )
            yield ("footer-description-foreground", "footer-background")
            for state in ("", "-blurred"):
                yield (f"block-cursor{state}-foreground", f"block-cursor{state}-background")
            yield from (("foreground", "block-hover-background"), ("foreground", "accent-darken-1"))
            yield from (
                ("input-cursor-foreground", "input-cursor-background"),
                ("foreground", "panel-lighten-1"),
            )
            yield from (
                ("input-selection-foreground", "input-selection-background"),
                ("link-color", "surface"),
            )
            yield from (
                ("text-muted", "surface"),
                ("text-disabled", "surface"),
                ("button-foreground", "surface"),
            )
            yield from product((f"markdown-h{level}-color" for level in range(1, 7)), ("background", "surface"))
            for role in ("primary", "secondary", "accent", "success", "warning", "error"):
                yield from (
                    ("text", role),
                    (f"text-{role}", f"{role}-muted"),
                    (f"text-{role}", "panel-lighten-1"),
                )
                yield ("button-color-foreground", role)

        def drawn(text: str, under: str) -> float:
            background = Color.parse(variables["background"]) + Color.parse(variables[under])
            given = variables[text]
            if given.startswith("auto"):
                colour = background.get_contrast_text(float(given.split()[1].rstrip("%")) / 100)
            else:
                colour = Color.parse(given)
            return ratio((background + colour).hex6, background.hex6)

        assert {pair: drawn(*pair) for pair in pairs() if drawn(*pair) < 4.5} == {}

    @pytest.mark.parametrize("path", FILES, ids=stem)
    def test_frames_can_be_seen(self, path: Path) -> None:
        variables = self.resolved(shipped(path))
        for frame, place in product(("border", "border-blurred", "scrollbar"), ("background", "surface")):
            assert ratio(variables[frame], variables[place]) >= 3, (frame, place)

    @pytest.mark.parametrize("name", ["high-contrast", "projector"])
    def test_where_contrast_is_the_point_running_text_has_seven_to_one(self, name: str) -> None:
        colours = shipped(Path(f"{name}.toml")).colours
        for text, place in product(("foreground", "muted", "accent", "error"), ("background", "surface", "panel")):
            assert ratio(colours[text], colours[place]) >= 7, (text, place)

    @pytest.mark.parametrize("path", IN_COLOUR, ids=stem)
    def test_ratings_bands_and_marks_survive_colour_blindness(self, path: Path) -> None:
        theme = shipped(path)
        families = (
            {name: pair.background for name, pair in theme.rag.items()},
            {name: pair.background for name, pair in theme.bands.items()},
            dict(theme.marks),
        )
        close = {
            (one, other): difference(family[one], family[other])
            for family in families
            for one, other in combinations(family, 2)
            if difference(family[one], family[other]) < 20
        }
        assert close == {}
        assert difference(theme.rag["red"].background, theme.rag["green"].background) > 44

    def test_the_measure_of_colour_blindness_finds_a_pair_known_to_be_bad(self) -> None:
        assert difference("#D4351C", "#00703C") < 20

    def test_without_colour_all_is_grey_and_every_rating_has_a_style_of_its_own(self) -> None:
        theme = shipped(Path("no-colour.toml"))
        colours = [
            *theme.colours.values(),
            *theme.marks.values(),
            *(v for v in theme.variables.values() if v[0] == "#"),
        ]
        assert [colour for colour in colours if len({colour[1:3], colour[3:5], colour[5:7]}) > 1] == []
        assert len({pair.style for pair in theme.rag.values()}) == len(theme.rag)
        assert "reverse" in theme.rag["red"].style
        assert "underline" in theme.rag["amber"].style

    @pytest.mark.parametrize("path", FILES, ids=stem)
    def test_a_theme_says_rightly_whether_it_is_dark(self, path: Path) -> None:
        theme = shipped(path)
        assert theme.dark == (sum(linear(theme.colours["background"])) < sum(linear(theme.colours["foreground"])))

    def test_all_themes_give_the_style_sheet_the_same_variables(self) -> None:
        assert len({frozenset(shipped(path).variables) for path in FILES}) == 1
        variables = shipped(FILES[0]).variables
        assert variables["rag-red-background"] == "#A4161A"
        assert variables["rag-not-rated-style"] == "none"
        assert {"band-extreme-text", "mark-worse", "header-background"} <= variables.keys()

    def test_there_is_a_pair_for_every_rating_by_its_value(self) -> None:
        assert set(shipped(FILES[0]).rag) == set(Rag)

    @pytest.mark.parametrize("path", FILES, ids=stem)
    def test_rich_understands_every_pair(self, path: Path) -> None:
        theme = shipped(path)
        for pair in (theme.header, theme.cursor, *theme.rag.values(), *theme.bands.values()):
            style = Style.parse(pair.as_style)
            assert style.bgcolor is not None
            assert style.bgcolor.name == pair.background.lower()
            assert bool(style.reverse) == ("reverse" in pair.style)

    @staticmethod
    def resolved(theme: ThemeFile) -> dict[str, str]:
        textual = Theme(**theme.textual_arguments())
        assert (textual.name, textual.dark) == (theme.name, theme.dark)
        return {**textual.to_color_system().generate(), **textual.variables}


class TestContrast:
    @pytest.mark.parametrize(
        ("one", "other", "expected"),
        [
            ("#000000", "#FFFFFF", 21.0),
            ("#777777", "#FFFFFF", 4.48),
            ("#767676", "#FFFFFF", 4.54),
            ("#123456",) * 2 + (1,),
        ],
    )
    def test_published_values(self, one: str, other: str, expected: float) -> None:
        assert contrast(one, other) == pytest.approx(expected, abs=0.005)
        assert contrast(other, one) == contrast(one, other)


class TestUserThemes:
    def test_a_good_one_stands_behind_the_shipped_ones(self, folder: Path) -> None:
        put(folder, own_theme(colours__accent="#abc"))
        themes, problems = load_themes()
        assert problems == []
        assert names(themes)[-1] == "mine"
        assert themes[-1].label == "Mine"
        assert themes[-1].colours["accent"] == "#AABBCC"
        put(folder, own_theme(label="M", name="x" * 40, rag__red__style=" bold  underline ", rag__blue__style="none"))
        themes, problems = load_themes()
        assert (problems, themes[-1].label, themes[-1].name) == ([], "M", "x" * 40)
        red, blue = themes[-1].rag["red"], themes[-1].rag["blue"]
        assert red.as_style == f"bold underline {red.text} on {red.background}"
        assert blue.as_style == f"{blue.text} on {blue.background}"

    def test_the_example_in_the_documentation_works(self, folder: Path) -> None:
        text = (Path(__file__).parents[2] / "docs" / "themes.md").read_text("utf-8")
        (folder / "example.toml").write_text(text.split("```toml\n")[1].split("```")[0], encoding="utf-8")
        themes, problems = load_themes()
        assert problems == []
        assert names(themes)[-1] == "our-town"

    @pytest.mark.parametrize(
        ("changes", "said"),
        [
            ({"colours__primary": "purpleish"}, 'colours.primary is "purpleish", which is not a colour'),
            ({"colours__primary": "#12345"}, 'colours.primary is "#12345"'),
            ({"colours__primary": "x" * 40}, f'colours.primary is "{"x" * 30}", which is not a colour'),
            ({"colours__primary": "#1B2A41\n"}, "which is not a colour"),
            ({"marks__worse": 7}, "marks.worse should be text in quotation marks"),
            ({"rag__blue": None}, "rag.blue is missing"),
            ({"rag__blue": "#2C5FA8"}, "rag.blue should be a table"),
            ({"bands__high__text": None}, "bands.high.text is missing"),
            ({"cursor": None}, "cursor is missing"),
            ({"label": None}, "label is missing"),
            ({"label": "\x1b\u202e"}, "its label should have 1 to 40 characters"),
            ({"label": "x" * 41}, "its label should have 1 to 40 characters"),
            ({"name": "My Theme"}, "its name may hold only small letters"),
            ({"name": "x" * 41}, "its name may hold only small letters"),
            ({"dark": "yes"}, "dark should be true or false"),
            ({"rag__red__style": "bold blink"}, "rag.red.style may only hold the words"),
            ({"rag__red__style": "none bold"}, "rag.red.style may only hold the words"),
            ({"rag__red__style": " "}, "rag.red.style may only hold the words bold, italic, none, reverse, underline"),
            ({"colours__muted": "#5A6675"}, "muted on background cannot be read easily (#5A6675 on #10161F"),
            ({"rag__amber__text": "#FFFFFF"}, "the text of rag.amber cannot be read easily"),
            ({"rag__not_rated__text": "#3B4655"}, "the text of rag.not_rated cannot be read easily"),
            ({"cursor__background": "#8FB4DE"}, "the text of cursor cannot be read easily"),
            ({"marks__better": "#2C5FA8"}, "marks.better on background cannot be read easily"),
            (
                {"name": "projector"},
                "the name projector is taken by projector.toml; give it a name of its own",
            ),
        ],
    )
    def test_a_faulty_one_is_passed_over_with_one_sentence(
        self, folder: Path, changes: dict[str, Any], said: str
    ) -> None:
        put(folder, own_theme(**changes))
        put(folder, own_theme(name="good"), "other.toml")
        themes, problems = load_themes()
        assert names(themes)[5:] == ["good"]
        (problem,) = problems
        assert problem.startswith("The theme file mine.toml is passed over: ")
        assert said in problem

    def test_a_contrast_just_short_is_not_rounded_up_in_the_sentence(self, folder: Path) -> None:
        put(folder, own_theme(header__text="#777777", header__background="#FFFFFF"))
        assert "has a contrast of 4.4 to 1, and at least 4.5 is needed" in load_themes()[1][0]

    def test_bad_toml_is_reported_with_its_line(self, folder: Path) -> None:
        (folder / "mine.toml").write_text('name = "mine"\n\n[colours\n', encoding="utf-8")
        themes, (problem,) = load_themes()
        assert len(themes) == 5
        assert "mine.toml is passed over: line 3 is not valid TOML" in problem

    def test_the_second_of_two_with_one_name_is_passed_over(self, folder: Path) -> None:
        put(folder, own_theme(label="First"), "a.toml")
        put(folder, own_theme(label="Second"), "b.toml")
        themes, (problem,) = load_themes()
        assert [theme.label for theme in themes[5:]] == ["First"]
        assert "b.toml is passed over: the name mine is taken by a.toml" in problem

    def test_a_misspelt_setting_is_mentioned_and_the_theme_works(self, folder: Path) -> None:
        put(folder, own_theme(colours__acent="#FFFFFF", rag__red__txt="#FFFFFF", extra=1))
        themes, problems = load_themes()
        assert names(themes)[-1] == "mine"
        assert problems == [
            f"In the theme file mine.toml, {name} means nothing to this program and is ignored."
            for name in ("extra", "colours.acent", "rag.red.txt")
        ]

    def test_other_files_and_odd_ones_do_no_harm(self, folder: Path) -> None:
        (folder / "notes.txt").write_text("not a theme", encoding="utf-8")
        (folder / "folder.toml").mkdir()
        (folder / "empty.toml").write_bytes(b"")
        (folder / "binary.toml").write_bytes(bytes(range(256)))
        themes, problems = load_themes()
        assert len(themes) == 5
        assert [problem.split(" is passed over")[0][-12:] for problem in problems] == [
            " binary.toml",
            "e empty.toml",
            " folder.toml",
        ]

    def test_no_theme_folder_is_nothing_to_report(self, folder: Path) -> None:
        folder.rmdir()
        assert load_themes()[1] == []

    def test_a_file_in_place_of_the_folder_is_reported(self, folder: Path) -> None:
        folder.rmdir()
        folder.write_text("", encoding="utf-8")
        themes, (problem,) = load_themes()
        assert len(themes) == 5
        assert "cannot be opened" in problem

    def test_an_installation_without_themes_is_reported_and_the_users_own_still_work(
        self, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        put(folder, own_theme())
        monkeypatch.setattr(paths, "_PACKAGE", tmp_path / "nowhere" / "src" / "boardtui")
        themes, problems = load_themes()
        assert names(themes) == ["mine"]
        assert problems == ["This installation lacks its folder themes. Install boardtui again."]


class TestChoosing:
    THEMES = load_themes(Path("there-is-no-such-folder"))[0]

    def test_at_the_first_start_it_is_council_dark(self) -> None:
        assert choose_theme(Settings(), self.THEMES, {}).name == "council-dark"

    def test_it_is_the_one_that_was_chosen(self) -> None:
        assert choose_theme(Settings(theme="projector"), self.THEMES, {}).name == "projector"

    @pytest.mark.parametrize("value", ["1", "", "0"])
    def test_no_color_in_the_environment_outweighs_the_choice(self, value: str) -> None:
        assert choose_theme(Settings(theme="projector"), self.THEMES, {"NO_COLOR": value}).name == "no-colour"

    def test_one_that_is_gone_is_said_and_the_usual_one_taken(self) -> None:
        settings = Settings(theme="our-town")
        assert choose_theme(settings, self.THEMES, {}).name == "council-dark"
        assert missing_theme(settings, self.THEMES) == (
            "There is no usable theme called our-town. The usual one is shown; choose another with t."
        )
        assert missing_theme(Settings(theme="projector"), self.THEMES) is None

    def test_without_the_usual_one_any_other_will_do(self) -> None:
        light = [theme for theme in self.THEMES if theme.name == "council-light"]
        assert choose_theme(Settings(), light, {"NO_COLOR": "1"}).name == "council-light"

    def test_without_any_theme_there_is_a_sentence(self) -> None:
        with pytest.raises(LookupError, match="Install boardtui again"):
            choose_theme(Settings(), [], {})


def test_settings_and_themes_need_neither_a_terminal_library_nor_one_that_validates(folder: Path) -> None:
    code = (
        "import sys; sys.modules.update(dict.fromkeys(('textual', 'rich', 'pydantic')))\n"
        "from boardtui.settings.theme_files import load_themes\n"
        "print(len(load_themes()[0]) >= 5)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.stdout.strip(), done.stderr) == ("True", "")
