"""The kinds of records of a CLSS plan: period, quarters, objectives, actions, budget,
targets, follow-up.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Self

from pipeline.model.problem import CellRef, Problem
from pipeline.model.submission import Row
from pipeline.model.text import french_day
from pipeline.rules.clss.text import Numero, Vise, numero_of, shown, vise_of

# Call for projects = total - referent - CPAS (docs/plan-clss.md, Budget).
APPEL = {"total": 1, "referent": -1, "cpas": -1}
LEVELS = {1: "og", 2: "oi", 3: "oo"}
LONGEST = 6  # years of a plan, at most (docs/plan-clss.md, The tree)


@dataclass(frozen=True)
class Noted:
    """A record and the row that notes it, without its private columns. What it says is
    read from its row.
    """

    number: int
    row: Row = field(compare=False, repr=False)

    @property
    def who(self) -> str:
        """What people call it."""
        raise NotImplementedError

    @classmethod
    def of(cls, row: Row) -> Self:
        return cls(row.number, row)

    def ref(self, name: str) -> CellRef:
        return self.row.ref(name)

    def problem(self, code: str, name: str, /, **facts: object) -> Problem:
        return self.row.problem(code, name, **facts)

    def text(self, name: str) -> str:
        return self.row.text(name).strip()

    def amount(self, name: str) -> int | None:
        """A whole number, or an amount in cents; None where it is unknown."""
        value = self.row.values.get(name)
        return value if isinstance(value, int) else None

    def years(self, name: str) -> tuple[int, ...]:
        value = self.row.values.get(name)
        several = value if isinstance(value, tuple) else ()
        return tuple(year for year in several if isinstance(year, int))

    @property
    def cpas(self) -> str:
        """Led by the CPAS: oui, en_partie or non (objectives and actions)."""
        return self.text("cpas") or "non"


class Plan(Noted):
    @cached_property
    def annees(self) -> tuple[int, ...]:
        """Its years, none where its period is none of one to six years."""
        first, last = (
            int(self.text(f"{name}_annee")) for name in ("premiere", "derniere")
        )
        return tuple(range(first, last + 1)) if last - first < LONGEST else ()


class Quartier(Noted):
    @property
    def nom(self) -> str:
        return self.text("nom")

    @property
    def extension(self) -> bool:
        return self.text("extension") == "oui"


class Objectif(Noted):
    """An objective; an operational one straight under its general one has the number
    (n, 0, k).
    """

    @property
    def who(self) -> str:
        return f"Objectif {shown(self.numero)}"

    @cached_property
    def numero(self) -> Numero:
        return numero_of(self.text("numero")) or ()

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


class Action(Noted):
    @property
    def who(self) -> str:
        return f"Action {self.code}".rstrip()

    @cached_property
    def objectif(self) -> Numero:
        """The number of its objective; () where its cell holds none."""
        return numero_of(self.text("objectif")) or ()

    @property
    def code(self) -> str:
        return self.text("code")

    @property
    def in_table(self) -> bool:
        return bool(self.text("texte_tableau"))


class OfQuarter(Noted):
    """What is noted of a quarter."""

    @property
    def who(self) -> str:
        return f"{self.quartier} {self.annee}"

    @property
    def quartier(self) -> str:
        return self.text("quartier")

    @cached_property
    def annee(self) -> int:
        return int(self.text("annee"))

    @property
    def place(self) -> tuple[int, str]:
        return self.annee, self.quartier


class Budget(OfQuarter):
    """The budget of a quarter in a year; amounts in cents."""

    @cached_property
    def appel(self) -> int | None:
        """What is left for the call for projects, where all that it follows from is
        known.
        """
        amounts = [(self.amount(name), sign) for name, sign in APPEL.items()]
        known = [sign * cents for cents, sign in amounts if cents is not None]
        return sum(known) if len(known) == len(APPEL) else None

    @property
    def moitie_1(self) -> int | None:
        """Half of the call for projects; an odd cent goes to it."""
        return None if self.appel is None else self.appel - self.appel // 2

    @property
    def moitie_2(self) -> int | None:
        return None if self.appel is None else self.appel // 2


class Detail(OfQuarter):
    @property
    def who(self) -> str:
        return self.text("intitule")

    @property
    def montant(self) -> int | None:
        return self.amount("montant")


class Measured(Noted):
    """What is of an objective or an action."""

    @cached_property
    def vise(self) -> Vise:
        return vise_of(self.text("vise")) or Vise(())


class Cible(Measured):
    @property
    def who(self) -> str:
        return f"Cible {self.vise}"

    @property
    def nombre(self) -> int:
        return int(self.text("nombre"))

    @property
    def au_plus(self) -> bool:
        """It bounds from above."""
        return self.text("sens") == "au_plus"

    @property
    def en_tout(self) -> bool:
        """It is over the whole plan, else in each year."""
        return self.text("duree") == "en_tout"

    @property
    def par_quartier(self) -> bool:
        return self.text("etendue") == "par_quartier"


class Suivi(OfQuarter, Measured):
    """An activity."""

    @property
    def who(self) -> str:
        return f"{french_day(self.text('date'))}, {self.vise}, {self.quartier}"

    @cached_property
    def annee(self) -> int:
        return int(self.text("date")[:4])

    @cached_property
    def personnes(self) -> int:
        return int(self.text("personnes"))

    @cached_property
    def nouvelles(self) -> int | None:
        """How many of the people are new; None where it is unknown."""
        return self.amount("nouvelles")
