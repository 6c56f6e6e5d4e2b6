"""What the DiCS report holds to for any register, by the words of its counting rules
(docs/guide.md, chapter 5).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable
from functools import cache
from itertools import combinations
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pipeline.edition.row_schema import is_date
from pipeline.explain.explanations import explain_household
from tests.support.faults import BASE, FIRST_ROW, Rows
from tests.support.properties import (
    DICS,
    LINES,
    answered,
    check_draft,
    check_mended,
    check_pages,
    check_proof,
    check_whole,
    errors,
    explained,
    findings,
    followed,
    held,
    marks_of,
    mended,
    mistyped,
    outcome_of,
    shuffled,
    with_more,
    with_slips,
    written,
)
from tests.support.random_workbooks import Cells, contacts, files, households, registers

pytestmark = pytest.mark.properties

FREE = dict.fromkeys(("menages", "contacts", "dossiers", "reponses"), id)
# What is told of one of several rows: which one depends on their order, how often does
# not.
OF_SEVERAL = {
    *(
        "cle-double",
        "contact-double",
        "contacts-hors-annee",
        "dossier-double",
        "dossier-pareil",
        "numero-double",
    ),
    *("dossier-sans-relogement", "dossier-ancien-relogement"),
}
# What is told of files as they stand in the workbook, whatever the report's day.
OF_FILES = (
    "dossier-double",
    "dossier-pareil",
    "dossier-relogement-inconnu",
    "dossier-en-attente",
)
# What is told of contacts that no report counts; where there are no others, all that is
# told of the year instead.
OUTSIDE = (
    *("contacts-hors-annee", "contact-lointain"),
    *("contacts-autre-annee", "reloge-sans-contact", "ancien-sans-contact"),
)


def opened_together(row: Cells) -> Hashable:
    """Files of one number, household and day: of these alone the rows say which came
    first.
    """
    day = str(row.get("ouverture", ""))
    return row.get("menage"), row.get("numero"), day if is_date(day) else ""


def year_of(rows: Rows) -> int:
    return int(str(rows["identification"][0]["annee"]))


@held(60)
@given(st.data())
def test_the_order_of_rows_never_matters(data: st.DataObject) -> None:
    rows = data.draw(with_slips(data.draw(registers()), *FREE))
    other = data.draw(shuffled(rows, {**FREE, "dossiers": opened_together}))
    seen = []
    for order in (rows, other):
        outcome, where = outcome_of(DICS, order), followed(DICS, order)
        told = Counter(
            (p.code, None if p.code in OF_SEVERAL else where(p.ref))
            for p in outcome.problems
        )
        behind = Counter(
            (one.id, one.line, entry.household, frozenset(map(where, entry.cells)))
            for one in explained(outcome)
            for entry in one.entries
        )
        seen.append((answered(outcome), told, behind))
    assert seen[0] == seen[1]


# ---- what is outside the year


@cache
def days_of(*years: int) -> st.SearchStrategy[str]:
    return st.sampled_from(
        [f"{year}-{day}" for year in years for day in ("12-31", "01-01", "06-15")]
    )


@st.composite
def outsiders(draw: st.DrawFn, rows: Rows) -> dict[str, list[Cells]]:
    """A household and all that is noted of it, none of it in the year."""
    year, code = year_of(rows), ("ZZ-99",)
    outside = days_of(year - 1, year + 1, year - 2)
    household = {"code": "ZZ-99", **draw(households(outside))}
    household |= {
        name: "aucun"
        for name in ("accompagnement_pre", "accompagnement_post")
        if name in household
    }
    met = draw(st.lists(contacts(code, outside), max_size=3))
    asked = draw(st.lists(files(code, outside), max_size=1))
    return {
        "menages": [household],
        "contacts": [row for row in met if row["mode"] != "visite"],
        "dossiers": [{**row, "numero": "Z-1"} for row in asked],
    }


@held(60)
@given(st.data())
def test_a_household_outside_the_year_changes_nothing(data: st.DataObject) -> None:
    rows = data.draw(with_slips(data.draw(registers()), *FREE))
    more = data.draw(outsiders(rows))
    before, after = outcome_of(DICS, rows), outcome_of(DICS, with_more(rows, **more))
    assert answered(after) == answered(before)
    assert errors(after) == errors(before)
    assert findings(before, *OUTSIDE) <= findings(after, *OUTSIDE)


@st.composite
def a_year_later(draw: st.DrawFn, rows: Rows) -> Rows:
    """The register as it is kept on through the next year: contacts, files, households,
    departures, ends of follow-up and decisions of that year, some of them at fault.
    """
    then = days_of(year_of(rows) + 1)
    codes = (*(str(row["code"]) for row in rows["menages"]), "Z-001", "X-404")
    newcomer = {
        "code": "Z-001",
        **draw(households(then)),
        "accompagnement_pre": "aucun",
    }
    kept = {
        "menages": [_moved_on(draw, row, then) for row in rows["menages"]],
        "dossiers": [_decided(draw, row, then) for row in rows["dossiers"]],
    }
    return with_more(
        {**rows, **kept},
        menages=[newcomer] if draw(st.booleans()) else [],
        contacts=draw(st.lists(contacts(codes, then), max_size=3)),
        dossiers=draw(st.lists(files(codes, then), max_size=2)),
    )


def _moved_on(draw: st.DrawFn, row: Cells, then: st.SearchStrategy[str]) -> Cells:
    """With a departure or an end of follow-up, where there was none."""
    dated = {
        key: field.dated_by
        for key, field in DICS.sheets["menages"].fields.items()
        if field.dated_by not in row
    }
    later = draw(households(then)) if draw(st.booleans()) else {}
    return {**row, **{key: value for key, value in later.items() if dated.get(key)}}


def _decided(draw: st.DrawFn, row: Cells, then: st.SearchStrategy[str]) -> Cells:
    """Decided at last: the row holds the last decision, in place of a temporary
    refusal.
    """
    if row.get("decision", "refus_temporaire") != "refus_temporaire" or draw(
        st.booleans()
    ):
        return row
    return {
        **row,
        "decision": draw(st.sampled_from(["octroi", "refus_definitif"])),
        "date_decision": draw(then),
    }


@held(60)
@given(st.data())
def test_a_report_does_not_change_when_the_next_year_is_noted(
    data: st.DataObject,
) -> None:
    rows = data.draw(registers())
    before, after = (
        outcome_of(DICS, rows),
        outcome_of(DICS, data.draw(a_year_later(rows))),
    )
    assert answered(after) == answered(before)
    assert errors(after, *OF_FILES) == errors(before, *OF_FILES)
    assert findings(before, *OUTSIDE, *OF_FILES) <= findings(after, *OUTSIDE, *OF_FILES)


def who(records: Iterable[Any]) -> list[str]:
    return sorted(str(record.who) for record in records)


# ---- rows split and doubled


@held(60)
@given(st.data())
def test_a_contact_of_two_households_is_two_contacts(data: st.DataObject) -> None:
    """Every number is the size of a set of households, of problems or of files: none
    counts contacts.
    """
    rows = data.draw(registers())
    shared = [row for row in rows["contacts"] if len(codes(row)) > 1]
    assume(shared)
    row = data.draw(st.sampled_from(shared))
    first, *others = [{**row, "codes": (code,)} for code in codes(row)]
    split = [first if one is row else one for one in rows["contacts"]]
    before, after = (
        outcome_of(DICS, rows),
        outcome_of(DICS, {**rows, "contacts": [*split, *others]}),
    )
    assert answered(after) == answered(before)
    of_a_row = (*OUTSIDE, "contact-double", "visite-avant-relogement")
    assert findings(after, *of_a_row) == findings(before, *of_a_row)
    visits = [
        sum(p.code == "visite-avant-relogement" for p in outcome.problems)
        for outcome in (before, after)
    ]
    assert visits[0] == visits[1]


def codes(row: Cells) -> tuple[str, ...]:
    found = row["codes"]
    assert isinstance(found, tuple)
    return tuple(map(str, found))


# Sheet -> what is told of a row that stands twice, and in which column: a warning where
# the report counts it once.
DOUBLED = {
    **{
        "menages": ("cle-double", "A"),
        "equipements": ("cle-double", "A"),
        "reponses": ("ligne-double", "B"),
    },
    "contacts": ("contact-double", "A"),
}


@held(60)
@given(st.data())
def test_a_doubled_row_changes_nothing_but_its_finding(data: st.DataObject) -> None:
    rows = mended(DICS, data.draw(registers()))
    before = outcome_of(DICS, rows)
    for sheet, (code, column) in DOUBLED.items():
        row = data.draw(st.sampled_from(rows[sheet] or [{}]))
        after = outcome_of(DICS, with_more(rows, **{sheet: [dict(row)] if row else []}))
        assert answered(after) == answered(before)
        there = (
            row
            and str(row.get("date", row.get("ouverture", "")))
            <= f"{year_of(rows)}-12-31"
        )
        place = f"{DICS.sheets[sheet].title}!{column}{FIRST_ROW + len(rows[sheet])}"
        new = findings(after, *OUTSIDE, "fait-inutilise") - findings(before)
        assert new == Counter({(code, place): 1} if there else {})


@held(60)
@given(st.data())
def test_a_doubled_file_is_refused_unless_it_was_refused_on_its_first_day(
    data: st.DataObject,
) -> None:
    """Whatever its opening, the report's year included."""
    rows = mended(DICS, data.draw(registers()))
    assume(rows["dossiers"])
    row = data.draw(st.sampled_from(rows["dossiers"]))
    assume(
        sum(opened_together(one) == opened_together(row) for one in rows["dossiers"])
        == 1
    )
    after = outcome_of(DICS, with_more(rows, dossiers=[dict(row)]))
    two = (
        "numero" in row
        and row.get("decision") == "refus_definitif"
        and row["date_decision"] == row["ouverture"]
    )
    code = "dossier-double" if "numero" in row else "dossier-pareil"
    place = f"{DICS.sheets['dossiers'].title}!A{FIRST_ROW + len(rows['dossiers'])}"
    assert errors(after) == Counter({} if two else {(code, place): 1})


