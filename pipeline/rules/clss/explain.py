"""What a CLSS plan prints, with the cells of the workbook behind it: objectives,
tables, amounts, follow-up.

How a line is asked for: ``objectifs 1.1`` (or 1.1 alone), ``objectifs 1.1.1 A2``,
``textes introduction``, ``tableaux 1``, ``budgets 2022 Marolles appel`` (year, quarter,
column; ``budgets 2022 total`` where all totals are equal; ``budgets 2022 Marolles
détail`` for the CPAS lines), ``suivi 1.1.1 A2 2022 Marolles personnes``. A name may
stop after any of its steps: ``budgets 2022`` is the whole year.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any, NamedTuple

from pipeline.edition.questions import Parts
from pipeline.findings.sentences import clss as said
from pipeline.model.explained import (
    CENTS,
    LARGER_HALF,
    NUMBER,
    SMALLER_HALF,
    WHOLE,
    Entry,
    Explained,
    Step,
)
from pipeline.model.submission import Answers, Figure, Part
from pipeline.rules.clss.kinds import APPEL, Budget, Noted, Objectif
from pipeline.rules.clss.records import SETS, Facts
from pipeline.rules.clss.text import Vise, shown

Path = tuple[Step, ...]
# The columns of the budget: their rule, what they are of the sum, and what adds to it.
_COLUMNS = {
    "referent": (said.TYPED, WHOLE, {"referent": 1}),
    "cpas": (said.TYPED, WHOLE, {"cpas": 1}),
    "appel": (said.APPEL, WHOLE, APPEL),
    "moitie_1": (said.LARGER_HALF, LARGER_HALF, APPEL),
    "moitie_2": (said.SMALLER_HALF, SMALLER_HALF, APPEL),
}


class Line(NamedTuple):
    """A line of the report; ``rule``: "" where it is that of the question; ``printed``:
    the figures that it explains.
    """

    path: Path
    value: str
    behind: Callable[[], Iterable[Entry]]
    rule: str = ""
    unit: str = ""
    share: str = WHOLE
    printed: tuple[Figure, ...] = ()


def explain_plan(facts: Facts, answers: Answers) -> Iterator[Explained]:
    """Every text, objective, table, amount and figure of the follow-up, in the plan's
    order.
    """
    for question in facts.form.asked(Parts):
        counted, of = SETS[question.set], (question.id, question.label, question.title)
        for line in _MAKERS[question.set](facts, answers.parts[question.id]):
            yield Explained(
                *(*of, line.path, line.rule or counted.label, counted.reference),
                *(line.value, line.behind, line.unit, line.share, line.printed),
            )


def _entry(record: Noted, *fields: str, adds: tuple[int, ...] = ()) -> Entry:
    cells = record.row.filled(*(fields or record.row.columns))
    return Entry(record.who, cells, "", adds)


def _adding(figure: Figure, signs: dict[str, int]) -> list[Entry]:
    """The records of a figure by some of their cells, each with what it adds: its
    amount with its sign.
    """
    records: Iterable[Any] = figure.records
    return [
        _entry(
            one,
            *signs,
            adds=tuple(n * (one.amount(name) or 0) for name, n in signs.items()),
        )
        for one in sorted(records, key=lambda one: one.number)
    ]


# ---- the narrative and its tables


def _texts(facts: Facts, parts: tuple[Part, ...]) -> Iterator[Line]:
    """A line a heading, with the rows that continue it."""
    for rows in facts.passages:
        titre = str(rows[0].values.get("titre", ""))
        cells = [cell for row in rows for cell in row.filled("titre", "texte")]
        yield Line(((titre,),), titre, partial(list, [Entry("", tuple(cells))]))


def _objectifs(facts: Facts, parts: tuple[Part, ...]) -> Iterator[Line]:
    """A line an objective, and one an action with a code."""
    for objectif in facts.objectifs:
        numero = objectif.numero
        actions = facts.actions_of[numero]
        behind = partial(_measured, facts, Vise(numero), [objectif, *actions])
        yield Line(((shown(numero),),), objectif.text("titre"), behind)
        for action in filter(lambda action: action.code, actions):
            vise = Vise(numero, action.code)
            text = action.text("texte_recit") or action.text("texte_tableau")
            behind = partial(_measured, facts, vise, [action])
            yield Line(((str(vise),),), text, behind)


def _measured(facts: Facts, vise: Vise, own: Iterable[Noted]) -> Iterator[Entry]:
    """The rows of an objective or action, its targets and its follow-up."""
    yield from map(_entry, (*own, *facts.cibles_of[vise]))
    for suivi in facts.suivis_of[vise]:
        yield _entry(suivi, "date", "vise", "quartier", "personnes")


def _tables(facts: Facts, parts: tuple[Part, ...]) -> Iterator[Line]:
    """A line a table: the objectives and actions that stand in it."""
    fields = ("objectif", "cpas", "texte_tableau", "annees")
    general = (og for og in facts.objectifs if og.level == "og")
    tabled = [og for og in general if og.numero in facts.tabled]
    for og, part in zip(tabled if facts.annees else (), parts, strict=True):
        entries = [_table_entry(og, "titre_tableau", "notice_tableau")]
        for oo in facts.table_below(og):
            entries.append(_table_entry(oo, "annees"))
            entries += [_entry(action, *fields) for action in facts.table_of(oo)]
        title = og.text("titre_tableau") or og.text("titre")
        path, printed = ((shown(og.numero),),), (part.figures["titre"],)
        yield Line(path, title, partial(list, entries), printed=printed)


def _table_entry(objectif: Objectif, *fields: str) -> Entry:
    text = "texte_tableau" if objectif.text("texte_tableau") else "titre"
    return _entry(objectif, "numero", "cpas", text, *fields)


# ---- the budget


def _money(
    path: Path, figure: Figure, rule: str, signs: dict[str, int], share: str = WHOLE
) -> Line:
    """An amount; one that is not known is no figure."""
    unit, behind = CENTS if figure.value else "", partial(_adding, figure, signs)
    return Line(path, figure.value, behind, rule, unit, share, (figure,))


def _budgets(facts: Facts, parts: tuple[Part, ...]) -> Iterator[Line]:
    """The amounts as the report prints them: year, quarter, column."""
    fields = facts.form.sheets["budget"].fields
    for part in parts:
        annee = (part.text("annee"),)
        for place in part.parts.get("egal", ()):
            yield _equal(facts, annee, place.figures["montant"])
        for place in part.parts.get("inegal", ()):
            path = (annee, (place.text("quartier"),), said.TOTAL)
            yield _money(path, place.figures["montant"], said.TYPED, {"total": 1})
        for place in part.parts.get("quartiers", ()):
            for name, (rule, share, signs) in _COLUMNS.items():
                step = (name, fields[name].heading)
                path = (annee, (place.text("quartier"),), step)
                yield _money(path, place.figures[name], rule, signs, share)
        for detail in part.parts.get("detail", ()):
            for place in detail.parts["quartiers"]:
                yield from _detail((annee, (place.text("quartier"),)), place)


def _equal(facts: Facts, annee: Step, figure: Figure) -> Line:
    """A total that all quarters of the year share: it stands for one of them, the
    others are named beside it.
    """
    budgets = facts.budgets_of[int(annee[0])]

    def behind() -> Iterator[Entry]:
        for budget in budgets if figure.value else ():
            added = (budget.amount("total") or 0) * (budget in figure.records)
            yield _entry(budget, "total", adds=(added,))

    path, line = (annee, said.EACH_TOTAL), _money((), figure, said.SAME_TOTAL, {})
    return line._replace(path=path, behind=behind)


def _detail(quarter: Path, place: Part) -> Iterator[Line]:
    """What the CPAS does with its amount: its lines, then their sum."""
    path, montant = (*quarter, said.DETAIL), {"montant": 1}
    for line in place.parts["lignes"]:
        step, figure = (line.text("intitule"),), line.figures["montant"]
        yield _money((*path, step), figure, said.TYPED_DETAIL, montant)
    total, rule, signs = place.figures["total"], said.SUM_OF_DETAIL, montant
    if any(isinstance(record, Budget) for record in total.records):
        rule, signs = said.TYPED_CPAS, {"cpas": 1}
    yield _money((*path, said.TOTAL), total, rule, signs)


# ---- the follow-up


def _follow_up(facts: Facts, parts: tuple[Part, ...]) -> Iterator[Line]:
    """The figures of the follow-up and the targets beside them: objective or action,
    year, quarter, column.
    """
    cibles = {str(cible.vise): cible for cible in reversed(facts.cibles)}
    for row in (row for part in parts for row in part.parts.get("lignes", ())):
        vise = row.text("vise")
        where = ((row.text("annee"),), (row.text("quartier"),))
        path: Path = ((vise.partition(" ")[0], vise), *where)
        for name, (label, rule) in said.FOLLOWED.items():
            figure = row.figures[name]
            unit, behind = (
                NUMBER if figure.value else "",
                partial(_counted, figure, name),
            )
            column, value = (*path, (name, label)), figure.value
            yield Line(column, value, behind, rule, unit, printed=(figure,))
        if target := row.text("cible"):
            measured = f"{target} : {row.text('resultat')}"
            target_of, rule = [_entry(cibles[vise])], said.AGAINST_TARGET
            yield Line(
                *((*path, ("cible",)), measured, partial(list, target_of), rule),
                printed=(row.figures["cible"], row.figures["resultat"]),
            )


def _counted(figure: Figure, name: str) -> list[Entry]:
    """The activities with what each adds: one, or people."""
    column = "personnes" if name == "activites" else name
    found = _adding(figure, {"date": 0, "vise": 0, "quartier": 0, column: 1})
    if name == "activites":
        found = [Entry(entry.who, entry.cells) for entry in found]
    return found


_MAKERS = {
    "textes": _texts,
    "objectifs": _objectifs,
    "tableaux": _tables,
    "budgets": _budgets,
    "suivi": _follow_up,
}
