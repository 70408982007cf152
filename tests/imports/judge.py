"""Judges an import from outside: by what the command prints and by what is on the board afterwards."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from tests.imports.values import area, bare, norm, overlap, plain, same, same_words, when

Record = dict[str, Any]
Run = Callable[..., tuple[int, str]]
RATED = "rag rationale evidence back_to_green help_wanted"
# The fields of today. One that a record does not list must be empty; one that is new since then may hold kept words.
FIELDS = {
    kind: set(names.split())
    for kind, names in {
        "action": f"ambition ref title lead {RATED} original_due due due_reason commentary difference measure "
        "recommendation tracker links",
        "action_arising": "meeting item text owner due due_reason done outcome",
        "ambition": f"ref title lead {RATED} routed_to narrative achievements links",
        "budget_line": "title source year approved spent spent_at projected variance note",
        "comparator": "title year value provisional",
        "decision": "meeting item text made_by date",
        "kpi": "ref title group ambition lead minimum upper definition commentary links unit frequency basis polarity",
        "milestone": f"ref title lead due due_reason {RATED} note links",
        "mitigation": "title owner progress progress_words due due_reason",
        "reading": "series period numerator denominator value provisional note",
        "risk": "ref title description category owner ambition inherent inherent_why current current_why target "
        "target_why response next_review state closed_why commentary links",
    }.items()
}
EMPTY: tuple[Any, ...] = ("", None, False, 0, [], "not rated", "none", "open", "period")
UNCHECKED = {"kpi": {"unit", "frequency", "basis", "polarity"}}  # where nothing is expected of them
BESIDE = {"due": "due_reason", "current": "current_why", "state": "closed_why", "rag": RATED}  # may follow a change
CHILDREN = {"mitigations": ("mitigation", "risk"), "readings": ("reading", "kpi"), "comparators": ("comparator", "kpi")}
TARGETS, KNOWN_BY, ANY = {"upper", "minimum"}, {"ref", "title", "text", "period"}, {"any": True}
NO_FIELDS = {"ignored", "checked", "kind", "reading", "period", "area", "likelihood", "impact", "mitigation", "None"}


def headed(headings: Iterable[str]) -> re.Pattern[str]:
    """Finds `Heading: words` in a line: the heading whole, its lowest row only, or without the bracket at its end."""
    some = {s for each in map(plain, headings) for s in (each, each.split(" / ")[-1], each.strip("()"))}
    some |= {re.sub(r" ?\([^)]*\)$", "", each) for each in some}
    every = "|".join(map(re.escape, sorted(some - {""}, key=len, reverse=True)))
    return re.compile(rf"(?=(?<!\w)(?:{every}) ?(?:\([^)]*\) ?)?: ?(.*))")


def pair(wanted: Sequence[Record], actual: Sequence[Record]) -> list[Record]:
    """For each wanted record the actual one that is most like it, none twice; {} where nothing is."""
    scored: list[tuple[int, int, int]] = []
    found: list[Record] = [{}] * len(wanted)
    used: set[int] = set()
    for i, want in enumerate(wanted):
        fields = {k: v for k, v in want.items() if k not in ("kind", "at", *CHILDREN) and not isinstance(v, dict)}
        for j, got in enumerate(actual):
            equal = {k for k, v in fields.items() if k in got and same(k, v, got[k])}
            if KNOWN_BY & equal or 2 * len(equal) >= len(fields) > 0:
                scored.append((-len(equal) - 2 * len(KNOWN_BY & equal), i, j))
    for _, i, j in sorted(scored):
        if not found[i] and j not in used:
            found[i] = actual[j]
            used.add(j)
    return found


# What was printed may be anything: the objects in a list of it, and the object under a name; none where it is other.
def listed(data: Any, name: str) -> list[Record]:
    return [each for each in data[name] if isinstance(each, dict)] if isinstance(data.get(name), list) else []


def under(data: Any, name: str) -> Record:
    return data[name] if isinstance(data.get(name), dict) else {}


def is_open(question: Record) -> bool:
    return question.get("answer") in (None, "")


def same_column(want: str, got: Any, kind: Any) -> bool:
    a, b = (str(each).removeprefix("current ") for each in (want, got))
    if a == "kept_as_words":  # or a field that is new since then
        return a == b or (not {b} & (NO_FIELDS | FIELDS.get(kind, set())) and bool(re.fullmatch("[a-z_]+", b)))
    return a == b or {a, b} == TARGETS or (a in ("ignored", "checked") and b == "kept_as_words")


def as_toml(values: Record, path: tuple[str, ...] = ()) -> str:
    def quote(text: Any) -> str:
        return json.dumps(str(text), ensure_ascii=False)

    lines = ["[" + ".".join(map(quote, path)) + "]"] if path else []
    lines += [f"{quote(k)} = {quote(v)}" for k, v in values.items() if not isinstance(v, dict)]
    return "\n".join(lines + [as_toml(v, (*path, k)) for k, v in values.items() if isinstance(v, dict)]) + "\n"


class Case:
    """One source: what is expected of it, and what of that holds."""

    def __init__(self, path: Path, run: Run, tmp: Path) -> None:
        self.folder, self.run, self.tmp = path.parent, run, tmp
        self.want = json.loads(path.read_text(encoding="utf-8"))
        self.setup, self.answers = self.want["setup"], self.want["setup"]["answers"]
        self.md = self.want["source"].endswith(".md")
        first = re.match(r"after importing (\w+)", str(self.setup["board"]))
        self.earlier = json.loads(path.with_name(f"{first[1]}.expected.json").read_text("utf-8")) if first else {}
        self.columns = [c for each in (self.want, self.earlier) for t in each.get("tables", ()) for c in t["columns"]]
        self.headings = ["section", "title", *(c["heading"] for c in self.columns)]
        self.held = 0
        self.missed: list[str] = []

    def expect(self, holds: Any, what: str) -> None:
        self.held += bool(holds)
        self.missed += [] if holds else [what]

    def equal(self, what: str, got: Any, want: Any) -> None:
        self.expect(got == want, f"{what}: {got!r}, not {want!r}")

    def imports(self, source: str, answers: Record, *options: str) -> tuple[int, Record]:
        shutil.copy(self.folder / source, self.tmp)  # what is expected of it does not lie beside it
        if answers:
            (self.tmp / "map.toml").write_text(as_toml(answers), encoding="utf-8")
            options = ("--map", "map.toml", *options)
        code, out = self.run("import", "plan.board", source, *options, "--json")
        try:
            said = json.loads(out)
        except (ValueError, RecursionError):
            said = {}
        return code, said if isinstance(said, dict) else {}

    def export(self) -> dict[str, Record]:
        """Everything on the board, by id."""
        try:
            kinds = json.loads(self.run("export", "plan.board", "--to", "json")[1])["records"]
            return {r["id"]: r | {"kind": kind, "changed_at": ""} for kind, some in kinds.items() for r in some}
        except (ValueError, KeyError, TypeError, AttributeError):
            return {}

    def make_board(self) -> None:
        start = (self.earlier or self.want)["setup"]["board"]
        self.run("new", "plan.board", "--title", "Improvement plan")
        for record in start["ambition"] if isinstance(start, dict) else ():
            self.run("add", "plan.board", "ambition", *(f"{k}={v}" for k, v in record.items()))
        if self.earlier:
            ratings = {k: v for k, v in self.answers.items() if k == "rating_words"}
            self.imports(self.earlier["source"], self.earlier["setup"]["answers"] | ratings, "--yes")
        for edit in self.setup.get("edits", ()):
            self.run("set", "plan.board", edit["ref"], *map("=".join, edit["set"].items()), "--why", edit["why"])

    def check(self) -> None:
        want, source, board = self.want, self.want["source"], self.tmp / "plan.board"
        self.make_board()
        before, content = self.export(), board.read_bytes() if board.exists() else b""
        unanswered = self.imports(source, {}, "--dry-run")[1] if self.answers else {}
        dry_code, dry = self.imports(source, self.answers, "--dry-run")
        self.expect(dry and board.exists() and board.read_bytes() == content, "--dry-run: board changed, or no JSON")
        self.equal("--dry-run: totals", dry.get("totals"), want["totals"])
        code, said = self.imports(source, self.answers, "--yes")
        after = self.export()
        for option, status, told in (("--dry-run", dry_code, dry), ("--yes", code, said)):
            left = under(told, "totals").get("refused") or any(map(is_open, listed(told, "questions")))
            self.expect(told and status == (1 if left else 0), f"{option}: exit code {status}")
        self.check_asking(said, unanswered)
        self.check_tables(said)
        self.check_records(before, after)
        self.check_changes(said, before, after)
        _, again = self.imports(source, self.answers, "--yes", "--save-map", "saved.toml")
        kept = sum(want["totals"][k] for k in ("added", "changed", "unchanged"))
        counts = want["totals"] | {"added": 0, "changed": 0, "unchanged": kept}
        self.equal("imported again: totals", again.get("totals"), counts)
        self.expect(again and len(after) > len(before) and self.export() == after, "imported again: board changed")
        saved, answers = self.tmp / "saved.toml", re.findall(r' = "(.*)"', as_toml(self.answers))
        text = saved.read_bytes().decode("utf-8", "replace") if saved.is_file() else None
        self.expect(text is not None and all(each in text for each in answers), "--save-map: answers are missing")

    def same_place(self, want: Any, got: Any) -> bool:
        """A cell must be that cell; where a range or a row is expected, somewhere in it is enough."""
        a, b = area(want, self.md), area(got, self.md)
        return a == b if a is None or a[1:3] == a[3:5] else overlap(a, b) > 0

    def check_asking(self, said: Record, unanswered: Record) -> None:
        """The questions and flags that are expected, and not many more."""

        def asked(told: Record, want: Record, left_open: bool) -> bool:
            return any(
                q.get("about") == want["about"]
                and bare(q.get("word")) == bare(want["word"])
                and is_open(q) == left_open
                and self.same_place(want["at"], q.get("at"))
                for q in listed(told, "questions")
            )

        for each in self.want["questions"]:
            name = f"question {each['about']} {each['word']!r} at {each['at']}"
            self.expect(asked(said, each, is_open(each)), name)
            if not is_open(each) and (each["about"] == "kind" or "kind" not in self.answers):
                self.expect(asked(unanswered, each, True), f"{name}: not asked without a map")
        flags, wanted = listed(said, "flags"), self.want["flags"]
        fits = [[f.get("what") == w["what"] and self.same_place(w["at"], f.get("at")) for w in wanted] for f in flags]
        for i, each in enumerate(wanted):
            self.expect(any(fit[i] for fit in fits), f"flag {each['what']} at {each['at']}")
        more = sum(not any(fit) for fit in fits)
        self.expect(said and more <= max(4, len(wanted)), f"nagging: {more} more flags")
        more, fair = sum(map(is_open, listed(said, "questions"))), 2 * sum(map(is_open, self.want["questions"]))
        self.expect(said and more <= max(4, fair), f"nagging: {more} open questions")

    def check_tables(self, said: Record) -> None:
        def places(some: Sequence[Record]) -> list[Any]:
            return [area(f"{each.get('sheet') or ''}!{each.get('range')}", self.md) for each in some]

        want, tables = self.want, listed(said, "tables")
        self.equal("totals", said.get("totals"), want["totals"])
        self.expect(tables and len(tables) <= len(want["tables"]), f"{len(tables)} tables")
        for kind, n in want["made"].items():
            self.equal(f"made {kind}", under(said, "made").get(kind), n)
        for each, place in zip(want["tables"], places(want["tables"]), strict=True):
            name, shared = each["id"], [overlap(place, there) for there in places(tables)]
            got = tables[shared.index(max(shared))] if any(shared) else {}
            for key in ("id", "range", "kind", "header_rows"):
                self.equal(f"{name} {key}", got.get(key, "none"), each[key])
            for key, n in each["rows"].items():
                self.equal(f"{name} rows {key}", under(got, "rows").get(key), n)
            for column, _, field in map(dict.values, each["columns"]):
                there = [c.get("field") for c in listed(got, "columns") if c.get("column") == column]
                holds = any(same_column(field, is_there, each["kind"]) for is_there in there)
                self.expect(holds, f"{name} column {column}: {there}, not {field}")
            for at, outcome, reason, _ in map(dict.values, each["not_added"]):
                there = [
                    area(r.get("at"), self.md)
                    for r in listed(got, "not_added")
                    if (r.get("outcome"), r.get("reason")) == (outcome, reason)
                ]
                span = area(at, self.md)
                assert span is not None
                rows = range(span[2], span[4] + 1)
                holds = all(any(a and a[2] <= n <= a[4] for a in there) for n in rows)
                self.expect(holds, f"{name} row {at}: {outcome}, {reason}")
        for each, place in zip(want["not_tables"], places(want["not_tables"]), strict=True):
            if place and not each["what"].startswith("empty"):
                holds = any(overlap(place, there) for there in places(listed(said, "not_tables")))
                self.expect(holds, f"not a table: {each['sheet']} {each['range']}")

    def check_records(self, before: dict[str, Record], after: dict[str, Record]) -> None:
        matched: set[str] = set()
        kinds: set[str] = set()
        for kind in {each["kind"]: None for each in self.want["records"]}:
            wanted = [each for each in self.want["records"] if each["kind"] == kind]
            kinds |= {kind} | {child for child, owner in CHILDREN.values() if owner == kind}
            for want, got in zip(wanted, pair(wanted, [r for r in after.values() if r["kind"] == kind]), strict=True):
                name, records = f"{kind} at {want['at']}", [got]
                self.check_fields(kind, want, got, name, before, after)
                for key, (child, owner) in CHILDREN.items():
                    some = [r for r in after.values() if got and r["kind"] == child and r.get(owner) == got["id"]]
                    for small, there in zip(want.get(key, ()), pair(want.get(key, ()), some), strict=True):
                        called = f"{name}, {child} {small.get('title') or small['period']!r}"
                        self.check_fields(child, small, there, called, before, after)
                        matched |= {there["id"]} if there else set()
                    records += some
                matched |= {got["id"]} if got else set()
                self.check_kept(want, records, name)
        more = [r["kind"] for i, r in after.items() if i not in before and i not in matched]
        for kind in sorted(kinds):
            self.expect(matched and kind not in more, f"{more.count(kind)} {kind} too many")
        self.expect(matched and set(more) <= kinds, f"records of other kinds: {sorted(set(more) - kinds)}")

    def own_words(self, value: Any) -> Any:
        """A text without the lines `Heading: words`."""
        lines, kept = value.split("\n") if isinstance(value, str) else (), headed(self.headings)
        return "\n".join(line for line in lines if not kept.match(plain(line))) if lines else value

    def check_fields(
        self, kind: str, want: Record, got: Record, name: str, before: dict[str, Record], after: dict[str, Record]
    ) -> None:
        old = before.get(str(got.get("id")), {})
        for field, stated in want.items():
            if field not in FIELDS[kind] or stated == ANY:
                continue
            value: Any = "not rated" if isinstance(stated, dict) else stated
            there: Any = got.get(field)
            if field == "ambition" and str(there) in after:
                there = after[there].get("ref" if after[there].get("ref") == value else "title")
            if field in TARGETS and not set(want) >= TARGETS:  # a sole target may be in either, or in both
                both = [got[f] for f in TARGETS if got.get(f)]
                holds = both and all(same(field, value, each) for each in both)
            else:
                holds = field in got and (same(field, value, there) or same(field, value, self.own_words(there)))
            self.expect(holds, f"{name}: {field} {there!r}, not {value!r}")
        free = set(want) | UNCHECKED.get(kind, set()) | (TARGETS if TARGETS & set(want) else set())
        free.update(*(beside.split() for field, beside in BESIDE.items() if old and old.get(field) != got.get(field)))
        if any(same("due", got.get("original_due"), each.get("due")) for each in (got, old)):
            free.add("original_due")
        filled = [f for f in sorted(FIELDS[kind] - free) if got.get(f) not in EMPTY]
        more = [f for f in filled if self.own_words(got[f]) not in EMPTY]
        self.expect(got and not more, f"{name}: not expected: {', '.join(f'{f} {got[f]!r}' for f in more)}")

    def check_kept(self, want: Record, records: Sequence[Record], name: str) -> None:
        """Words without a field stand on the record, and so does the word of a rating that was not understood."""
        kept = {k: v for k, v in want.get("kept_as_words", {}).items() if v != ANY}
        asked = want["rag"].get("ask") if isinstance(want.get("rag"), dict) else None
        if asked and asked not in kept.values():
            kept |= {next(c["heading"] for c in self.columns if c["field"] == "rag"): asked}
        claimed = {k for k, v in want.items() if v != ANY}
        texts = [(f, v) for r in records for f, v in r.items() if isinstance(v, str) and f not in ("id", "kind")]
        for key, words in kept.items():
            start = plain(re.sub(r" \(\d\)$", "", key)).strip("()")
            beside = headed([h for h in self.headings if plain(h).startswith(start)] or [key])
            found = any(
                same_words(words, m[1], self.answers.get("date_order", "dmy"))
                for _, v in texts
                for line in v.split("\n")
                for m in beside.finditer(plain(line))
            )
            found = found or (len(norm(words)) >= 10 and any(plain(words) in plain(v) for _, v in texts))
            found = found or any(f not in claimed and when(words) == when(v) for f, v in texts)
            self.expect(found, f"{name}: words lost: {key}: {words!r}")

    def check_changes(self, said: Record, before: dict[str, Record], after: dict[str, Record]) -> None:
        for each in self.want.get("changes", ()):
            there = [c for c in listed(said, "changes") if all(c.get(k) == each[k] for k in ("ref", "field"))]
            holds = any(all(same(each["field"].split()[-1], each[k], c.get(k)) for k in ("from", "to")) for c in there)
            self.expect(holds, f"change of {each['ref']} {each['field']}")
        for each in self.want.get("gone", ()):
            holds = any(r.get("ref") == each["ref"] and i in before for i, r in after.items())
            holds = holds and any(g.get("ref") == each["ref"] for g in listed(said, "gone"))
            self.expect(holds, f"gone, and still on the board: {each['ref']}")
        for edit in self.setup.get("edits", ()):
            for field, value in edit["set"].items():
                found = [r.get(field) for r in after.values() if r.get("ref") == edit["ref"]]
                self.expect(said and found == [value], f"{edit['ref']} {field}: {found}; it had been set to {value!r}")
