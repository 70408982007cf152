"""The sample boards say what the papers say. The facts here were typed from the papers, not read from the samples."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from boardtui.domain.dates.periods import parse_period
from boardtui.domain.records.declare import by_group, validate
from boardtui.domain.records.kinds import KINDS, Kind

FOLDER = Path(__file__).parent.parent / "sample_data"
NAMES = ("improvement-plan", "kpi-scorecard", "progress-report")

# What the format adds to the fields of a kind: a local key, and the two series of readings in their KPI.
FORMAT_ONLY = {"key"}
SERIES = {"trend": "period", "current": "current"}

Row = dict[str, Any]


def load(name: str) -> Row:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def rows(plan: Row) -> Iterator[tuple[Kind, Row]]:
    """Every record of a plan with its kind; readings come after their KPI."""
    for name, records in plan.items():
        if name in ("format", "board", "then"):
            continue
        for record in records:
            # A risk has a field called current as well, so only a KPI's tables are readings.
            tables = SERIES if name == "kpi" else {}
            yield KINDS[name], {key: value for key, value in record.items() if key not in tables}
            for table, series in tables.items():
                for period, stated in record.get(table, {}).items():
                    figure = stated if isinstance(stated, dict) else {"value": stated}
                    yield KINDS["reading"], {"kpi": record["ref"], "series": series, "period": period, **figure}
    for step in plan.get("then", []):
        if "values" in step:
            kind = step["add"] if "add" in step else step["set"].partition(":")[0]
            yield KINDS[kind], step["values"]


def links(kind: Kind, record: Row) -> Iterator[str]:
    """Every link of a record, written as kind:ref."""
    for name, target in record.items():
        look = kind.attributes[name].look if name in kind.attributes else None
        if look is None or look.form not in ("link", "links"):
            continue
        for each in [target] if isinstance(target, str) else target:
            yield each if ":" in each else f"{look.kinds[0]}:{each}"


def names_of_records(plan: Row) -> Counter[str]:
    """How often each kind:ref and kind:key that a link can name occurs."""
    return Counter(
        f"{kind}:{record[field]}"
        for kind, records in plan.items()
        if isinstance(records, list) and kind != "then"
        for record in records
        for field in ("ref", "key", *(["date"] if kind == "meeting" else []))
        if field in record
    )


def words(value: object) -> str:
    """All text in a part of a plan, keys included, with single spaces."""
    if isinstance(value, Mapping):
        return " ".join(f"{key} {words(each)}" for key, each in value.items())
    if isinstance(value, list):
        return " ".join(map(words, value))
    return " ".join(str(value).split())


def by_ref(plan: Row, kind: str) -> dict[str, Row]:
    return {record["ref"]: record for record in plan[kind]}


# --- every sample ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_every_field_is_declared_and_holds_its_value(name: str) -> None:
    plan = load(name)
    assert plan["format"] == 1
    for group, values in by_group(KINDS["board"], plan["board"]).items():
        validate("board", group, values)
    checked = 0
    for kind, record in rows(plan):
        fields = {key: value for key, value in record.items() if key not in FORMAT_ONLY}
        for group, values in by_group(kind, fields).items():
            own = {key: v for key, v in values.items() if "link" not in kind.attributes[key].look.form}
            validate(kind.name, group, own)
            checked += 1
    assert checked > 100


@pytest.mark.parametrize("name", NAMES)
def test_every_link_names_exactly_one_record(name: str) -> None:
    plan = load(name)
    known = names_of_records(plan)
    asked = [link for kind, record in rows(plan) for link in links(kind, record)]
    asked += [step["set"] for step in plan.get("then", []) if "set" in step]
    asked += [f"meeting:{step['close_meeting']}" for step in plan.get("then", []) if "close_meeting" in step]
    assert asked
    assert {link: known[link] for link in asked if known[link] != 1} == {}


@pytest.mark.parametrize("name", NAMES)
def test_readings_are_in_date_order_under_canonical_periods(name: str) -> None:
    for kpi in load(name).get("kpi", []):
        for table in SERIES:
            periods = [parse_period(key) for key in kpi.get(table, {})]
            assert [period.key for period in periods] == list(kpi.get(table, {}))
            assert periods == sorted(periods)


# The first ten digits of the SHA-256 of each lower-case name that the papers hold, so that none stands here either.
PEOPLE = """
    018fa96a44 0f066c9b74 18c3bc28bd 19a0098e64 239127e091 299d6631d6 2c9e0a2585 35137d72c2
    366db106f2 481dd7b82d 4c0db82499 548a39619a 5eb67f9f84 61bffea921 668e2b73ac 6ad3facecd
    6ffa280d27 7572326b43 8cf37351b6 9069b685ff 958201ac9d 96ad073f2b 9706987d63 99f7855eb7
    a37c36f0e5 b025079c90 b04ff1e245 c1529b04c2 c4c77d8e74 cb93b9e2a8 cbbcacaf0d cd0e182ad3
    db42328112 e9e326d5f3 ee3b2b0bd4
