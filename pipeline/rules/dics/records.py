"""The records of the DiCS form: households, contacts, files, equipments and answers,
built from sound rows.

Remarks and initials are no part of any record: nothing behind this module can print
them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property
from operator import attrgetter
from typing import ClassVar, NamedTuple

from pipeline.check.sound_rows import CheckedRows
from pipeline.edition.form import Form
from pipeline.edition.questions import Equipments, Question
from pipeline.model.problem import CellRef
from pipeline.model.submission import Row, Value
from pipeline.model.text import code_key, even_out
from pipeline.rules.doubts import Doubts, Sure, doubts_of, question_of
from pipeline.rules.registry import Registry

SOUTIEN = frozenset({"entame", "poursuivi"})
# An equipment of these natures stays for the households that left it, and is asked
# nothing in 2.1.1 to 2.4.
HABITAT_VERT, SORTI = "habitat_vert", "sorti"


@dataclass(frozen=True, eq=False, slots=True)
class Menage:
    """A household, known by its code: one record a register. ``row`` has its cells as
    at 31/12/N.
    """

    key: str
    row: Row = field(repr=False)
    date_relogement: date | None
    fin_suivi: date | None
    # Relocated there by 31/12/N, in private or public-utility housing.
    en_wallonie: bool

    def text(self, name: str) -> str:
        return self.row.text(name)

    @property
    def who(self) -> str:
        return self.text("code")

    @property
    def soutien_pre(self) -> bool:
        return self.text("accompagnement_pre") in SOUTIEN

    @property
    def soutien_post(self) -> bool:
        return self.text("accompagnement_post") in SOUTIEN

    @property
    def statut_actuel(self) -> str:
        """The status after relocation: the one noted then, else the former one."""
        return self.text("statut_apres") or self.text("statut")

    @property
    def statut_actuel_precision(self) -> str:
        noted = "statut_apres" if self.text("statut_apres") else "statut"
        return self.text(f"{noted}_precision")

    @property
    def reseau_actuel(self) -> str:
        return self.text("reseau_apres") or self.text("reseau")

    def __getattr__(self, name: str) -> str:
        """The other cells under their field's name, empty where the cell is:
        ``menage.statut``, ``menage.raison``.
        """
        if name.startswith("__") or name not in self.row.columns:
            raise AttributeError(name)
        return self.row.text(name)


Menages = frozenset[Menage]


@dataclass(frozen=True)
class OfMenage:
    """Something of a household, counted once for each: what its columns ``what`` say,
    which have a number (probleme_1). ``at``: the numbers of those it was taken from;
    ``beside``: the columns of these numbers that speak of it too.
    """

    menage: Menage
    said: str
    at: tuple[int, ...] = field(compare=False)
    most: ClassVar[int] = 2  # of one household
    what: ClassVar[str]
    beside: ClassVar[tuple[str, ...]] = ()

    @property
    def who(self) -> str:
        return self.menage.who

    @property
    def columns(self) -> list[str]:
        """The columns that it was taken from."""
        names = (self.what, *self.beside)
        numbered = [f"{name}_{n}" for n in self.at for name in names]
        return [*numbered, *(f"{self.what}_{n}_precision" for n in self.at)]

    def text(self, name: str) -> str:
        """What the column of that name and of its number says."""
        return self.menage.text(f"{name}_{self.at[0]}")

    def precisions(self) -> list[str]:
        return [self.menage.text(f"{self.what}_{n}_precision") for n in self.at]


class Probleme(OfMenage):
    """A household and one of its problems (2.8)."""

    what = "probleme"
    probleme = property(attrgetter("said"))
    probleme_precision = property(OfMenage.precisions)


class Motif(OfMenage):
    """A household and a reason for which it was not relayed (2.9), once in a reason."""

    what = "motif"
    motif = property(attrgetter("said"))
    motif_precision = property(OfMenage.precisions)
    beside = ("probleme", "relais")


class Contenu(OfMenage):
    """A household and one content of its post-relocation support (3.9)."""

    what = "contenu"
    contenu = property(attrgetter("said"))
    contenu_precision = property(OfMenage.precisions)


class Contact(NamedTuple):
    """One contact with one or several households, whose keys are sorted."""

    row: Row
    date: date
    menages: tuple[str, ...]
    mode: str
    courtoisie: bool

    @property
    def ref(self) -> CellRef:
        return self.row.ref("date")


@dataclass(frozen=True, eq=False)
class Dossier:
    """One allowance file, which is one row, with its last decision; two that say the
    same are two. ``relogement`` is the date of the relocation in Wallonia that it
    concerns, if any.
    """

    who: str
    menage: str
    ouverture: date
    decision: str
    date_decision: date | None
    relogement: date | None
    row: Row = field(repr=False)


Dossiers = frozenset[Dossier]


class Reponse(NamedTuple):
    """One row of the answers sheet."""

    row: Row

    @property
    def coche(self) -> bool:
        return "coche" in self.row.values

    @property
    def precision(self) -> str:
        return self.row.text("precision").strip()

    @property
    def texte(self) -> str:
        return self.row.text("texte")


@dataclass(frozen=True)
class Facts:
    """Everything the rules of one report see: what the edition asks, and the records.
    ``doubts``: sheet -> its rows that may yet change. ``received``: from whom, and when,
    figures were received instead of rows, which names nobody.
    """

    form: Form
    year: int
    commune: str
    equipements: tuple[Row, ...]
    menages: Mapping[str, Menage]
    contacts: tuple[Contact, ...]
    dossiers: tuple[Dossier, ...]
    reponses: Mapping[tuple[str, str], Reponse]
    doubts: Mapping[str, Doubts]
    received: str = ""

    @cached_property
    def canaux(self) -> tuple[str, ...]:
        """The columns of 2.3.1."""
        tables = self.form.asked(Equipments)
        return tuple(mark for question in tables for mark in question.marks)

    @cached_property
    def frequences(self) -> frozenset[str]:
        """How often makes a regular presence (2.2.1)."""
        tables = self.form.asked(Equipments)
        cells = (cell for table in tables for cell in table.columns(self.form.lists))
        return frozenset(item.key for field, item in cells if field == "presence")

    @cached_property
    def equipement_of(self) -> Mapping[str, Row]:
        """Evened-out name -> the row of an equipment."""
        return {even_out(row.text("nom")): row for row in self.equipements}

    @cached_property
    def contacts_of(self) -> Mapping[str, Sequence[Contact]]:
        """Household key -> its contacts, in the order of the log."""
        found: dict[str, list[Contact]] = {}
        for contact in self.contacts:
            for key in contact.menages:
                found.setdefault(key, []).append(contact)
        return found

    def answer(self, question: Question, line: str = "") -> Reponse:
        """What is noted on a line of the answers sheet: nothing, at the sheet itself,
        where its row was deleted.
        """
        sheet = self.form.sheets["reponses"]
        nothing = Row(sheet.key, sheet.title, 0, {}, {"": ""})
        return self.reponses.get((question.id, line), Reponse(nothing))

    def chosen(self, question: Question) -> list[str]:
        """The ticked lines, in the form's order."""
        lines = (item.key for item in question.answer_lines(self.form.lists))
        return [line for line in lines if self.answer(question, line).coche]

    def doubtful(self, question: Question) -> bool:
        """Whether a faulty row may hold an answer to this question."""
        return self.doubts["reponses"].may_hold(question=question.id)

    def equipements_in(self, names: Collection[object]) -> list[Row]:
        """The rows of the equipments with these names."""
        return [row for row in self.equipements if row.text("nom") in names]

    def showing(self, rule: Callable[[Facts], object]) -> Question | None:
        """The question that shows the set of a rule; None where none is asked that
        does.
        """
        return self.form.showing(rule.__name__)

    def certain(self, menage: Menage) -> bool:
        """No faulty row can change what is known of this household's contacts."""
        return not self.doubts["contacts"].may_hold(menage=menage.key)


