"""The records of the DiCS form: households, contacts, files, equipments and answers,
built from sound rows.

Remarks and initials are no part of any record: nothing behind this module can print
them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property
from typing import NamedTuple

from pipeline.check.sound_rows import CheckedRows
from pipeline.edition.form import Form
from pipeline.edition.questions import Equipments
from pipeline.model.problem import CellRef
from pipeline.model.submission import Row, Value
from pipeline.model.text import code_key, even_out
from pipeline.rules.registry import Registry

HEADS = ("annee", "annee_precedente", "commune", "nom")
NEEDS = {
    "identification": ("commune", "annee"),
    "equipements": ("nom",),
    "menages": ("code",),
    "contacts": ("date", "codes", "mode"),
    "dossiers": ("menage", "ouverture"),
    "reponses": ("question", "ligne", "coche", "precision", "texte"),
}
_YES_NO, _SUPPORT = ("oui", "non"), ("aucun", "entame", "poursuivi")
# Lists whose lines rules tell apart, by column or question. The others only divide a
# figure, and may have more lines.
CLOSED: Mapping[str, tuple[str, ...]] = {
    "equipements.nature": ("hp", "habitat_vert", "sorti"),
    "equipements.presence": (
        "plusieurs_semaine",
        "une_semaine",
        "une_quinzaine",
        "moins",
    ),
    "menages.accompagnement_pre": _SUPPORT,
    "menages.accompagnement_post": _SUPPORT,
    **{
        f"menages.{name}": _YES_NO
        for name in ("reseau", "reseau_apres", "relais_1", "relais_2", "suivi_confie")
    },
    "menages.localisation": ("origine", "limitrophe", "eloignee"),
    "contacts.mode": (
        "site",
        "permanence",
        "rendez_vous",
        "visite",
        "telephone",
        "mail",
        "courrier",
    ),
    "contacts.courtoisie": _YES_NO,
    "dossiers.decision": ("octroi", "refus_temporaire", "refus_definitif"),
    "reponses.coche": ("x",),
    "2.1.1": ("chaque", "certains", "autres_canaux", "peu"),
}
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
    en_wallonie: (
        bool  # relocated there by 31/12/N, in private or public-utility housing
    )

    def text(self, name: str) -> str:
        return str(self.row.values.get(name, ""))

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
        return self.text(
            "statut_apres_precision"
            if self.text("statut_apres")
            else "statut_precision"
        )

    @property
    def reseau_actuel(self) -> str:
        return self.text("reseau_apres") or self.text("reseau")

    def __getattr__(self, name: str) -> str:
        """The other cells under their field's name, empty where the cell is:
        ``menage.statut``, ``menage.raison``.
        """
        if name.startswith("__") or name not in self.row.columns:
            raise AttributeError(name)
        return str(self.row.values.get(name, ""))


@dataclass(frozen=True)
class OfMenage:
    """Something of a household, counted once for each."""

    menage: Menage

    @property
    def who(self) -> str:
        return self.menage.who


@dataclass(frozen=True)
class Probleme(OfMenage):
    """A household and one of its problems (2.8)."""

    probleme: str
    probleme_precision: str = field(compare=False)
    relais: str = field(compare=False)
    motif: str = field(compare=False)
    motif_precision: str = field(compare=False)


@dataclass(frozen=True)
class Motif(OfMenage):
    """A household and a reason for which it was not relayed (2.9), once in a reason."""

    motif: str
    motif_precision: tuple[str, ...] = field(compare=False)


@dataclass(frozen=True)
class Contenu(OfMenage):
    """A household and one content of its post-relocation support (3.9)."""

    contenu: str
    contenu_precision: str = field(compare=False)


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


@dataclass(frozen=True)
class Reponse:
    """One row of the answers sheet."""

    row: Row
    coche: bool
    precision: str
    texte: str


@dataclass(frozen=True)
class Facts:
    """Everything the rules of one report see. ``wallonie``: the destinations that are a
    relocation there; ``frequences``: how often makes a regular presence (2.2.1);
    ``canaux``: the columns of 2.3.1; ``doubtful``: households that a faulty row may
    concern; ``all_doubtful``: a contact is so faulty that it may concern any of them;
    ``faulty``: sheets with a faulty row, and questions with a faulty answer, "" where
    it may be an answer to any of them.
    """

    year: int
    commune: str
    wallonie: frozenset[str]
    frequences: frozenset[str]
    canaux: tuple[str, ...]
    equipements: tuple[Row, ...]
    menages: Mapping[str, Menage]
    contacts: tuple[Contact, ...]
    dossiers: tuple[Dossier, ...]
    reponses: Mapping[tuple[str, str], Reponse]
    doubtful: frozenset[str]
    all_doubtful: bool
    faulty: frozenset[str]
    answers_title: str

    @cached_property
    def equipement_of(self) -> Mapping[str, Row]:
        """Evened-out name -> the row of an equipment."""
        return {even_out(str(row.values["nom"])): row for row in self.equipements}

    @cached_property
    def contacts_of(self) -> Mapping[str, Sequence[Contact]]:
        """Household key -> its contacts, in the order of the log."""
        found: dict[str, list[Contact]] = {}
        for contact in self.contacts:
            for key in contact.menages:
                found.setdefault(key, []).append(contact)
        return found

    def certain(self, menage: Menage) -> bool:
        """No faulty row can change what is known of this household's contacts."""
        return not self.all_doubtful and menage.key not in self.doubtful


