"""A DiCS register with what is at fault in it: each household and each file of which
something may change, and what it adds to a question by any mending.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property, partial
from typing import NamedTuple

from pipeline.check.sound_rows import CheckedRows
from pipeline.edition.form import Form
from pipeline.edition.questions import Question
from pipeline.edition.row_schema import is_date
from pipeline.model.submission import Figure, Row
from pipeline.model.text import code_key
from pipeline.rules.dics.households import Household, Noted
from pipeline.rules.dics.records import (
    SETS,
    Dossier,
    Facts,
    Menage,
    destinations,
    dossier_of,
)
from pipeline.rules.faults import Faults
from pipeline.rules.mendings import Mended, Mending

Count = Callable[[Question, Facts], Mapping[str, Figure]]
Values = Mapping[str, str]

# Findings of rows that may be taken out.
_REPEATED = frozenset({"cle-double", "dossier-double", "dossier-pareil"})
_DEPARTURE = frozenset({"date_relogement", "destination"})
# The dates of a file that may be empty, and the days of a year that stand for all.
_OF_FILE, _ENDS = ("date_relogement", "date_decision"), ((1, 1), (12, 31))
# A contact that is not noted.
_ANY_CONTACT = Noted(
    Row("contacts", "", -1, {}, {}), frozenset({"date", "mode", "courtoisie"})
)


class Subject(NamedTuple):
    """A household or a file of which something may change, by rows of these sheets.
    ``find``: what it adds to a question by one mending; ``base``: what it adds to what
    is counted on the sound rows. Where it ``is_open``, nothing is sure of it.
    """

    sheets: frozenset[str]
    find: Callable[[Question, Mending], Values]
    base: Callable[[Question], Values]
    is_open: bool = False


class Register:
    """The rows of a register; ``facts``: the records of the sound ones; ``count``: the
    lines of a question that counts records, of some facts.
    """

    def __init__(
        self,
        form: Form,
        rows: CheckedRows,
        faults: Faults,
        facts: Facts,
        count: Count,
    ) -> None:
        self.form, self.rows, self.faults = form, rows, faults
        self.facts, self.count = facts, count
        self.day = f"{facts.year}-12-31"
        self.menages = self._rows("menages")
        self.wallonie = destinations(form)

    def _rows(self, sheet: str) -> list[Row]:
        return [row for row in self.rows.of(sheet) if row.number]

    # ---- households

    @cached_property
    def _unsure_codes(self) -> frozenset[int]:
        """The rows of the register of which the code may change: at fault, or one that
        stands twice.
        """
        keys = Counter(code_key(row.text("code")) for row in self.menages)
        return frozenset(
            row.number
            for row in self.menages
            if "code" in self.faults.of(row) or keys[code_key(row.text("code"))] > 1
        )

    @cached_property
    def _keys(self) -> frozenset[str]:
        """The codes of the register. What has another one may be of any household: it
        is not told while a code of the register cannot be read.
        """
        return frozenset(code_key(row.text("code")) for row in self.menages)

    @cached_property
    def _sure_keys(self) -> frozenset[str]:
        return frozenset(
            code_key(row.text("code"))
            for row in self.menages
            if row.number not in self._unsure_codes
        )

    @cached_property
    def _contacts(self) -> tuple[Mapping[str, list[Noted]], list[Noted], list[Noted]]:
        """The contacts of each household that is surely theirs; those that may be of a
        household whose code is unsure; those that may be of any.
        """
        own: defaultdict[str, list[Noted]] = defaultdict(list)
        of_unsure, of_any = list[Noted](), list[Noted]()
        for row in self._rows("contacts"):
            keys = {code_key(code) for code in _codes(row)}
            noted = Noted(row, self.faults.of(row))
            if _is_visit(self.faults, row):
                of_any.append(Noted(row))
            elif "codes" in noted.free or not keys <= self._keys:
                of_any.append(noted)
                continue
            for key in keys & self._sure_keys:
                own[key].append(noted)
            if keys - self._sure_keys:
                of_unsure.append(noted)
        return own, of_unsure, of_any

    @cached_property
    def _visited(self) -> frozenset[str]:
        """The households of visits that do not agree with their relocation."""
        left = {
            code_key(row.text("code")): row.text("date_relogement")
            for row in self.menages
        }
        return frozenset(
            key
            for row in self._rows("contacts")
            if _is_visit(self.faults, row)
            for key in map(code_key, _codes(row))
            if not left.get(key) or row.text("date") < left[key]
        )

    def households(self) -> Iterator[Subject]:
        """Each household of which something may change."""
        for row in self.menages:
            key, unsure_code = (
                code_key(row.text("code")),
                row.number in self._unsure_codes,
            )
            household = self._household_of(row)
            is_same = not household.free and not unsure_code
            if is_same and not household.gains():
                continue
            may_go = bool(self.faults.told_beside(row) & _REPEATED)
            yield Subject(
                frozenset({"contacts"} if is_same else {"contacts", "menages"}),
                partial(self._household, household, may_go),
                partial(self._as_counted, key, row),
                household.is_open,
            )

    def _household_of(self, row: Row) -> Household:
        """A household with its contacts, and with those that may be its own."""
        own, of_unsure, of_any = self._contacts
        unsure_code = row.number in self._unsure_codes
        noted = [] if unsure_code else own[code_key(row.text("code"))]
        doubtful = [one for one in noted if one.free]
        sure = [one for one in noted if not one.free]
        doubtful += [*(of_unsure if unsure_code else ()), *of_any]
        if "pre-sans-contact" in self.faults.told(row):
            doubtful.append(_ANY_CONTACT)
        free = self._free_of(row)
        of = self.form, self.facts.year, self.wallonie
        return Household(*of, row, free, sure, doubtful)

    def _free_of(self, row: Row) -> frozenset[str]:
        """The free cells of a household."""
        free = self.faults.of(row)
        if code_key(row.text("code")) in self._visited:
            free |= {"date_relogement", "destination"}
        return free

    def _as_counted(self, key: str, row: Row, question: Question) -> Values:
        """What the household adds to what is counted on the sound rows."""
        menage = self.facts.menages.get(key)
        if menage is None or menage.row.number != row.number:
            return {}
        contacts = tuple(self.facts.contacts_of.get(key, ()))
        return self._counted(question, menages={key: menage}, contacts=contacts)

    def _household(
        self, household: Household, may_go: bool, question: Question, mending: Mending
    ) -> Values:
        """What a household adds by one mending."""
        if may_go and not mending.choose("there", (True, False)):
            return {}
        with_contacts = "contacts" in sheets_of(question)
        menage, contacts = household.mended(mending, with_contacts)
        return self._counted(question, menages={menage.key: menage}, contacts=contacts)

    # ---- files

    def files(self) -> Iterator[Subject]:
        """Each file of which something may change, itself or by its household."""
        counted = {one.row.number: one for one in self.facts.dossiers}
        counted_households = self.facts.menages.keys()
        at_fault = {
            code_key(row.text("code"))
            for row in self.menages
            if self.faults.of(row) & {"code", "date_relogement", "destination"}
        }
        unsettled = (at_fault | self._visited) & self._sure_keys
        repeated = {
            code_key(row.text("menage"))
            for row in self._rows("dossiers")
            if self.faults.told(row) & _REPEATED
        }
        for row in self._rows("dossiers"):
            key, free = code_key(row.text("menage")), self.faults.of(row)
            is_settled = (
                key in self._sure_keys - unsettled and key in counted_households
            )
            if is_settled and not free and key not in repeated:
                continue
            yield Subject(
                frozenset({"dossiers"}),
                partial(self._file, row, free, key in repeated),
                partial(self._file_as_counted, counted.get(row.number)),
            )

    def _file_as_counted(self, dossier: Dossier | None, question: Question) -> Values:
        return self._counted(question, dossiers=(dossier,)) if dossier else {}

    def _file(
        self,
        row: Row,
        free: frozenset[str],
        may_go: bool,
        question: Question,
        mending: Mending,
    ) -> Values:
        """What a file adds by one mending."""
        if may_go and not mending.choose("there", (True, False)):
            return {}
        noted = self._households_of_file(row, free)
        household = mending.choose("household", noted)
        days = self._days([row, *filter(None, noted[:1])])
        values = Mended(self.form, row, free - {"menage"}, mending, self.day, days)
        opened = str(values.get("ouverture", ""))
        if not is_date(opened) or opened > self.day:
            return {}
        menages = {}
        if household is not None:
            menage = self._departed(household, mending, days["date_relogement"])
            menages = {code_key(row.text("menage")): menage}
        dossier = dossier_of(row._replace(values=values), menages)
        return self._counted(question, dossiers=(dossier,))

    def _households_of_file(
        self, row: Row, free: frozenset[str]
    ) -> Sequence[Row | None]:
        """Those of which a file may be, one of each departure; None for one that is not
        in the register.
        """
        key = code_key(row.text("menage"))
        of_any = "menage" in free or key not in self._keys
        if not of_any and key in self._sure_keys:
            return [one for one in self.menages if code_key(one.text("code")) == key]
        numbers = {one.number for one in self.menages} if of_any else self._unsure_codes
        departures: dict[object, Row] = {}
        for one in self.menages:
            if one.number in numbers:
                own = self._free_of(one) & _DEPARTURE
                there = one.text("destination") in self.wallonie
                departures[one.text("date_relogement"), there, own] = one
        return [*departures.values(), None]

    def _departed(
        self, household: Row, mending: Mending, days: Sequence[str | None]
    ) -> Menage:
        """The household of a file by one mending, of which only its departure counts."""
        free, left = self._free_of(household), household.text("date_relogement") or None
        there = household.text("destination") in self.wallonie
        if "date_relogement" in free:
            left = mending.choose("left", days)
        if "destination" in free:
            there = mending.choose("in Wallonia", (True, False))
        when = date.fromisoformat(left) if left and left <= self.day else None
        key = code_key(household.text("code"))
        return Menage(key, household, when, None, there and when is not None)

    # ---- counting

    def _counted(self, question: Question, **records: object) -> Values:
        """The lines of a question, counted on these records alone."""
        facts = replace(
            self.facts,
            **{"menages": {}, "contacts": (), "dossiers": (), "doubts": {}, **records},  # type: ignore[arg-type]
        )
        return {
            line: figure.value for line, figure in self.count(question, facts).items()
        }

    def _days(self, rows: Iterable[Row]) -> Mapping[str, Sequence[str | None]]:
        """The days that free dates of a file and of its household may hold: theirs, and
        two of each year that matters, since two dates may be one and the same.
        """
        year = self.facts.year
        told = (str(value) for row in rows for value in row.values.values())
        ends = [
            date(one, *day).isoformat() for one in (year - 1, year) for day in _ENDS
        ]
        outer = [date(year - 2, 12, 31).isoformat(), date(year + 1, 1, 1).isoformat()]
        days = sorted({*filter(is_date, told), *ends, *outer})
        return {"ouverture": days, **dict.fromkeys(_OF_FILE, (None, *days))}


def sheets_of(question: Question) -> frozenset[str]:
    """The sheets that the sets of a question read."""
    read = (SETS[name].sheets for name in question.named_sets)
    return frozenset[str]().union(*read)


def _is_visit(faults: Faults, row: Row) -> bool:
    """Whether a contact is at fault as a visit before the relocation, and sound beside
    that.
    """
    return faults.told(row) == {"visite-avant-relogement"}


def _codes(row: Row) -> list[str]:
    """The codes that a contact names."""
    codes = row.values.get("codes")
    return [*map(str, codes)] if isinstance(codes, tuple) else []
