"""Everything that the rules of a CLSS plan see: its records, built from sound rows, and
which rows are in doubt.

Private columns (the remarks of the follow-up) are no part of any record: nothing behind
this module can print them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from pipeline.check.sound_rows import CheckedRows
from pipeline.edition.form import Form
from pipeline.model.submission import Row
from pipeline.model.text import even_out
from pipeline.rules.clss.doubts import Doubts, Known, doubts_of, grouped, known_of
from pipeline.rules.clss.kinds import (
    Action,
    Budget,
    Cible,
    Detail,
    Objectif,
    Plan,
    Quartier,
    Suivi,
)
from pipeline.rules.clss.text import Numero, Vise, numero_of, vise_of
from pipeline.rules.registry import Registry

LONGEST = 6  # years of a plan, at most (docs/plan-clss.md, The tree)


@dataclass(frozen=True)
class Facts:
    """Everything the rules of one plan see. ``day``: ISO date as at which the follow-up
    counts, "" where unknown; ``objectifs``: in the order of their numbers; ``suivis``:
    none after the last year of the plan, since those count nowhere; ``doubts``: sheet
    -> its rows that may yet change.
    """

    day: str
    plan: Plan | None
    quartiers: tuple[Quartier, ...]
    textes: tuple[Row, ...]
    objectifs: tuple[Objectif, ...]
    actions: tuple[Action, ...]
    budgets: tuple[Budget, ...]
    details: tuple[Detail, ...]
    cibles: tuple[Cible, ...]
    suivis: tuple[Suivi, ...]
    known: Known
    doubts: Mapping[str, Doubts]

    @property
    def annees(self) -> tuple[int, ...]:
        """The years of the plan, none where they are unknown."""
        return self.plan.annees if self.plan else ()

    @cached_property
    def by_numero(self) -> Mapping[Numero, Objectif]:
        return {objectif.numero: objectif for objectif in self.objectifs}

    @cached_property
    def actions_of(self) -> Mapping[Numero, tuple[Action, ...]]:
        """Number of an objective -> its actions, in the order of the rows."""
        return grouped(
            (action.objectif, action) for action in self.actions if action.objectif
        )

    def table_of(self, oo: Objectif) -> tuple[Action, ...]:
        """The actions of an objective that stand in the planning table."""
        return tuple(
            action for action in self.actions_of.get(oo.numero, ()) if action.in_table
        )

    def in_table(self, oo: Objectif) -> bool:
        """Whether an operational objective stands in the planning table, by an action
        or by years of its own.
        """
        return oo.level == "oo" and bool(self.table_of(oo) or oo.years("annees"))

    @cached_property
    def tabled(self) -> frozenset[Numero]:
        """The objectives of which something stands in a planning table: they
        themselves, or what is below them.
        """
        return frozenset(
            oo.numero[:length]
            for oo in self.objectifs
            if self.in_table(oo)
            for length in (1, 2, 3)
        )

    @cached_property
    def suivis_of(self) -> Mapping[Vise, tuple[Suivi, ...]]:
        """Objective or action -> its follow-up in the years of the plan, an objective's
        with all below it.
        """
        counted = (suivi for suivi in self.suivis if suivi.annee in self.annees)
        return grouped((vise, suivi) for suivi in counted for vise in suivi.vise.above)

    @cached_property
    def cibles_of(self) -> Mapping[Vise, tuple[Cible, ...]]:
        """Objective or action -> its targets, an objective's with all below it."""
        return grouped(
            (vise, cible) for cible in self.cibles for vise in cible.vise.above
        )

    @cached_property
    def details_of(self) -> Mapping[tuple[int, str], tuple[Detail, ...]]:
        """Year and quarter -> what the CPAS does with its amount, in the order of the
        rows.
        """
        return grouped(
            ((detail.annee, detail.quartier), detail) for detail in self.details
        )


SETS: Registry[Facts] = (
    Registry()
)  # what each question prints; the rules stand in modules of their own (sets.py)
HEADS = ("titre", "sous_titre", "date_titre", "organisme", "periode")
NEEDS = {
    "plan": (
        "titre",
        "organisme",
        "premiere_annee",
        "derniere_annee",
        "theme_1",
        "theme_2",
    ),
    "quartiers": ("nom",),
    "textes": ("titre", "texte"),
    "objectifs": ("numero", "titre"),
    "actions": ("objectif", "code", "texte_recit", "texte_tableau"),
    "budget": (
        "annee",
        "quartier",
        "total",
        "referent",
        "cpas",
        "appel",
        "moitie_1",
        "moitie_2",
    ),
    "detail": ("annee", "quartier", "intitule", "montant"),
    "cibles": ("vise", "nombre"),
    "suivi": ("date", "vise", "quartier", "personnes"),
}