"""


@pytest.mark.parametrize("name", [*(f"{name}.toml" for name in NAMES), "README.md"])
def test_nobody_is_named_and_nobody_can_be_rung_or_written_to(name: str) -> None:
    text = (FOLDER / name).read_text(encoding="utf-8")
    spoken = set(re.findall(r"[^\W\d_]+", text.lower()))
    named = {word for word in spoken if hashlib.sha256(word.encode()).hexdigest()[:10] in PEOPLE.split()}
    assert len(spoken) > 100
    assert named == set()
    assert "@" not in text
    assert not re.search(r"\(?0\d{3}\)? ?\d{3}", text)


# --- improvement plan --------------------------------------------------------------------------------------------

AMBER_WITH_REVIEWED_DATE = """
    1.1 28/02/2021
    1.2 31/01/2021
    1.3 31/03/2021
    1.4 31/03/2021
    1.5 31/03/2021
    1.6 31/03/2021
    2.2 30/04/2021
    2.5 31/03/2021
    2.7 30/06/2021
    2.9 29/01/2021
    2.10 26/03/2021
    3.2 31/03/2021
    3.3 30/04/2021
    3.4 01/04/2021
    3.5 30/04/2021
    3.6 29/01/2021
    3.7 26/03/2021
    3.8 30/06/2021
    3.9 31/03/2021
    6.1 31/06/2021
    6.2 30/04/2021
    7.6 30/04/2021
    7.7 30/04/2021
"""
ACTIONS_OF = {"1": 9, "2": 10, "3": 10, "4": 11, "5": 8, "6": 6, "7": 9}
AMBER_OF = {"1": 6, "2": 5, "3": 8, "4": 11, "5": 8, "6": 2, "7": 2}

HEADLINES = """
    1 | Audits completed | 39% | 51% | 60%
    1 | Case files judged to be good | 32% | 43% | 31%
    1 | Case files audits moderated | 11% | 7% | 27% exc Dec
    2 | % EHA assessments completed by partner agencies | 24% | 38% | 46%
    2 | % of re-referrals within 12 months of a previous referral | 18.8% | 15.9% | 17.70%
    2 | % of re-referrals that had previously stepped down to EH | 11.1% | 5.60% | 7.80%
    3 | Case file audits evidence strength based assessments | 44% | 52% | 40%
    3 | % cases evidence management oversight in line with practice standards | 71.6% | 66.6% | 61.2%
    4 | Reduction in number of children placed with parents | 70 | 77 | 86
    4 | Long terms stability | 67.4% | 67.2% | 69.8%
    4 | Reduction in the number and % CLA placed in external residential placements | 5.9% | 5.10% | 4.70%
    5 | % of children known to Early Help identified as living in households where neglect is a feature \
| 4.2% | 5.7% | 5.4%
    5 | % of children known to Social Care identified as living in households where neglect is a feature \
| 10.3% | 7.9% | 10%
    5 | % CP Plans commencing that have an initial category of Neglect - last 12 months | 44% | 37.2% | 36.8%
    6 | % EHA where DA is a factor | 26.3% | 19.4% | 9.3%
    6 | % Referrals where DA is a feature | 24.3% | 10.7% | 10%
    6 | % Assessments where DA is identified as a factor | 27.3% | 19.3% | 28.2%
    7 | Number of CLA with a missing incident in the last 12 months | 64 | 55 | 49
    7 | % all children offered a Return Home Interview (RHI) | 98% | 98% | 90%
    7 | % children accepting RHI | 86% | 79% | 84%