SETS: Registry[Facts] = (
    Registry()
)  # what the questions count; the rules stand in sets.py and file_sets.py


def build_facts(form: Form, rows: CheckedRows, day: str) -> Facts:
    """The records of the sound rows, as at the last day of the report's year."""
    key_of = cache(code_key)  # a code is typed often
    wallonie = _wallonie(form)
    menages = {
        menage.key: menage
        for menage in (_menage(row, key_of, wallonie) for row in rows.sound["menages"])
    }
    contacts = tuple(_contacts(rows.sound["contacts"], key_of))
    named = [
        frozenset(_codes(row.values.get("codes"), key_of))
        for row in rows.faulty["contacts"]
    ]
    return Facts(
        year=int(day[:4]),
        commune=" ".join(
            str(row.values["commune"]) for row in rows.sound["identification"]
        ),
        wallonie=wallonie,
        frequences=_frequences(form),
        canaux=tuple(
            mark for question in form.asked(Equipments) for mark in question.marks
        ),
        equipements=rows.sound["equipements"],
        menages=menages,
        contacts=contacts,
        dossiers=tuple(_dossier(row, menages) for row in rows.sound["dossiers"]),
        reponses={_place(row): _reponse(row) for row in rows.sound["reponses"]},
        doubtful=frozenset(key for keys in named for key in keys),
        all_doubtful=any(
            not keys or not keys <= rows.keys["menages"] for keys in named
        ),
        faulty=frozenset(sheet for sheet, faulty in rows.faulty.items() if faulty)
        | _questions(form, rows),
        answers_title=form.sheets["reponses"].title,
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


def _questions(form: Form, rows: CheckedRows) -> frozenset[str]:
    """The questions of the faulty answers, "" for one that cannot be known."""
    asked = [str(row.values.get("question")) for row in rows.faulty["reponses"]]
    return frozenset(
        question if question in form.questions else "" for question in asked
    )


def _date(row: Row, name: str) -> date | None:
    value = row.values.get(name)
    return date.fromisoformat(str(value)) if value else None


def _wallonie(form: Form) -> frozenset[str]:
    """The destinations that are a relocation in Wallonia: those that have a line on the
    form (chapter 3, RAPPEL).
    """
    field = form.sheets["menages"].fields.get("destination")
    return (
        frozenset(
            item.key for item in form.lists[field.list].items if not item.off_form
        )
        if field
        else frozenset()
    )


def _frequences(form: Form) -> frozenset[str]:
    """The items of the column Présence that have a place in the table of 2.2.1."""
    return frozenset(
        item.key
        for question in form.asked(Equipments)
        if "presence" in question.cells
        for _, item in question.columns(form.lists)
    )


def _menage(row: Row, key_of: Callable[[str], str], wallonie: frozenset[str]) -> Menage:
    left, destination = _date(row, "date_relogement"), row.values.get("destination")
    relocated = left is not None and destination in wallonie
    return Menage(
        key_of(str(row.values["code"])), row, left, _date(row, "fin_suivi"), relocated
    )


def _codes(codes: Value | None, key: Callable[[str], str]) -> tuple[str, ...]:
    return (
        tuple(dict.fromkeys([key(str(code)) for code in codes]))
        if isinstance(codes, tuple)
        else ()
    )


def _contacts(rows: tuple[Row, ...], key_of: Callable[[str], str]) -> Iterator[Contact]:
    """The contacts; a day is read once, and so are codes noted together, in whatever
    order.
    """
    day, together = (
        cache(date.fromisoformat),
        cache(lambda codes: tuple(sorted(_codes(codes, key_of)))),
    )
    for row in rows:
        values = row.values
        courtesy = values.get("courtoisie") == "oui"
        yield Contact(
            row,
            day(str(values["date"])),
            together(values.get("codes")),
            str(values["mode"]),
            courtesy,
        )


def _dossier(row: Row, menages: Mapping[str, Menage]) -> Dossier:
    """One row is one file. A file for the household's own departure is for a relocation
    only where that is one.
    """
    key = code_key(str(row.values["menage"]))
    menage, relogement = menages.get(key), _date(row, "date_relogement")
    if menage and (relogement is None or relogement == menage.date_relogement):
        relogement = menage.date_relogement if menage.en_wallonie else None
    return Dossier(
        who=str(row.values.get("numero", "")).strip() or str(row.values["menage"]),
        menage=key,
        ouverture=date.fromisoformat(str(row.values["ouverture"])),
        decision=str(row.values.get("decision", "")),
        date_decision=_date(row, "date_decision"),
        relogement=relogement,
        row=row,
    )


def _place(row: Row) -> tuple[str, str]:
    return str(row.values["question"]), str(row.values["ligne"])


def _reponse(row: Row) -> Reponse:
    return Reponse(
        row,
        "coche" in row.values,
        str(row.values.get("precision", "")).strip(),
        str(row.values.get("texte", "")),
    )
