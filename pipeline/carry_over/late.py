"""A workbook beside that of the year before: what was corrected there since the
carry-over, and what the two say against each other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from pipeline.carry_over.carried import carry, goes_along, how, label, mark
from pipeline.carry_over.old import CannotCarry, OldWorkbook, extends
from pipeline.edition.form import LASTING, NEW, Sheet
from pipeline.findings.bounds import bounded
from pipeline.findings.sentences import carry_over as said
from pipeline.model.problem import CellRef, Problem
from pipeline.model.submission import CarryRecord, Row, Value
from pipeline.model.text import code_key, even_out
from pipeline.rules.families import FAMILIES
from pipeline.run import Outcome

OPTION = "--annee-precedente"


def beside_former(old: OldWorkbook, outcome: Outcome) -> Outcome:
    """The same with what the year before says against it. Raises CannotCarry where the
    old workbook is not that of the year before.
    """
    refuse_other(old, outcome)
    found = [*bounded(_Late(old, outcome).findings())]
    return replace(outcome, problems=(*outcome.problems, *found))


def refuse_other(old: OldWorkbook, outcome: Outcome) -> None:
    """Refuse what is not the workbook of the year before. Raises CannotCarry."""
    family = FAMILIES[outcome.form.family]
    if family.against_former is None:
        raise CannotCarry(said.NO_EVOLUTION, option=OPTION)
    name = old.submission.source
    if not extends(outcome.form, old.form):
        why = said.other_form(name, old.form.title, outcome.form.edition)
        raise CannotCarry(why, option=OPTION)
    if outcome.day is not None and old.last + 1 != int(outcome.day[:4]):
        year = int(outcome.day[:4])
        why = said.not_before(name, old.period, year, year - 1)
        raise CannotCarry(why, option=OPTION)
    places = [outcome.form.start["commune"], old.form.start["commune"]]
    found = (outcome.submission, old.submission)
    one, other = (
        "".join(row.text(key) for row in each.rows.get(sheet, ()))
        for each, (sheet, key) in zip(found, places, strict=True)
    )
    if even_out(one) != even_out(other):
        raise CannotCarry(said.other_commune(name, other), option=OPTION)


class _Late:
    """The findings of a workbook beside the one that it was carried over from."""

    def __init__(self, old: OldWorkbook, outcome: Outcome) -> None:
        self._old, self._form = old, outcome.form
        self._new = outcome.submission
        received = self._new.received  # figures, of which no row is known again
        self._there = self._new.rows.keys() - {received.sheet if received else ""}
        self._family = FAMILIES[outcome.form.family]
        self._record: CarryRecord | None = outcome.submission.record

    def findings(self) -> Iterator[Problem]:
        told: set[CellRef | None] = set()
        carried = carry(self._old, self._form, 1)
        for sheet in self._old.form.sheets.values():
            is_head = any(own.carried == NEW for own in sheet.fields.values())
            if sheet.key in self._there and not (is_head or sheet.is_answers):
                going = {row.number for row in carried.of(sheet.key)}
                for problem in self._of_sheet(sheet, going):
                    told.add(problem.ref)
                    yield problem
        against = self._family.against_former
        assert against is not None
        for problem in against(
            self._form, self._old.submission.rows, self._new.rows, self._old.day
        ):
            if problem.ref not in told:
                yield problem

    def _of_sheet(self, sheet: Sheet, going: set[int]) -> Iterator[Problem]:
        """What is missing of the rows that go along, what was corrected, what went."""
        identity = self._family.identity
        there = {identity(row): row for row in self._new.rows[sheet.key]}
        alike = Counter(_as_a_whole(sheet, row) for row in self._new.rows[sheet.key])
        former: dict[str, Row] = {}
        for row in self._old.submission.rows.get(sheet.key, ()):
            if who := identity(row):
                if row.number in going or who not in former:
                    former[who] = row
            elif row.number in going:
                whole = _as_a_whole(sheet, row)
                alike[whole] -= 1
                if alike[whole] < 0:
                    yield self._absent("absent-depuis", sheet, row)
        for who, row in former.items():
            if who in there:
                yield from self._changed(sheet, row, there[who])
            elif row.number in going:
                code = "disparu" if self._was_carried(sheet, who) else "absent-depuis"
                yield self._absent(code, sheet, row)
        for who, row in there.items():
            if who not in former and self._was_carried(sheet, who):
                facts = {"qui": _name(row), "annee": self._old.period}
                yield row.problem("retire-depuis", "", **facts)

    def _was_carried(self, sheet: Sheet, who: str) -> bool:
        return self._record is not None and (sheet.title, who) in self._record.marks

    def _absent(self, code: str, sheet: Sheet, row: Row) -> Problem:
        facts = {"qui": _name(row), "annee": self._old.period, "la": str(row.ref())}
        return Problem(code, CellRef(self._form.sheets[sheet.key].title), facts)

    def _changed(self, sheet: Sheet, was: Row, row: Row) -> Iterator[Problem]:
        """The cells that were changed in the old row since the carry-over and do not
        say the same here; without a record of it, those that last and are not the same.
        """
        marks = None
        if self._record:
            who = self._family.identity(was)
            marks = self._record.marks.get((sheet.title, who))
            if marks is None:  # typed here, not carried over
                return
        for key in sheet.fields:
            then = was.values.get(key)
            there = key in row.columns and key in was.columns
            if not there or not goes_along(self._old.form, was, key, self._old.day):
                continue
            own = how(self._old.form, was, sheet.fields[key])
            if marks is None and own != LASTING:
                continue
            corrected = marks is None or mark(then) != marks.get(key, "")
            if corrected and not _same(then, row.values.get(key)):
                yield self._corrected(sheet, key, was, row)

    def _corrected(self, sheet: Sheet, key: str, was: Row, row: Row) -> Problem:
        shown = said.NOTHING_THEN
        if key in was.values:
            shown = label(self._old.form, sheet.key, key, was.values[key])
        facts = {"colonne": sheet.fields[key].heading, "annee": self._old.period}
        return row.problem("corrige-depuis", key, la=was.ref(key), alors=shown, **facts)


def _same(one: Value | None, other: Value | None) -> bool:
    if isinstance(one, str) and isinstance(other, str):
        return even_out(one) == even_out(other)
    return one == other


def _as_a_whole(sheet: Sheet, row: Row) -> tuple[str, ...]:
    """What a row without a key is known again by: all that it says, but for what is
    people's own, its codes in their usual spelling.
    """
    return tuple(
        f"{key}={_spelled(value)}"
        for key, value in sorted(row.values.items())
        if not sheet.fields[key].private
    )


def _spelled(value: Value) -> str:
    if isinstance(value, tuple):
        return " ".join(sorted(code_key(str(one)) for one in value))
    return even_out(str(value))


def _name(row: Row) -> str:
    """A row as a sentence names it."""
    known = (row.text(key).strip() for key in ("code", "numero", "nom", "menage"))
    return next((f"« {name} »" for name in known if name), said.a_row(row.ref().line))