"""

NEXT_STEPS_DUE = [
    "November 21 – Launch of Framework Dec 21 - Audit Jan 21 - Survey March – Next audit",
    "Dec 21",
    "October 21",
    "October 21",
    "October 21",
    "October 21",
    "Phase 1 due to conclude April 22 Phase 2 due to start April 22",
    "December 21",
]

# Day or window as stated, and a word of what happens then.
MILESTONES = {
    ("November 21", "launch"), ("Dec 21", "audit"), ("Jan 21", "survey"), ("March", "next audit"),
    ("17th-18th Mar", "consultation launched"), ("19th Mar 30th Apr", "consultation with"),
    ("30th Apr", "close"), ("1st May- 15th Jun", "structure"), ("16th Jun", "union"),
    ("22nd - 24th Jun", "outcome"), ("28th Jun - Sept", "recruitment"), ("1st Jul- Sept", "progression clinics"),
    ("4th Oct", "go live"), ("5th Oct", "practice"), ("28th & 29th September 2021", "Monitoring Visit"),
    ("7th October", "DMT"), ("February 2022", "monitoring visit"), ("2 March 2021", "overview"),
    ("26 January 2021", "clinic"), ("31 March 2021", "MARAC"), ("1 March 2021", "tender"),
}  # fmt: skip

# Figures in the text of the three papers, with enough of what stands beside them.
PLAN_FIGURES = [
    "9 action points", "6 of them are amber", "All 10 action points", "5 of them", "8 of them", "2 actions are green",
    "All 11 action points", "All 8 action points", "All 6 action points", "remaining 4", "All 9 action points",
    "remaining 7", "542 compared with 484", "7 families", "(1.8%)", "10 children", "green: 15", "amber: 37", "red: 32",
    "9 more", "bar one", "9 young people", "5 top missing", "4-16 years", "10/11/2020", "8 October 2020",
    "24 November 2020", "31 March 2021", "1/3/2021", "30 October 2020", "grade 8", "Jan 21", "Feb 21",
    "131 121s", "5 dedicated team", "211 staff", "55 partners", "20 carers", "currently 40%", "(56%)", "only 7",
    "11 new starters", "Compliance 78%", "76% agreement", "63% of audits", "94% with a CP plan", "Over 100",
    "33% have had three or more", "3+ more workers", "4 key areas", "8 Ambitions", "two and four months",
    "4 months", "2 year cycle", "Aug 2020", "Jan 2020", "9 work-streams", "August 2018", "(17.4)", "6 workers",
    "20 cases", "192", "215", "(3 & 4 respectively)", "12 month rolling",
]  # fmt: skip


def test_every_action_exists_with_the_rating_the_paper_gives_it() -> None:
    plan = load("improvement-plan")
    expected = {f"{a}.{n}": a for a, count in ACTIONS_OF.items() for n in range(1, count + 1)}
    assert [action["ref"] for action in plan["action"]] == list(expected)
    assert {action["ref"]: action["ambition"] for action in plan["action"]} == expected
    dated = dict(line.split() for line in AMBER_WITH_REVIEWED_DATE.strip().splitlines())
    amber = {ref for ref in expected if ref in dated or ref[0] in "45"}
    assert {a["ref"]: a["rag"] for a in plan["action"]} == {
        ref: "amber" if ref in amber else "green" for ref in expected
    }
    assert Counter(ref.partition(".")[0] for ref in amber) == AMBER_OF


def test_reviewed_timescales_stand_as_stated_and_no_others_are_made_up() -> None:
    actions = by_ref(load("improvement-plan"), "action")
    stated = dict(line.split() for line in AMBER_WITH_REVIEWED_DATE.strip().splitlines())
    stated |= {"1.9": "30 October 2020", "2.1": "March 2021", "3.1": "1/3/2021"}
    assert {ref: action["due"] for ref, action in actions.items() if "due" in action} == stated


def test_actions_without_a_title_in_the_paper_have_none() -> None:
    actions = by_ref(load("improvement-plan"), "action")
    assert {ref for ref, action in actions.items() if "title" not in action} == {
        "4.3", "4.4", "4.5", "4.7", "4.9", "4.10", "4.11", "5.1", "5.3", "5.5", "5.7",
        "7.1", "7.2", "7.3", "7.4", "7.5", "7.9",
    }  # fmt: skip


def test_headline_tables_are_complete_and_in_order() -> None:
    table = [
        [
            kpi["ambition"],
            kpi["title"],
            *(kpi["trend"][f"2020/21 Q{quarter}"] for quarter in (1, 2, 3)),
        ]
        for kpi in load("improvement-plan")["kpi"]
    ]
    assert table == [line.strip().split(" | ") for line in HEADLINES.strip().splitlines()]


def test_ambition_eight_is_routed_to_other_boards_and_has_no_actions() -> None:
    plan = load("improvement-plan")
    ambitions = by_ref(plan, "ambition")
    assert list(ambitions) == list("12345678")
    assert {ref: a["routed_to"] for ref, a in ambitions.items() if "routed_to" in a} == {
        "8": "Start Well Board and the TSSP"
    }
    assert not any("rag" in ambition for ambition in ambitions.values())


def test_task_and_finish_groups_are_those_of_the_paper() -> None:
    groups = [group["action"] for group in load("improvement-plan")["task_group"]]
    assert groups == [
        "1.5", "2.4", "2.5", "2.9", "3.1", "3.8", "4.1", "4.2", "4.6", "4.8", "5.6", "5.8", "6.5", "6.6", "7.8",
    ]  # fmt: skip


def test_next_steps_and_milestones_keep_the_words_of_their_dates() -> None:
    plan = load("improvement-plan")
    assert [step["due"] for step in plan["next_step"]] == NEXT_STEPS_DUE
    for due, what in MILESTONES:
        titles = [each["title"].lower() for each in plan["milestone"] if each["due"] == due]
        assert any(what.lower() in title for title in titles), (due, what)
    assert [priority.get("title", "") for priority in plan["priority"]] == [
        "Leadership and management",
        "Workforce stability",
        "Quality of practice",
        "",
    ]


@pytest.mark.parametrize("figure", PLAN_FIGURES)
def test_a_figure_of_the_plans_papers_is_there(figure: str) -> None:
    plan = load("improvement-plan")
    del plan["then"]
    assert figure in words(plan)


def test_risks_are_those_of_the_report_and_two_stay_unscored() -> None:
    plan = load("improvement-plan")
    risks = by_ref(plan, "risk")
    assert list(risks) == [f"CIP{number:02d}" for number in range(1, 11)]
    assert risks["CIP07"]["title"] == "Special Guardianship Orders conversion rate"
    assert {ref for ref, risk in risks.items() if "current" not in risk} == {"CIP08", "CIP10"}
    assert {(each["risk"], each["progress_words"]) for each in plan["mitigation"]} == {
        ("CIP06", "Complete"),
        ("CIP06", "Draft Complete"),
    }


def test_what_no_paper_states_is_said_to_be_illustrative() -> None:
    plan = load("improvement-plan")
    added = [a for a in plan["action"] if "original_due" in a or "lead" in a]
    added += [risk for risk in plan["risk"] if "current" in risk]
    added += [step for step in plan["then"] if "close_meeting" not in step]
    assert len(added) > 60
    assert [item for item in added if "illustrative" not in words(item).lower()] == []
    assert "original dates" in plan["board"]["illustrative"].lower()


def test_the_demo_closes_the_meeting_of_the_paper_and_then_moves_both_ways() -> None:
    plan = load("improvement-plan")
    steps = plan["then"]
    times = [datetime.fromisoformat(step["at"]) for step in steps]
    assert times == sorted(times)
    assert {time.utcoffset() for time in times} == {timedelta(0)}
    closing = next(n for n, step in enumerate(steps) if "close_meeting" in step)
    after = steps[closing + 1 :]
    assert 15 <= len(after) <= 20
    before = {ref: action["rag"] for ref, action in by_ref(plan, "action").items()}
    moves = {(before[s["set"][7:]], s["values"]["rag"]) for s in after if "rag" in s.get("values", {})}
    assert moves == {("amber", "green"), ("green", "blue"), ("amber", "red"), ("green", "amber")}
    redated = [step["values"] for step in after if "due" in step.get("values", {})]
    assert len(redated) >= 3
    assert all(values["due_reason"] for values in redated)
    assert any(s.get("values", {}).get("rag") == "blue" and "H2.2" in s["values"]["evidence"] for s in after)
    dates = [meeting["date"] for meeting in plan["meeting"]]
    assert dates == ["2021-01-19", "2021-03-02"]


# --- scorecard ---------------------------------------------------------------------------------------------------

# Ref, previous year, numerator, denominator, current, period, Sep 18 to Feb 19, minimum, upper.
SCORECARD = """
1.1|96%|2,995|3,063|97.8%|Snapshot|96.5%|94.4%|96.8%|91.1%|96.7%|97.8%|90%|95%
1.2|1,034|n/a|n/a|1,020|Snapshot|981|997|999|1,097|1,084|1,020||
1.3|292|n/a|n/a|304|Snapshot|274|277|269|258|274|304||
1.4|290|n/a|n/a|335|Snapshot|311|322|353|335|338|335||
2.1|62.3%|13,140|13,525|97.2%|YTD|97.3%|98.3%|97.5%|97.0%|97.3%|97.0%|90%|95%
2.10|72.7%|4,381|4,797|91.3%|YTD|92.7%|95.0%|92.2%|75.4%|87.7%|89.4%|90%|95%
3.1|86.1%|908|1,020|89.0%|Snapshot|87.3%|85.1%|88.0%|83.3%|86.5%|89.0%|90%|95%
3.3a|83.7%|890|1,020|87.3%|Snapshot|71.5%|80.7%|81.5%|78.5%|86.5%|87.3%|90%|95%
4.6|94.9%|287|304|94.4%|Snapshot|94.2%|94.3%|94.8%|93.4%|96.4%|94.4%|90%|95%
5.10||10|335|3.0%|Snapshot|43.1%|3.7%|0.6%|3.9%|4.1%|3.0%|15%|10%
5.11|90.9%|141|150|94.0%|Snapshot|93.0%|85.6%|84.5%|92.5%|95.5%|94.0%|90%|95%
5.12|100.0%|181|181|100.0%|Snapshot|100.0%|100.0%|99.5%|100.0%|99.4%|100.0%|90%|95%
3.2|93.8%|892|908|98.2%|Snapshot|94.5%|96.9%|98.2%|94.7%|98.4%|98.2%|90%|95%
4.7|96.3%|199|200|99.3%|Snapshot|98.0%|99.0%|99.5%|99.4%|99.5%|99.5%|95%|98%
5.18|81.1%|316|325|97.2%|Rolling Year|91.0%|91.3%|91.3%|98.8%|98.7%|97.2%|95%|100%
6.1|96.8%|245|264|92.8%|Snapshot|90.0%|92.9%|93.4%|88.7%|97.3%|92.8%|90%|95%
6.2|67.6%|175|264|66.3%|Snapshot|57.6%|59.9%|65.1%|62.7%|69.0%|66.3%|65%|75%
6.3D|91.0%|231|264|87.3%|Snapshot|80.3%|82.5%|87.8%|82.0%|91.9%|87.5%|91%|91%
11.13||64|29|2.5|Snapshot|2.4|2.6|2.4|-|2.5|2.5|2|1
"""
BASIS = {"snapshot": "Snapshot", "year to date": "YTD", "rolling 12 months": "Rolling Year"}
MONTHS = ["2018-09", "2018-10", "2018-11", "2018-12", "2019-01", "2019-02"]
GROUPS = {
    "Management Oversight": 1, "Cohorts": 3, "Front door / assessment": 2, "Plans": 1, "Visits": 5, "Reviews": 3,
    "Care Leavers": 3, "Audit Activity": 1,
}  # fmt: skip


def test_the_scorecard_is_the_february_table_row_by_row() -> None:
    plan = load("kpi-scorecard")
    previous = {each["kpi"]: each["value"] for each in plan["comparator"]}
    assert {(each["title"], each["year"]) for each in plan["comparator"]} == {("previous year", "2017/18")}
    table = []
    for kpi in plan["kpi"]:
        assert list(kpi["trend"]) == MONTHS
        assert list(kpi["current"]) == ["2019-02"]
        now = kpi["current"]["2019-02"]
        table.append(
            [
                kpi["ref"],
                previous.get(kpi["ref"], ""),
                now["numerator"],
                now["denominator"],
                now["value"],
                BASIS[kpi["basis"]],
                *kpi["trend"].values(),
                kpi.get("minimum", ""),
                kpi.get("upper", ""),
            ]
        )
    assert table == [line.split("|") for line in SCORECARD.strip().splitlines()]


def test_scorecard_groups_and_directions_are_those_of_the_table() -> None:
    kpis = load("kpi-scorecard")["kpi"]
    assert list(Counter(kpi["group"] for kpi in kpis).items()) == list(GROUPS.items())
    assert {kpi["ref"] for kpi in kpis if kpi["polarity"] == "low"} == {"5.10", "11.13"}
    assert {kpi["ref"] for kpi in kpis if kpi["polarity"] == "none"} == {"1.2", "1.3", "1.4"}


@pytest.mark.parametrize(
    "stated",
    [
        "January/February 2017", "August '17", "December '17", "May '18", "August '18", "December '18",
        "five monitoring visits", "19th & 20th March", "10th – 16th April", "June – September", "2 week LACS",
        "1 is on track", "3 emerging themes", "March 2019",
    ],
)  # fmt: skip
def test_a_date_or_count_of_the_scorecard_update_is_there(stated: str) -> None:
    assert stated in words(load("kpi-scorecard"))


# --- progress report ---------------------------------------------------------------------------------------------


def test_the_money_is_as_the_progress_report_states_it() -> None:
    lines = load("progress-report")["budget_line"]
    whole, grant, corporate = lines
    figures = {key: whole[key] for key in ("year", "approved", "spent", "spent_at", "projected", "variance")}
    assert list(figures.values()) == ["2014/15", "£1m", "£335k", "end of January", "£914k", "£86k underspend"]
    assert (grant["approved"], grant["source"]) == ("£500k", "Adoption Reform Grant (13/14 carry forward)")
    assert (corporate["approved"], corporate["source"]) == ("£500k", "Corporate")
    assert "October 2014" in corporate["note"]


def test_the_progress_report_has_six_recommendations_without_refs_or_ratings() -> None:
    plan = load("progress-report")
    assert Counter(action["ambition"] for action in plan["action"]) == {
        "quality-and-capacity": 4,
        "lac-permanence": 1,
        "information-and-assurance": 1,
    }
    assert [action.get("tracker", "") for action in plan["action"]] == ["A1", "A2", "", "", "", ""]
    assert not any("ref" in action or "rag" in action for action in plan["action"])
    assert all(action["recommendation"] and action["commentary"] for action in plan["action"])
    assert plan["board"]["paper_date"] == "10 th February 2015"


def test_the_progress_reports_dates_keep_their_spelling() -> None:
    due = Counter(each["due"] for each in load("progress-report")["milestone"])
    assert due == {
        "16th January": 2, "30th January": 1, "end of January": 1, "Monday 2nd February": 1, "2nd February": 1,
        "2/2/15": 1, "4th February": 1, "9/02/15": 1, "13th February": 1, "23/02/15": 1, "27/02/15": 1,
        "27th February": 1, "1/03/15": 1, "end March/early April": 1, "15/16": 1,
    }  # fmt: skip


@pytest.mark.parametrize(
    "stated",
    ["16 external social workers", "3 team managers", "15 staff", "15 peripatetic", "2 social workers", "ten weeks",
     "six weeks time", "January 2015", "November", "over Xmas"],
)  # fmt: skip
def test_a_count_of_the_progress_report_is_there(stated: str) -> None:
    assert stated in words(load("progress-report"))
