"""Which figures of a CLSS plan may yet change: those of the years, quarters, objectives
and actions that a row at fault may be about; and where a row that cannot be placed is
missing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from pipeline.check.sound_rows import CheckedRows
from pipeline.edition.form import Form
from pipeline.model.problem import Problem
from pipeline.model.submission import Row, Submission
from pipeline.rules.clss.doubts import Known, sure_of
from pipeline.rules.clss.records import Facts
from pipeline.rules.clss.suivi import TOGETHER, WHOLE, follow_up
from pipeline.rules.clss.text import Numero, Vise, numero_of, vise_of
from pipeline.rules.doubts import Sure
from pipeline.rules.faults import Faults, Provisional, faults_in

_OF_A_QUARTER = ("referent", "cpas", "appel", "moitie_1", "moitie_2")
_AMOUNTS = (*_OF_A_QUARTER, "montant", "total")
_COMMENTS = tuple(f"{name}_commentaire" for name in _OF_A_QUARTER)
# Question -> sheet -> the figures that a row of it changes.
_CHANGED: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "budgets": {"budget": _AMOUNTS, "detail": ("montant", "total")},
    "suivi": {
        "suivi": ("activites", "personnes", "nouvelles", "resultat"),
        "cibles": ("cible", "resultat"),
    },
}
_PLACE = frozenset({"annee", "quartier", "intitule"})
# Findings of amounts that contradict each other: any of them may be the wrong one.
_NOT_ADDING_UP = frozenset(
    {"budget-depasse", "montant-contredit", "montant-inverifiable"}
)
# What may change where a row of a sheet that is about the whole plan is at fault.
_FIGURES = {"budgets": _AMOUNTS, "suivi": (*_CHANGED["suivi"]["suivi"], "cible")}
_OVER_ALL: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "plan": {**_FIGURES, "budgets": (*_AMOUNTS, "theme_1", "theme_2")},
    "quartiers": _FIGURES,
}


def provisional(
    form: Form,
    rows: CheckedRows,
    submission: Submission,
    problems: Sequence[Problem],
    facts: Facts,
    count: Callable[..., Any],
) -> Provisional:
    """What is sure of the figures of a plan."""
    faults = faults_in(form, rows, submission, problems)
    plan = _Plan(facts, faults, rows)
    return Provisional(
        faults,
        frozenset(_CHANGED["suivi"]),
        {},
        {},
        {},
        plan.changed_in,
        plan.lacking_in,
    )


class _Plan(NamedTuple):
    """A plan with what is at fault in it."""

    facts: Facts
    faults: Faults
    rows: CheckedRows

    def changed_in(self, question: str, said: Mapping[str, str]) -> Mapping[str, bool]:
        """The figures of a part that a mending may change, each with whether it may be
        the cell at fault itself.
        """
        found: dict[str, bool] = {}
        if _is_total(said):
            found = self._total(said)
        for sheet, keys in _CHANGED.get(question, {}).items():
            if sheet in self.faults.sheets:
                found |= dict.fromkeys(keys, False)
            if sheet == "suivi" and not said.get("cible"):
                keys = tuple(key for key in keys if key != "resultat")
            for row, sure in () if _is_total(said) else self._unsure(sheet):
                if _may_be_of(sure, said):
                    told = self.faults.at(row)
                    if "budget-double" in told.get("quartier", ()):  # one row is kept
                        keys = (*keys, *_COMMENTS)
                    found |= {key: key in told for key in keys}
        at_fault = {sheet for sheet, _ in self.faults.named} | self.faults.sheets
        for sheet in _OVER_ALL.keys() & at_fault:
            changed = _OVER_ALL[sheet].get(question, ())
            found = {**dict.fromkeys(changed, False), **found}
        return found

    def _total(self, said: Mapping[str, str]) -> dict[str, bool]:
        """Whether the line of a quarter's whole budget, or of all quarters, may change.
        Two that come to be equal are one line: a total at fault changes the others too.
        """
        found: dict[str, bool] = {}
        for row, sure in self._unsure("budget"):
            told = self.faults.at(row)
            may_differ = self.faults.told(row) & _NOT_ADDING_UP or not told
            if may_differ or told.keys() & {"total", *_PLACE}:
                own = _may_be_of(sure, said)
                if own or _may_be_of(sure, {**said, "quartier": ""}):
                    at_fault = own and "total" in told
                    found["montant"] = at_fault or found.get("montant", False)
        return found

    def _unsure(self, sheet: str) -> Iterator[tuple[Row, Sure]]:
        """The rows of a sheet that may change, each with what is sure of it. What names
        an action whose own row is to be mended is of its objective all the same.
        """
        known = self.facts.known
        doubtful = {doubt.number: doubt.sure for doubt in self.facts.doubts[sheet].rows}
        for row in self.rows.of(sheet):
            told = self.faults.at(row)
            if told:
                sure = doubtful.get(row.number, sure_of(row, known))
                yield (
                    row,
                    {k: v for k, v in sure.items() if _column(k, row) not in told},
                )
            elif row.number in doubtful and not _is_placed(row, known):
                yield row, doubtful[row.number]

    def lacking_in(
        self, facts: Facts, lacking: Mapping[str, Sequence[Row]], question: str, at: int
    ) -> bool:
        """Whether one of these rows, which have no place in the plan or of which something
        is left out, may belong into the part of that number. ``facts``: those that the
        parts are made of.
        """
        if question == "textes":
            return bool(lacking["textes"])
        if question == "suivi":
            return any(map(self._has_no_line(facts), self._follow_up()))
        if question == "budgets":
            rows = (*lacking["budget"], *lacking["detail"])
            return any(
                not row.number or self.faults.at(row).keys() & _PLACE for row in rows
            )
        if question == "objectifs":
            numero, length = facts.objectifs[at].numero, 3
        elif question == "tableaux":
            tables = [*filter(facts.table_below, _general(facts))]
            numero, length = tables[at].numero, 1
        else:
            return False
        named = [self._number_of(row, "numero") for row in lacking["objectifs"]]
        named += [self._number_of(row, "objectif") for row in lacking["actions"]]
        return any(
            one is None or one not in facts.by_numero or one[:length] == numero
            for one in named
        )

    def _follow_up(self) -> Iterator[Row]:
        for sheet in _CHANGED["suivi"]:
            yield from self.rows.of(sheet)

    def _has_no_line(self, facts: Facts) -> Callable[[Row], bool]:
        """Whether a row of the follow-up is of a line that the table may not have, as it
        is shown; a target at fault may call for more lines.
        """
        shown = {
            tuple(one.text(key) for key in ("vise", "annee", "quartier"))
            for one in follow_up(facts)
        }
        targeted = {vise for vise, _, _ in shown}

        def has_none(row: Row) -> bool:
            sure = sure_of(row, self.facts.known)
            told = self.faults.at(row)
            if row.sheet == "cibles":
                return bool(told) or str(sure.get("vise", "")) not in targeted
            place = tuple(
                str(sure.get(key, "")) for key in ("vise", "annee", "quartier")
            )
            at_fault = {_column(key, row) for key in ("vise", "annee", "quartier")}
            return place not in shown or not at_fault.isdisjoint(told)

        return has_none

    def _number_of(self, row: Row, column: str) -> Numero | None:
        """The objective that a row names, None where that may change."""
        return None if column in self.faults.at(row) else numero_of(row.text(column))


def _is_total(said: Mapping[str, str]) -> bool:
    """Whether a part is the line of a whole budget, no line of its detail."""
    return "montant" in said and "intitule" not in said


def _general(facts: Facts) -> Iterator[Any]:
    return (one for one in facts.objectifs if one.level == "og")


def _column(name: str, row: Row) -> str:
    """The column that tells something of a row."""
    return "date" if name == "annee" and "date" in row.values else name


def _is_placed(row: Row, known: Known) -> bool:
    """Whether a row of which nothing is told is of an objective, year and quarter that
    the plan has.
    """
    sure, vise = sure_of(row, known), vise_of(row.text("vise"))
    of_objective = vise is not None and vise.numero in known.numeros
    is_dated = "annee" in sure and "quartier" in sure
    return of_objective and (is_dated or row.sheet == "cibles")


def _may_be_of(sure: Sure, said: Mapping[str, str]) -> bool:
    """Whether a row of which this is sure may be counted in a part that says that."""
    year, quarter, vise = (said.get(key, "") for key in ("annee", "quartier", "vise"))
    if "annee" in sure and year not in ("", WHOLE, str(sure["annee"])):
        return False
    if "quartier" in sure and quarter not in ("", TOGETHER, sure["quartier"]):
        return False
    counted, own = vise_of(vise), sure.get("vise")
    return not (counted and isinstance(own, Vise) and counted not in own.above)