# ---- figures that belong together

# In a report, nobody is in two of these.
APART = (
    ("2.5", "2.6"),
    ("3.2", "3.3", "3.4"),
    ("3.1", "3.6"),
    ("3.5", "3.7"),
    ("4.2.1", "4.2.2", "4.2.3"),
)
# Who is in the first is in one of the others.
WITHIN = {
    **{"2.7": ("2.5", "2.6"), "2.7.3": ("2.7",), "3.8.4": ("3.5", "3.7")},
    **dict.fromkeys(("3.2", "3.3", "3.4", "3.5", "3.10"), ("3.1",)),
}
# Each of the others is on one line of the first, and counted in its total.
SHARED_OUT = {
    **dict.fromkeys(("2.7.1", "2.7.2"), ("2.7",)),
    **dict.fromkeys(("3.8.1", "3.8.2", "3.8.3"), ("3.5", "3.7")),
}


@held(100)
@given(registers())
def test_the_parts_of_every_breakdown_belong_to_its_whole(drawn: Rows) -> None:
    answers = outcome_of(DICS, mended(DICS, drawn)).answers
    assert answers
    counted = {
        question: {
            line: set(figure.records)
            for line, figure in figures.items()
            if figure.value.isdecimal()
        }
        for question, figures in answers.figures.items()
    }
    for question, lines in counted.items():
        assert all(
            answers.figures[question][line].value == str(len(found))
            for line, found in lines.items()
        )

    def all_in(*questions: str) -> set[Any]:
        return set().union(*(counted[question][""] for question in questions))

    for questions in APART:
        assert all(
            all_in(one).isdisjoint(all_in(other))
            for one, other in combinations(questions, 2)
        )
    for question, wholes in WITHIN.items():
        assert all_in(question) <= all_in(*wholes)
    for question, wholes in SHARED_OUT.items():
        lines = dict(counted[question])
        assert lines.pop("total") == all_in(*wholes) == set().union(*lines.values())
        assert sum(map(len, lines.values())) == len(all_in(*wholes))
    check_problems(counted["2.8"], counted["2.9"], all_in("2.7"))
    check_contents(dict(counted["3.9"]), all_in("3.5", "3.7"))
    files_of_year = counted["4.2"]["total"]
    assert all_in(
        "4.2.1", "4.2.2", "4.2.3"
    ) == files_of_year and files_of_year.isdisjoint(all_in("4.3"))
    former, new = counted["4.2"]["annee_precedente"], counted["4.2"]["annee"]
    assert former | new <= files_of_year and former.isdisjoint(new)


