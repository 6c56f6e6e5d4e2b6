"""A DiCS register with what is at fault in it: each household and each file of which
something may change, and what it adds to a question by any mending.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cached_property, partial
from itertools import product
from typing import NamedTuple

from pipeline.check.sound_rows import CheckedRows
from pipeline.edition.form import Form
from pipeline.edition.questions import Question
from pipeline.edition.row_schema import is_date
from pipeline.model.submission import Figure, Row
from pipeline.model.text import code_key
from pipeline.rules.dics import contacts as sides
from pipeline.rules.dics.records import (
    Contact,
    Dossier,
    Facts,
    Menage,
    destinations,
    dossier_of,
    menage_of,
)
from pipeline.rules.faults import Faults
from pipeline.rules.mendings import Mended, Mending, options

Count = Callable[[Question, Facts], Mapping[str, Figure]]
Values = Mapping[str, str]

# Findings of rows that may be taken out.
_REPEATED = frozenset({"cle-double", "dossier-double", "dossier-pareil"})
# A contact that is not noted.
_ANY_CONTACT = Row("contacts", "", -1, {}, {})


class Subject(NamedTuple):
    """A household or a file of which something may change, by rows of these sheets.
    ``find``: what it adds to a question by one mending; ``base``: what it adds to what
    is counted on the sound rows.
    """

    sheets: frozenset[str]
    find: Callable[[Question, Mending], Values]
    base: Callable[[Question], Values]


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
    def _contacts(self) -> tuple[Mapping[str, list[Row]], list[Row], list[Row]]:
        """The contacts of each household that is surely theirs; those that may be of a
        household whose code is unsure; those that may be of any.
        """
        own: defaultdict[str, list[Row]] = defaultdict(list)
        of_unsure, of_any = list[Row](), list[Row]()
        for row in self._rows("contacts"):
            keys = {code_key(code) for code in _codes(row)}
            if "codes" in self.faults.of(row) or not keys <= self._keys:
                of_any.append(row)
                continue
            for key in keys & self._sure_keys:
                own[key].append(row)
            if keys - self._sure_keys:
                of_unsure.append(row)
        return own, of_unsure, of_any

    @cached_property
    def _visited(self) -> frozenset[str]:
        """The households of visits that do not agree with their relocation."""
        return frozenset(
            code_key(str(code))
            for row in self._rows("contacts")
            if "visite-avant-relogement" in self.faults.told(row)
            for code in _codes(row)
        )

    def households(self) -> Iterator[Subject]:
        """Each household of which something may change."""
        own, of_unsure, of_any = self._contacts
        for row in self.menages:
            key, unsure_code = (
                code_key(row.text("code")),
                row.number in self._unsure_codes,
            )
            free, told = self._free_of(row), self.faults.told(row)
            noted = [] if unsure_code else own[key]
            doubtful = [one for one in noted if self.faults.of(one)]
            sure = [one for one in noted if not self.faults.of(one)]
            doubtful += [*(of_unsure if unsure_code else ()), *of_any]
            if "pre-sans-contact" in told:
                doubtful.append(_ANY_CONTACT)
            is_same = not free and not unsure_code
            if is_same and not self._new_ways(row, sure, doubtful):
                continue
            may_go = bool(self.faults.told_beside(row) & _REPEATED)
            yield Subject(
                frozenset({"contacts"} if is_same else {"contacts", "menages"}),
                partial(self._household, row, free, sure, doubtful, may_go),
                partial(self._as_counted, key, row),
            )

    def _free_of(self, row: Row) -> frozenset[str]:
        """The free cells of a household."""
        free = self.faults.of(row)
        if code_key(row.text("code")) in self._visited:
            free |= {"date_relogement", "destination"}
        return free

    def _new_ways(self, row: Row, sure: Sequence[Row], doubtful: Sequence[Row]) -> bool:
        """Whether a doubtful contact may count as none of the sure ones does."""
        menage = menage_of(row, code_key, self.wallonie)
        counted = {effect for one in sure for effect in self._ways(one, menage)}
        return any(self._ways(one, menage).keys() - counted for one in doubtful)

    def _as_counted(self, key: str, row: Row, question: Question) -> Values:
        """What the household adds to what is counted on the sound rows."""
        menage = self.facts.menages.get(key)
        if menage is None or menage.row.number != row.number:
            return {}
        contacts = tuple(self.facts.contacts_of.get(key, ()))
        return self._counted(question, menages={key: menage}, contacts=contacts)

    def _household(
        self,
        row: Row,
        free: frozenset[str],
        sure: Sequence[Row],
        doubtful: Sequence[Row],
        may_go: bool,
        question: Question,
        mending: Mending,
    ) -> Values:
        """What a household adds by one mending."""
        if may_go and not mending.choose("there", (True, False)):
            return {}
        menage = self._mended(row, free, [*sure, *doubtful], mending)
        counted = dict[tuple[bool, str], Contact]()
        for one in sure:
            counted |= self._ways(one, menage)
        ways = dict[tuple[bool, str], Contact]()
        for one in doubtful:
            ways |= self._ways(one, menage)
        for effect in sorted(ways.keys() - counted.keys()):
            if mending.choose(effect, (False, True)):
                counted[effect] = ways[effect]
        return self._counted(
            question,
            menages={menage.key: menage},
            contacts=tuple(counted.values()),
        )

    def _mended(
        self, row: Row, free: frozenset[str], beside: Iterable[Row], mending: Mending
    ) -> Menage:
        """A household by one mending. ``beside``: rows whose dates matter to it."""
        if not free:
            return menage_of(row, code_key, self.wallonie)
        days = self._days([row, *beside])
        values = Mended(self.form, row, free - {"code"}, mending, days, self.day)
        return menage_of(row._replace(values=values), code_key, self.wallonie)

    def _ways(self, row: Row, menage: Menage) -> dict[tuple[bool, str], Contact]:
        """The contacts of the year that a row may be for a household, one of each kind
        that counts: on which side of its departure, in which mode.
        """
        sheet, values, free = (
            self.form.sheets["contacts"],
            row.values,
            self.faults.of(row),
        )
        if row is _ANY_CONTACT:
            free = frozenset({"date", "mode"})
        if "courtoisie" not in free and values.get("courtoisie") == "oui":
            return {}
        days, modes = [row.text("date")], [row.text("mode")]
        if "date" in free:
            given = filter(None, (menage.date_relogement, menage.fin_suivi))
            days = [*self._around(one.isoformat() for one in given)]
        if "mode" in free:
            modes = [*map(str, filter(None, options(self.form, sheet, "mode", ())))]
        found = {}
        for day, mode in product(days, modes):
            if day.startswith(str(self.facts.year)):
                moment = date.fromisoformat(day)
                contact = Contact(row, moment, (menage.key,), mode, False)
                if sides.counts(contact, menage):
                    found[sides.is_pre(contact, menage), mode] = contact
        return found

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
        key = code_key(row.text("menage"))
        of_any = "menage" in free or key not in self._keys
        if of_any:
            noted = [*self.menages]
        elif key in self._sure_keys:
            noted = [one for one in self.menages if code_key(one.text("code")) == key]
        else:
            noted = [one for one in self.menages if one.number in self._unsure_codes]
        of: int | None = 0
        if of_any or key not in self._sure_keys:
            of = mending.choose("household", (*range(len(noted)), None))
        days = self._days([row, *noted[:1]])
        values = Mended(self.form, row, free - {"menage"}, mending, days, self.day)
        opened = str(values.get("ouverture", ""))
        if not is_date(opened) or opened > self.day:
            return {}
        menages = {}
        if of is not None:
            household = noted[of]
            own = self._free_of(household)
            menage = self._mended(household, own, [row], mending)
            menages = {key: menage}
        given = dict(values)
        mended = row._replace(values={**given, "menage": row.text("menage")})
        dossier = dossier_of(mended, menages)
        return self._counted(question, dossiers=(dossier,))

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

    def _days(self, rows: Iterable[Row]) -> Sequence[str]:
        """The days before, at and after which a free date may lie."""
        told = (str(value) for row in rows for value in row.values.values())
        return self._around(filter(is_date, told))

    def _around(self, days: Iterable[str]) -> Sequence[str]:
        """These days and the turns of the years that matter, each with two behind it:
        two free dates may lie between the same days.
        """
        year = self.facts.year
        starts = [date(number, 1, 1) for number in (year - 1, year, year + 1)]
        marks = {date.fromisoformat(day) for day in days}
        marks.update(starts, (one - timedelta(1) for one in starts))
        around = {one + timedelta(step) for one in marks for step in (0, 1, 2)}
        return [one.isoformat() for one in sorted(around)]


def _codes(row: Row) -> list[str]:
    """The codes that a contact names."""
    codes = row.values.get("codes")
    return [*map(str, codes)] if isinstance(codes, tuple) else []