_YES_NO = ("oui", "non")
# Lists whose lines rules tell apart, by column: a line that they do not know would pass
# for another one.
CLOSED: Mapping[str, tuple[str, ...]] = {
    "quartiers.extension": _YES_NO,
    "objectifs.transversal": _YES_NO,
    "objectifs.cpas": ("oui", "en_partie", "non"),
    "objectifs.constats_place": ("sous_titre", "en_ligne"),
    "actions.cpas": _YES_NO,
    "cibles.sens": ("au_moins", "au_plus"),
    "cibles.duree": ("par_an", "en_tout"),
    "cibles.etendue": ("par_quartier", "ensemble"),
}


def build_facts(form: Form, rows: CheckedRows, day: str | None) -> Facts:
    """The records of the sound rows. ``day``: ISO date as at which the plan counts."""
    sound = {
        sheet.key: tuple(_public(form, row) for row in rows.sound[sheet.key])
        for sheet in form.sheets.values()
    }
    plan = next((_plan(row) for row in sound["plan"]), None)
    annees = plan.annees if plan else ()
    sound["suivi"] = tuple(
        row for row in sound["suivi"] if not annees or _year(row) <= annees[-1]
    )
    known = known_of(form, annees, sound, rows.faulty)
    objectifs = [
        Objectif(row.number, row, numero)
        for row in sound["objectifs"]
        if (numero := _numero(row, "numero"))
    ]
    return Facts(
        day=day or "",
        plan=plan,
        quartiers=tuple(_quartier(row) for row in sound["quartiers"]),
        textes=sound["textes"],
        objectifs=tuple(sorted(objectifs, key=lambda objectif: objectif.numero)),
        actions=tuple(
            Action(row.number, row, _numero(row, "objectif"), _text(row, "code"))
            for row in sound["actions"]
        ),
        budgets=tuple(
            Budget(row.number, row, _int(row, "annee"), _nom(row, known))
            for row in sound["budget"]
        ),
        details=tuple(_detail(row, known) for row in sound["detail"]),
        cibles=tuple(
            _cible(row, vise)
            for row in sound["cibles"]
            if (vise := vise_of(row.values.get("vise")))
        ),
        suivis=tuple(
            _suivi(row, vise, known)
            for row in sound["suivi"]
            if (vise := vise_of(row.values.get("vise")))
        ),
        known=known,
        doubts=doubts_of(form, known, sound, rows.faulty),
    )


def head(facts: Facts) -> Mapping[str, str]:
    """What stands on the title page and names the file; ``periode`` is "2022-2025", or
    "2022" for a single year.
    """
    texts = {name: facts.plan.text(name) if facts.plan else "" for name in HEADS[:-1]}
    return texts | {
        "periode": "-".join(
            map(str, dict.fromkeys([*facts.annees[:1], *facts.annees[-1:]]))
        )
    }


def _public(form: Form, row: Row) -> Row:
    private = {
        key for key, column in form.sheets[row.sheet].fields.items() if column.private
    }
    return row._replace(
        values={key: value for key, value in row.values.items() if key not in private}
    )


def _plan(row: Row) -> Plan:
    annees = tuple(range(_int(row, "premiere_annee"), _int(row, "derniere_annee") + 1))
    return Plan(row.number, row, annees if len(annees) <= LONGEST else ())


def _quartier(row: Row) -> Quartier:
    return Quartier(
        row.number, row, _text(row, "nom"), row.values.get("extension") == "oui"
    )


def _detail(row: Row, known: Known) -> Detail:
    montant = row.values.get("montant")
    return Detail(
        row.number,
        row,
        _int(row, "annee"),
        _nom(row, known),
        montant if isinstance(montant, int) else None,
    )


def _cible(row: Row, vise: Vise) -> Cible:
    value = row.values.get
    upper, whole, each = (
        value("sens") == "au_plus",
        value("duree") == "en_tout",
        value("etendue") == "par_quartier",
    )
    return Cible(row.number, row, vise, _int(row, "nombre"), upper, whole, each)


def _suivi(row: Row, vise: Vise, known: Known) -> Suivi:
    nouvelles = _int(row, "nouvelles") if "nouvelles" in row.values else None
    return Suivi(
        row.number,
        row,
        _year(row),
        vise,
        _nom(row, known),
        _int(row, "personnes"),
        nouvelles,
    )


def _year(row: Row) -> int:
    return int(_text(row, "date")[:4])


def _nom(row: Row, known: Known) -> str:
    """The quarter of a row, as its own sheet writes it."""
    return known.quartiers.get(even_out(_text(row, "quartier")), _text(row, "quartier"))


def _numero(row: Row, name: str) -> Numero | None:
    return numero_of(row.values.get(name))


def _text(row: Row, name: str) -> str:
    return str(row.values.get(name, "")).strip()


def _int(row: Row, name: str) -> int:
    return int(str(row.values[name]))