def check_problems(
    problems: dict[str, set[Any]], reasons: dict[str, set[Any]], whole: set[Any]
) -> None:
    """2.8: each problem relayed or not, at most two of a household of 2.7; 2.9: a
    household once in a reason, and none but those with a problem that is not relayed.
    """
    kept: set[Any] = set()
    for line in [line for line in problems if not line.endswith("relayes")]:
        relayed, not_relayed = (
            problems[f"{line}_relayes"],
            problems[f"{line}_non_relayes"],
        )
        assert relayed | not_relayed == problems[line] and relayed.isdisjoint(
            not_relayed
        )
        assert len(households_of(problems[line])) == len(problems[line])
        kept |= households_of(not_relayed)
    of = Counter(
        pair.menage
        for line, pairs in problems.items()
        if not line.endswith("relayes")
        for pair in pairs
    )
    assert of.keys() <= whole and max(of.values(), default=0) <= 2
    assert set().union(*map(households_of, reasons.values())) == kept
    assert all(len(households_of(pairs)) == len(pairs) for pairs in reasons.values())


def check_contents(contents: dict[str, set[Any]], whole: set[Any]) -> None:
    """3.9: at most two of a household of 3.5 or 3.7; the total is the sum of the lines."""
    total = contents.pop("total")
    of = Counter(pair.menage for pairs in contents.values() for pair in pairs)
    assert of.keys() <= whole and max(of.values(), default=0) <= 2
    assert total == set().union(*contents.values()) and len(total) == sum(
        map(len, contents.values())
    )


