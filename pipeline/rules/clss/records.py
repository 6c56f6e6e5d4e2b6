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
from pipeline.rules.clss.doubts import Grouped, Known, doubts_of_plan, known_of
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
from pipeline.rules.clss.needs import HEADS
from pipeline.rules.clss.text import Numero, Vise
from pipeline.rules.doubts import Doubts
from pipeline.rules.registry import Registry


@dataclass(frozen=True)
class Facts:
    """Everything the rules of one plan see: the edition, and the records. ``day``: ISO
    date as at which the follow-up counts, "" where unknown; ``objectifs``: in the order
    of their numbers; ``suivis``: none after the last year of the plan, since those
    count nowhere; ``doubts``: sheet -> its rows that may yet change.
    """

    form: Form
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
    def passages(self) -> list[list[Row]]:
        """The rows of the texts: a heading's with those that continue its text."""
        found: list[list[Row]] = []
        for row in self.textes:
            if "titre" in row.values or not found:
                found.append([])
            found[-1].append(row)
        return found

    @cached_property
    def actions_of(self) -> Grouped[Numero, Action]:
        """Number of an objective -> its actions, in the order of the rows."""
        actions = (action for action in self.actions if action.objectif)
        return Grouped((action.objectif, action) for action in actions)

    def table_of(self, oo: Objectif) -> list[Action]:
        """The actions of an objective that stand in the planning table."""
        return [action for action in self.actions_of[oo.numero] if action.in_table]

    def in_table(self, oo: Objectif) -> bool:
        """Whether an operational objective stands in the planning table, by an action
        or by years of its own.
        """
        return oo.level == "oo" and bool(self.table_of(oo) or oo.years("annees"))

    def table_below(self, og: Objectif) -> list[Objectif]:
        """The operational objectives in the planning table of a general one."""
        below = (one for one in self.objectifs if one.numero[0] == og.numero[0])
        return [*filter(self.in_table, below)]

    @cached_property
    def tabled(self) -> frozenset[Numero]:
        """The objectives of which something stands in a planning table: they
        themselves, or what is below them.
        """
        tabled = filter(self.in_table, self.objectifs)
        return frozenset(oo.numero[:length] for oo in tabled for length in (1, 2, 3))

    def may_come(self, numero: Numero) -> bool:
        """Whether a row that is to be mended may be the objective with this number."""
        return self.doubts["objectifs"].may_hold(numero=numero, suite=numero[:-1])

    @cached_property
    def suivis_of(self) -> Grouped[Vise, Suivi]:
        """Objective or action -> its follow-up in the years of the plan, an objective's
        with all below it.
        """
        counted = (suivi for suivi in self.suivis if suivi.annee in self.annees)
        return Grouped((vise, suivi) for suivi in counted for vise in suivi.vise.above)

    @cached_property
    def cibles_of(self) -> Grouped[Vise, Cible]:
        """Objective or action -> its targets, an objective's with all below it."""
        return Grouped((vise, one) for one in self.cibles for vise in one.vise.above)

    @cached_property
    def budgets_of(self) -> Grouped[int, Budget]:
        """Year -> the budgets of its quarters, in the order of the rows."""
        return Grouped((budget.annee, budget) for budget in self.budgets)

    @cached_property
    def details_of(self) -> Grouped[tuple[int, str], Detail]:
        """Year and quarter -> what the CPAS does with its amount, in the order of the
        rows.
        """
        return Grouped((detail.place, detail) for detail in self.details)


# What each question prints; the rules stand in modules of their own.
SETS: Registry[Facts] = Registry()


def build_facts(form: Form, rows: CheckedRows, day: str | None) -> Facts:
    """The records of the sound rows. ``day``: ISO date as at which the plan counts."""
    plan = next(map(Plan.of, rows.sound["plan"]), None)
    annees = plan.annees if plan else ()
    known = known_of(form, annees, rows)
    sound = {
        sheet: [_public(form, known, row) for row in found]
        for sheet, found in rows.sound.items()
    }
    suivis = [
        suivi
        for suivi in map(Suivi.of, sound["suivi"])
        if suivi.vise.numero and (not annees or suivi.annee <= annees[-1])
    ]
    sound["suivi"] = [suivi.row for suivi in suivis]
    objectifs = filter(lambda one: one.numero, map(Objectif.of, sound["objectifs"]))
    return Facts(
        form=form,
        day=day or "",
        plan=plan,
        quartiers=tuple(map(Quartier.of, sound["quartiers"])),
        textes=tuple(sound["textes"]),
        objectifs=tuple(sorted(objectifs, key=lambda objectif: objectif.numero)),
        actions=tuple(map(Action.of, sound["actions"])),
        budgets=tuple(map(Budget.of, sound["budget"])),
        details=tuple(map(Detail.of, sound["detail"])),
        cibles=tuple(one for one in map(Cible.of, sound["cibles"]) if one.vise.numero),
        suivis=tuple(suivis),
        known=known,
        doubts=doubts_of_plan(known, sound, rows.faulty),
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


def _public(form: Form, known: Known, row: Row) -> Row:
    """A row without its private columns, its quarter as its own sheet writes it."""
    fields = form.sheets[row.sheet].fields
    values = {
        key: value for key, value in row.values.items() if not fields[key].private
    }
    if row.sheet != "actions" and "quartier" in values:
        quartier = str(values["quartier"]).strip()
        values["quartier"] = known.quartiers.get(even_out(quartier), quartier)
    return row._replace(values=values)
