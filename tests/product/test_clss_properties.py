"""What a CLSS plan holds to for any workbook, by the words of its rules
(docs/plan-clss.md).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.submission import Figure, Part, Value
from pipeline.run import Outcome
from tests.explain.test_proof import euros
from tests.support.clss_faults import PLAN
from tests.support.faults import FIRST_ROW, Rows
from tests.support.properties import (
    CLSS,
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
    mistyped,
    outcome_of,
    shuffled,
    with_more,
    with_slips,
    written,
)
from tests.support.random_plans import SECRET, SIGNS, plans
from tests.support.random_workbooks import Cells

pytestmark = pytest.mark.properties

# Which rows of a sheet are printed in their own order; numbers, years and dates order
# all others.
IN_ORDER: dict[str, Callable[[Cells], Hashable]] = {
    **dict.fromkeys(("objectifs", "cibles", "suivi"), id),
    "actions": lambda row: row.get("objectif"),
    "budget": lambda row: row.get("annee"),
    "detail": lambda row: (row.get("annee"), row.get("quartier")),
}
ONE_OF_SEVERAL = (
    "suivi-double",
    "cibles-sans-tableau",
)  # told at the first of several rows


@held(60)
@given(st.data())
def test_the_order_of_rows_matters_only_where_nothing_else_orders_them(
    data: st.DataObject,
) -> None:
    rows = data.draw(with_slips(data.draw(plans()), *IN_ORDER))
    seen = []
    for order in (rows, data.draw(shuffled(rows, IN_ORDER))):
        outcome, where = outcome_of(CLSS, order), followed(CLSS, order)
        told = Counter(
            (p.code, p.code not in ONE_OF_SEVERAL and where(p.ref))
            for p in outcome.problems
        )
        behind = Counter(
            (one.id, one.line, entry.who, frozenset(map(where, entry.cells)))
            for one in explained(outcome)
            for entry in one.entries
        )
        seen.append((answered(outcome), told, behind))
    assert seen[0] == seen[1]


# ---- rows added


@st.composite
def later(draw: st.DrawFn, rows: Rows) -> list[Cells]:
    """Activities after the day of the plan, of things and quarters that are or are not
    there.
    """
    year = int(str(rows["plan"][0]["situation"])[:4])
    activity: dict[str, st.SearchStrategy[Value]] = {
        "date": st.sampled_from([f"{year + 1}-01-01", f"{year + 5}-06-15"]),
        "vise": st.sampled_from(["1.1.1", "1.0.1 A1", "9.9.9"]),
        "quartier": st.sampled_from(["Nord", "Gare", "Ailleurs"]),
        "personnes": st.integers(0, 9),
    }
    return draw(
        st.lists(
            st.fixed_dictionaries(activity, optional={"nouvelles": st.integers(0, 99)}),
            min_size=1,
        )
    )


@held(60)
@given(st.data())
def test_what_is_dated_after_the_day_of_the_plan_changes_nothing(
    data: st.DataObject,
) -> None:
    rows = data.draw(with_slips(data.draw(plans()), *IN_ORDER))
    more = data.draw(later(rows))
    before, after = (
        outcome_of(CLSS, rows),
        outcome_of(CLSS, with_more(rows, suivi=more)),
    )
    assert answered(after) == answered(before)
    last = int(str(rows["plan"][0]["derniere_annee"]))
    beyond = [n for n, row in enumerate(more) if int(str(row["date"])[:4]) > last]
    told = {
        ("suivi-apres-plan", f"Suivi!A{FIRST_ROW + len(rows['suivi']) + n}"): 1
        for n in beyond[:1]
    }
    assert findings(after) == findings(before) + Counter(told)


# Sheet -> the error that a row which stands twice is told, and in which column.
DOUBLED = {
    **{
        "quartiers": ("cle-double", "A"),
        "objectifs": ("cle-double", "A"),
        "actions": ("action-double", "D"),
    },
    **{"budget": ("budget-double", "B"), "cibles": ("cible-double", "A")},
}


@held(60)
@given(st.data())
def test_a_doubled_row_is_one_error_at_its_place(data: st.DataObject) -> None:
    rows = data.draw(plans())
    before = outcome_of(CLSS, rows)
    for sheet, (code, column) in DOUBLED.items():
        row = data.draw(
            st.sampled_from(
                [row for row in rows[sheet] if sheet != "actions" or "code" in row]
                or [{}]
            )
        )
        after = outcome_of(CLSS, with_more(rows, **{sheet: [dict(row)] if row else []}))
        place = f"{CLSS.sheets[sheet].title}!{column}{FIRST_ROW + len(rows[sheet])}"
        assert errors(after) - errors(before) == Counter(
            {(code, place): 1} if row else {}
        )
        if sheet not in ("actions", "budget"):
            assert answered(after) == answered(before)


@held(60)
@given(st.data())
def test_an_activity_noted_twice_counts_twice_and_is_told(data: st.DataObject) -> None:
    """A person counts at each activity."""
    rows = data.draw(plans().filter(lambda rows: rows["suivi"]))
    number = data.draw(st.integers(0, len(rows["suivi"]) - 1))
    row, at = rows["suivi"][number], FIRST_ROW + number
    once, twice = (
        outcome_of(CLSS, with_more(rows, suivi=more)) for more in ([], [dict(row)])
    )
    own: Counter[tuple[str, str]] = Counter()
    for one in explained(once):
        for entry in one.entries if one.id == "suivi" and one.unit else ():
            if entry.cells[0].row == at:
                own[one.id, one.line] += sum(adds for _, adds in entry.shares)
    assert figures(twice) - figures(once) == +own
    there = str(row["date"]) <= str(rows["plan"][0]["situation"])
    place = f"{CLSS.sheets['suivi'].title}!A{FIRST_ROW + len(rows['suivi'])}"
    assert findings(twice) - findings(once) == Counter(
        {("suivi-double", place): 1} if there else {}
    )


def figures(outcome: Outcome) -> Counter[tuple[str, str]]:
    return Counter(
        {(one.id, one.line): one.number for one in explained(outcome) if one.unit}
    )


# ---- figures that belong together


def cents(figure: Figure) -> int | None:
    return round(euros(figure.value) * 100) if figure.value else None


@held(60)
@given(plans())
def test_a_budget_adds_up(rows: Rows) -> None:
    outcome = outcome_of(CLSS, rows)
    assert outcome.answers
    typed = {(str(row["annee"]), row["quartier"]): row for row in rows["budget"]}
    found = 0
    for year in outcome.answers.parts["budgets"]:
        annee = year.figures["annee"].value
        for quarter in year.parts["quartiers"]:
            row, found = typed[annee, quarter.figures["quartier"].value], found + 1
            assert [cents(quarter.figures[name]) for name in ("referent", "cpas")] == [
                row.get("referent"),
                row.get("cpas"),
            ]
            computed = [
                cents(quarter.figures[name])
                for name in ("appel", "moitie_1", "moitie_2")
            ]
            if {"total", "referent", "cpas"} <= row.keys():
                total, referent, cpas = (
                    int(str(row[name])) for name in ("total", "referent", "cpas")
                )
                call = total - referent - cpas
                assert computed == [call, call // 2 + call % 2, call // 2]
            else:
                assert computed == [None] * 3
        totals = [row.get("total") for place, row in typed.items() if place[0] == annee]
        shown = [
            cents(part.figures["montant"])
            for name in ("egal", "inegal")
            for part in year.parts.get(name, ())
        ]
        assert shown == (totals[:1] if len({*totals}) == 1 else totals)
        for part in (
            part
            for detail in year.parts.get("detail", ())
            for part in detail.parts["quartiers"]
        ):
            lines = [cents(line.figures["montant"]) for line in part.parts["lignes"]]
            row = typed[annee, part.figures["quartier"].value]
            assert sum(line or 0 for line in lines) == row.get("cpas", 100_00)
            assert cents(part.figures["total"]) == (
                row.get("cpas") if None in lines else row.get("cpas", 100_00)
            )
    assert found == len(typed)


MONEY = ("referent", "cpas", "appel", "moitie_1", "moitie_2")


@held(60)
@given(plans())
def test_the_parts_of_the_follow_up_belong_to_their_whole(rows: Rows) -> None:
    """Quarters to all of them together, years to the plan, and each to the activities
    up to its day.
    """
    outcome = outcome_of(CLSS, rows)
    assert outcome.answers
    done = [
        row
        for row in rows["suivi"]
        if str(row["date"]) <= str(rows["plan"][0]["situation"])
    ]
    counted: dict[tuple[str, str], dict[str, Counter[str]]] = defaultdict(dict)
    for part in outcome.answers.parts["suivi"]:
        for line in part.parts["lignes"]:
            vise, annee, quartier = (
                line.figures[name].value for name in ("vise", "annee", "quartier")
            )
            numbers = {
                name: int(line.figures[name].value or 0)
                for name in ("activites", "personnes", "nouvelles")
            }
            counted[vise, annee][quartier] = Counter(numbers)
            below = [
                row
                for row in done
                if covers(vise, str(row["vise"]))
                and annee in ("Total", str(row["date"])[:4])
            ]
            own = [row for row in below if quartier in ("Ensemble", row["quartier"])]
            assert (numbers["activites"], numbers["personnes"]) == (
                len(own),
                sum(int(str(r["personnes"])) for r in own),
            )
            assert numbers["nouvelles"] == sum(
                int(str(row.get("nouvelles", 0))) for row in own
            )
    for (_, annee), quarters in counted.items():
        together = quarters.pop("Ensemble", None)
        if together and annee != "Total":
            assert together == sum(quarters.values(), Counter())
    assert bool(counted) == bool(done)


def covers(vise: str, other: str) -> bool:
    """An objective stands for all below it, an action for itself."""
    return other == vise or (
        " " not in vise and other.startswith((f"{vise}.", f"{vise} "))
    )


@held(60)
@given(plans())
def test_plan_explanations_and_proof_agree(rows: Rows) -> None:
    """A plan without an error has its document; each figure of it is explained, and by
    the records that it counts.
    """
    outcome = outcome_of(CLSS, rows)
    assert not outcome.errors and outcome.answers
    for name in ("budgets", "suivi"):
        shown = Counter(
            figure.value
            for part in outcome.answers.parts[name]
            for figure in counted_in(part)
        )
        assert (
            Counter(
                one.value for one in explained(outcome) if one.id == name and one.unit
            )
            == shown
        )
    check_proof(outcome)
    check_pages(outcome, SECRET)


def counted_in(part: Part) -> Iterator[Figure]:
    """The figures of a part and of those inside it that are not empty."""
    names = (*MONEY, "montant", "total", "activites", "personnes", "nouvelles")
    yield from (
        figure
        for name, figure in part.figures.items()
        if name in names and figure.value
    )
    for found in part.parts.values():
        for inner in found:
            yield from counted_in(inner)


# ---- suggestions and texts


@held(4)
@given(mistyped(CLSS, PLAN))
def test_a_plan_mended_by_its_own_suggestions_has_fewer_faults(rows: Rows) -> None:
    check_mended(CLSS, rows, PLAN)


@held(60)
@given(st.data())
def test_a_draft_says_what_the_plan_will_say_or_that_it_is_to_be_completed(
    data: st.DataObject,
) -> None:
    meant = data.draw(plans())
    check_draft(CLSS, data.draw(mistyped(CLSS, meant)), meant)


WRITTEN: Rows = written("clss")
# Each line is a paragraph; one that begins with the sign of a list loses it.
TEXTS = st.lists(
    LINES.filter(lambda line: not line.startswith(SIGNS)), min_size=1, max_size=3
).map("\n".join)


@held(60)
@given(
    st.fixed_dictionaries(
        {mark: TEXTS if "texte" in mark else LINES for mark in marks_of(WRITTEN)}
    )
)
def test_any_text_in_any_place_comes_out_whole(texts: dict[str, str]) -> None:
    check_whole(CLSS, WRITTEN, texts)