def households_of(pairs: Iterable[Any]) -> set[Any]:
    return {pair.menage for pair in pairs}


@held(30)
@given(registers())
def test_report_explanations_and_proof_agree(drawn: Rows) -> None:
    """A register without an error has its report; each figure of it lists as many as it
    says, by name and by cell.
    """
    outcome = outcome_of(DICS, mended(DICS, drawn))
    answers, counted = outcome.answers, [one for one in explained(outcome) if one.unit]
    assert answers
    divided = [one for one in counted if not DICS.questions[one.id].is_printed]
    moved = answers.figures["3.1"][""].records
    assert sorted(entry.who for one in divided for entry in one.entries) == who(moved)
    for one in (one for one in counted if one not in divided):
        figure = answers.figures[one.id][
            "_".join(step[0] for step in one.path if step[0] != "concernes")
        ]
        assert (
            one.value
            == figure.value
            == str(len(figure.records))
            == str(len(one.entries))
        )
        assert sorted(entry.who for entry in one.entries) == who(figure.records)
    lines = [
        figure
        for figures in answers.figures.values()
        for figure in figures.values()
        if figure.value.isdecimal()
    ]
    assert len(counted) == len(lines) + len(divided)
    check_proof(outcome)
    check_pages(outcome, "H-00", "zq-secret")


@held(60)
@given(registers())
def test_a_household_is_in_a_figure_or_is_told_why_not(drawn: Rows) -> None:
    outcome = outcome_of(DICS, mended(DICS, drawn))
    assert outcome.answers
    lines = explained(outcome)
    for key, menage in outcome.facts.menages.items():
        found = explain_household(outcome.facts, outcome.answers, menage.who)
        inside = {
            one.question
            for one in lines
            if any(entry.household == key for entry in one.entries)
        }
        missing = [absence.question for absence in found.absences]
        assert {one.question for one in found.figures} == inside and inside.isdisjoint(
            missing
        )
        assert len(missing) == len(set(missing)) and {"2.5", "3.1"} & {
            *inside,
            *missing,
        }


# ---- suggestions and texts


# Contacts of one household only: a hint for one code of several is typed over all of
# them.
ALONE: Rows = {
    **BASE,
    "contacts": [row for row in BASE["contacts"] if len(codes(row)) == 1],
}


@held(4)
@given(mistyped(DICS, ALONE))
def test_a_register_mended_by_its_own_suggestions_has_fewer_faults(rows: Rows) -> None:
    check_mended(DICS, rows, ALONE)


@held(60)
@given(st.data())
def test_a_draft_says_what_the_report_will_say_or_that_it_is_to_be_completed(
    data: st.DataObject,
) -> None:
    meant = mended(DICS, data.draw(registers()))
    check_draft(DICS, data.draw(mistyped(DICS, meant)), meant)


WRITTEN: Rows = written("dics")
PIECES = LINES | st.sampled_from([" ", "\n", "\n\n"])
SAYING = LINES.map(
    lambda line: line if any(map(str.isalnum, line)) else f"{line}a"
)  # or it says nothing
TEXTS = (
    st.lists(PIECES, min_size=1, max_size=5)
    .map("".join)
    .map(lambda text: text if any(map(str.isalnum, text)) else f"{text}a")
)


@held(60)
@given(
    st.fixed_dictionaries(
        {mark: TEXTS if "texte" in mark else SAYING for mark in marks_of(WRITTEN)}
    )
)
def test_any_text_in_any_place_comes_out_whole(texts: dict[str, str]) -> None:
    check_whole(DICS, WRITTEN, texts)