# What the questions count; the rules stand in sets.py, files.py and equipments.py.
SETS: Registry[Facts] = Registry("menages")


def build_facts(form: Form, rows: CheckedRows, day: str) -> Facts:
    """The records of the sound rows, as at the last day of the report's year."""
    key_of = cache(code_key)  # a code is typed often
    wallonie = destinations(form)
    found = (menage_of(row, key_of, wallonie) for row in rows.sound["menages"])
    menages = {menage.key: menage for menage in found}

    def sure(row: Row) -> Iterable[Sure]:
        """A faulty contact is one of its households, or of any where one is unknown."""
        keys = _codes(row.values.get("codes"), key_of)
        known = row.sheet == "contacts" and rows.keys["menages"].issuperset(keys)
        if known and keys:
            return [{"menage": key} for key in keys]
        return [question_of(form, row)]

    return Facts(
        form=form,
        year=int(day[:4]),
        commune=" ".join(row.text("commune") for row in rows.sound["identification"]),
        equipements=rows.sound["equipements"],
        menages=menages,
        contacts=tuple(_contacts(rows.sound["contacts"], key_of)),
        dossiers=tuple(dossier_of(row, menages) for row in rows.sound["dossiers"]),
        reponses={
            (row.text("question"), row.text("ligne")): Reponse(row)
            for row in rows.sound["reponses"]
        },
        doubts=doubts_of(rows.faulty, sure),
    )


