"""The kinds of records of a CLSS plan: period, quarters, objectives, actions, budget,
targets, follow-up.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from pipeline.model.problem import CellRef
from pipeline.model.submission import Row
from pipeline.rules.clss.text import Numero, Vise

LEVELS = {1: "og", 2: "oi", 3: "oo"}


@dataclass(frozen=True)
class Noted:
    """A record and the row that notes it, without its private columns."""

    number: int
    row: Row = field(compare=False, repr=False)

    def ref(self, name: str) -> CellRef:
        return self.row.ref(name)

    def text(self, name: str) -> str:
        return str(self.row.values.get(name, "")).strip()

    def amount(self, name: str) -> int | None:
        """A whole number, or an amount in cents; None where it is unknown."""
        value = self.row.values.get(name)
        return value if isinstance(value, int) else None

    def years(self, name: str) -> tuple[int, ...]:
        value = self.row.values.get(name)
        return (
            tuple(year for year in value if isinstance(year, int))
            if isinstance(value, tuple)
            else ()
        )

    @property
    def cpas(self) -> str:
        """Led by the CPAS: oui, en_partie or non (objectives and actions)."""
        return self.text("cpas") or "non"


@dataclass(frozen=True)
class Plan(Noted):
    """The plan itself; ``annees`` is empty where the period is none of one to six
    years.
    """

    annees: tuple[int, ...]


@dataclass(frozen=True)
class Quartier(Noted):
    nom: str
    extension: bool


@dataclass(frozen=True)
class Objectif(Noted):
    """An objective; an operational one straight under its general one has the number
    (n, 0, k).
    """

    numero: Numero

    @property
    def level(self) -> str:
        return LEVELS[len(self.numero)]

    @property
    def suite(self) -> Numero:
        """What the numbers of its sequence begin with: (n, m) for (n, m, k), (n, 0) for
        (n, 0, k), () for (n,).
        """
        return self.numero[:-1]

    @property
    def parent(self) -> Numero:
        """The number of the objective above: (n,) for (n, 0, k); () for a general one."""
        return self.suite[:1] if self.suite[1:] == (0,) else self.suite

    @property
    def transversal(self) -> bool:
        return self.level == "og" and self.text("transversal") == "oui"


@dataclass(frozen=True)
class Action(Noted):
    """An action; ``objectif`` is None where its cell holds no number."""

    objectif: Numero | None
    code: str

    @property
    def in_table(self) -> bool:
        return bool(self.text("texte_tableau"))


@dataclass(frozen=True)
class Budget(Noted):
    """The budget of a quarter in a year; amounts in cents."""

    annee: int
    quartier: str

    @cached_property
    def appel(self) -> int | None:
        """Call for projects = total - referent - CPAS (docs/plan-clss.md, Budget),
        where all three are known.
        """
        total, referent, cpas = (
            self.amount(name) for name in ("total", "referent", "cpas")
        )
        return (
            None
            if total is None or referent is None or cpas is None
            else total - referent - cpas
        )

    @property
    def moitie_1(self) -> int | None:
        """Half of the call for projects; an odd cent goes to it."""
        return None if self.appel is None else self.appel - self.appel // 2

    @property
    def moitie_2(self) -> int | None:
        return None if self.appel is None else self.appel // 2


@dataclass(frozen=True)
class Detail(Noted):
    annee: int
    quartier: str
    montant: int | None


@dataclass(frozen=True)
class Cible(Noted):
    """A target; ``au_plus``: it bounds from above; ``en_tout``: over the whole plan,
    else in each year.
    """

    vise: Vise
    nombre: int
    au_plus: bool
    en_tout: bool
    par_quartier: bool


@dataclass(frozen=True)
class Suivi(Noted):
    """An activity; ``nouvelles`` is None where it is unknown how many of the people are
    new.
    """

    annee: int
    vise: Vise
    quartier: str
    personnes: int
    nouvelles: int | None