def head(facts: Facts) -> Mapping[str, str]:
    """What the report's title says: the years, and the commune in capitals as the form
    has it. ``nom``: the commune as it was typed, which names the file.
    """
    name = " ".join(facts.commune.split())
    return {
        "annee": str(facts.year),
        "annee_precedente": str(facts.year - 1),
        "commune": name.upper(),
        "nom": name,
    }


def _date(row: Row, name: str) -> date | None:
    value = row.values.get(name)
    return date.fromisoformat(str(value)) if value else None


def destinations(form: Form) -> frozenset[str]:
    """The destinations that are a relocation in Wallonia: those that have a line on the
    form (chapter 3, RAPPEL).
    """
    field = form.sheets["menages"].fields.get("destination")
    items = form.lists[field.list].on_form if field else ()
    return frozenset(item.key for item in items)


def menage_of(
    row: Row, key_of: Callable[[str], str], wallonie: frozenset[str]
) -> Menage:
    """The household of a row. ``wallonie``: the destinations that are a relocation there."""
    left, destination = _date(row, "date_relogement"), row.text("destination")
    relocated = left is not None and destination in wallonie
    return Menage(
        key_of(row.text("code")), row, left, _date(row, "fin_suivi"), relocated
    )


def _codes(codes: Value | None, key: Callable[[str], str]) -> tuple[str, ...]:
    several = codes if isinstance(codes, tuple) else ()
    return tuple(dict.fromkeys([key(str(code)) for code in several]))


def _contacts(rows: tuple[Row, ...], key_of: Callable[[str], str]) -> Iterator[Contact]:
    """The contacts; a day is read once, and so are codes noted together, in whatever
    order.
    """
    day = cache(date.fromisoformat)
    together = cache(lambda codes: tuple(sorted(_codes(codes, key_of))))
    for row in rows:
        values = row.values
        yield Contact(
            row,
            day(str(values["date"])),
            together(values.get("codes")),
            str(values["mode"]),
            values.get("courtoisie") == "oui",
        )


def dossier_of(row: Row, menages: Mapping[str, Menage]) -> Dossier:
    """One row is one file. A file for the household's own departure is for a relocation
    only where that is one.
    """
    key = code_key(row.text("menage"))
    menage, relogement = menages.get(key), _date(row, "date_relogement")
    if menage and (relogement is None or relogement == menage.date_relogement):
        relogement = menage.date_relogement if menage.en_wallonie else None
    return Dossier(
        who=row.text("numero").strip() or row.text("menage"),
        menage=key,
        ouverture=date.fromisoformat(row.text("ouverture")),
        decision=row.text("decision"),
        date_decision=_date(row, "date_decision"),
        relogement=relogement,
        row=row,
    )
