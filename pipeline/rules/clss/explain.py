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
from itertools import pairwise
from typing import Any

from pipeline.edition.form import Form
from pipeline.edition.questions import Parts
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
from pipeline.model.problem import CellRef
from pipeline.model.submission import Answers, Figure, Part, Row
from pipeline.model.text import french_day
from pipeline.rules.clss.kinds import (
    Action,
    Budget,
    Cible,
    Detail,
    Noted,
    Objectif,
    Suivi,
)
from pipeline.rules.clss.records import SETS, Facts
from pipeline.rules.clss.text import Vise, shown

_SIGNS = {"total": 1, "referent": -1, "cpas": -1}
_APPEL = "total moins référent moins CPAS"
_COMPUTED = {
    "appel": (WHOLE, _APPEL),
    "moitie_1": (
        LARGER_HALF,
        f"la moitié de l'appel à projets ({_APPEL}), un cent impair compris",
    ),
    "moitie_2": (SMALLER_HALF, f"l'autre moitié de l'appel à projets ({_APPEL})"),
}
_FOLLOWED = {
    "activites": ("activités", "nombre d'activités"),
    "personnes": (
        "personnes",
        "somme des personnes touchées ; une même personne compte à chaque activité",
    ),
    "nouvelles": (
        "nouvelles",
        "somme des personnes touchées pour la première fois, où elles sont connues",
    ),
}


def explain_plan(facts: Facts, answers: Answers) -> Iterator[Explained]:
    """Every text, objective, table, amount and figure of the follow-up, in the plan's
    order.
    """
    makers = {
        "textes": _texts,
        "objectifs": _objectifs,
        "tableaux": _tables,
        "budgets": _budgets,
        "suivi": _follow_up,
    }
    for question in facts.form.asked(Parts):
        counted = SETS[question.set]
        for path, value, behind, (rule, unit, share) in makers[question.id](
            facts.form, facts, answers
        ):
            yield Explained(
                question.id,
                question.label,
                question.title,
                path,
                rule or counted.label,
                counted.reference,
                value,
                behind,
                unit,
                share,
            )


How = tuple[str, str, str]  # the rule ("": that of the question), the unit, the share
Line = tuple[tuple[Step, ...], str, Callable[[], Iterable[Entry]], How]
_SAID: How = ("", "", WHOLE)


def _entry(who: str, record: Noted, *fields: str, adds: tuple[int, ...] = ()) -> Entry:
    return Entry(who, _cells(record.row, *(fields or record.row.columns)), "", adds)


def _cells(row: Row, *fields: str) -> tuple[CellRef, ...]:
    """The filled ones of these cells, in the order of the sheet."""
    return tuple(row.ref(name) for name in fields if name in row.values)


# ---- the narrative and its tables


def _texts(form: Form, facts: Facts, answers: Answers) -> Iterator[Line]:
    """A line a heading, with the rows that continue it."""
    starts = [
        n for n, row in enumerate(facts.textes) if n == 0 or "titre" in row.values
    ]
    for start, end in pairwise([*starts, len(facts.textes)]):
        rows = facts.textes[start:end]
        titre = str(rows[0].values.get("titre", ""))
        cells = tuple(cell for row in rows for cell in _cells(row, "titre", "texte"))
        yield ((titre,),), titre, partial(list, [Entry("", cells)]), _SAID


def _objectifs(form: Form, facts: Facts, answers: Answers) -> Iterator[Line]:
    """A line an objective, and one an action with a code."""
    for objectif in facts.objectifs:
        numero, actions = (
            shown(objectif.numero),
            facts.actions_of.get(objectif.numero, ()),
        )
        own = [_entry(f"Objectif {numero}", objectif), *map(_action_entry, actions)]
        behind = partial(_measured, facts, Vise(objectif.numero), own)
        yield ((numero,),), objectif.text("titre"), behind, _SAID
        for action in actions:
            if action.code:
                vise = Vise(objectif.numero, action.code)
                text = action.text("texte_recit") or action.text("texte_tableau")
                yield (
                    ((str(vise),),),
                    text,
                    partial(_measured, facts, vise, [_action_entry(action)]),
                    _SAID,
                )


def _action_entry(action: Action) -> Entry:
    return _entry(f"Action {action.code}".rstrip(), action)


def _measured(facts: Facts, vise: Vise, own: Iterable[Entry]) -> Iterator[Entry]:
    """The rows of an objective or action, its targets and its follow-up."""
    yield from own
    yield from map(_target, facts.cibles_of.get(vise, ()))
    for suivi in facts.suivis_of.get(vise, ()):
        yield _activity(suivi, "personnes", ())


def _target(cible: Cible) -> Entry:
    return _entry(f"Cible {cible.vise}", cible)


def _tables(form: Form, facts: Facts, answers: Answers) -> Iterator[Line]:
    """A line a table: the objectives and actions that stand in it."""
    for og in facts.objectifs if facts.annees else ():
        if og.level == "og" and og.numero in facts.tabled:
            below = [
                oo
                for oo in facts.objectifs
                if oo.numero[0] == og.numero[0] and facts.in_table(oo)
            ]
            entries = [_table_entry(og, "titre_tableau", "notice_tableau")]
            for oo in below:
                entries.append(_table_entry(oo, "annees"))
                for action in facts.table_of(oo):
                    entries.append(
                        _entry(
                            _action_entry(action).who,
                            action,
                            "objectif",
                            "cpas",
                            "texte_tableau",
                            "annees",
                        )
                    )
            title = og.text("titre_tableau") or og.text("titre")
            yield ((shown(og.numero),),), title, partial(list, entries), _SAID


def _table_entry(objectif: Objectif, *fields: str) -> Entry:
    text = "texte_tableau" if objectif.text("texte_tableau") else "titre"
    return _entry(
        f"Objectif {shown(objectif.numero)}", objectif, "numero", "cpas", text, *fields
    )


# ---- the budget


def _budgets(form: Form, facts: Facts, answers: Answers) -> Iterator[Line]:
    """The amounts as the report prints them: year, quarter, column."""
    fields = form.sheets["budget"].fields
    for part in answers.parts["budgets"]:
        annee = (part.figures["annee"].value,)
        for place in part.parts.get("egal", ()):
            yield _equal(
                (annee, ("total", "Total de chaque quartier")),
                place.figures["montant"],
                facts,
            )
        for place in part.parts.get("inegal", ()):
            yield _amount(
                (annee, _quarter(place), ("total", "Total")),
                "total",
                place.figures["montant"],
            )
        for place in part.parts.get("quartiers", ()):
            for name in ("referent", "cpas", *_COMPUTED):
                yield _amount(
                    (annee, _quarter(place), (name, fields[name].heading)),
                    name,
                    place.figures[name],
                )
        for detail in part.parts.get("detail", ()):
            for place in detail.parts["quartiers"]:
                yield from _detail(
                    (annee, _quarter(place), ("detail", "Détail")), place
                )


def _quarter(part: Part) -> Step:
    return (part.figures["quartier"].value,)


def _amount(path: tuple[Step, ...], name: str, figure: Figure) -> Line:
    """An amount: typed, or made of three typed ones with their signs."""
    share, rule = _COMPUTED.get(name, (WHOLE, ""))
    signs = _SIGNS if name in _COMPUTED else {name: 1}
    rule = rule or "le montant encodé dans la feuille Budget"
    return (
        path,
        figure.value,
        partial(_signed, figure, signs),
        (rule, _cents(figure), share),
    )


def _equal(path: tuple[Step, ...], figure: Figure, facts: Facts) -> Line:
    """A total that all quarters of the year share: it stands for one of them, the
    others are named beside it.
    """

    def behind() -> list[Entry]:
        budgets = (
            [budget for budget in facts.budgets if path[0] == (str(budget.annee),)]
            if figure.value
            else []
        )
        return [
            _budget(budget, {"total": int(budget in figure.records)})
            for budget in budgets
        ]

    rule = "le montant encodé dans la feuille Budget, le même pour tous les quartiers de l'année"
    return path, figure.value, behind, (rule, _cents(figure), WHOLE)


def _signed(figure: Figure, signs: dict[str, int]) -> list[Entry]:
    return [_budget(record, signs) for record in _sorted(figure)]


def _budget(budget: Budget, signs: dict[str, int]) -> Entry:
    adds = tuple(sign * (budget.amount(name) or 0) for name, sign in signs.items())
    return _entry(f"{budget.quartier} {budget.annee}", budget, *signs, adds=adds)


def _detail(path: tuple[Step, ...], place: Part) -> Iterator[Line]:
    """What the CPAS does with its amount: its lines, then their sum."""
    for line in place.parts["lignes"]:
        figure, intitule = line.figures["montant"], line.figures["intitule"].value
        rule = "le montant encodé dans la feuille Détail CPAS"
        yield (
            (*path, (intitule,)),
            figure.value,
            partial(_details, figure),
            (rule, _cents(figure), WHOLE),
        )
    total = place.figures["total"]
    if any(isinstance(record, Budget) for record in total.records):
        rule, behind = (
            "le montant CPAS de la feuille Budget",
            partial(_signed, total, {"cpas": 1}),
        )
    else:
        rule, behind = (
            "somme des montants connus de la feuille Détail CPAS",
            partial(_details, total),
        )
    yield (*path, ("total", "Total")), total.value, behind, (rule, _cents(total), WHOLE)


def _details(figure: Figure) -> list[Entry]:
    records: list[Detail] = _sorted(figure)
    return [
        _entry(record.text("intitule"), record, "montant", adds=(record.montant or 0,))
        for record in records
    ]


def _cents(figure: Figure) -> str:
    """An amount that is not known is no figure."""
    return CENTS if figure.value else ""


def _sorted(figure: Figure) -> list[Any]:
    records: Iterable[Any] = figure.records
    return sorted(records, key=lambda record: record.number)


# ---- the follow-up


def _follow_up(form: Form, facts: Facts, answers: Answers) -> Iterator[Line]:
    """The figures of the follow-up and the targets beside them: objective or action,
    year, quarter, column.
    """
    cibles = {str(cible.vise): cible for cible in reversed(facts.cibles)}
    for row in (
        row for part in answers.parts["suivi"] for row in part.parts.get("lignes", ())
    ):
        figures = row.figures
        vise, annee, quartier = (
            figures[name].value for name in ("vise", "annee", "quartier")
        )
        path: tuple[Step, ...] = ((vise.partition(" ")[0], vise), (annee,), (quartier,))
        for name, (label, rule) in _FOLLOWED.items():
            figure = figures[name]
            behind = partial(_counted, figure, name)
            yield (
                (*path, (name, label)),
                figure.value,
                behind,
                (rule, NUMBER if figure.value else "", WHOLE),
            )
        if figures["cible"].value:
            measured = f"{figures['cible'].value} : {figures['resultat'].value}"
            rule = "personnes touchées contre la cible"
            yield (
                (*path, ("cible",)),
                measured,
                partial(map, _target, [cibles[vise]]),
                (rule, "", WHOLE),
            )


def _counted(figure: Figure, name: str) -> list[Entry]:
    """The activities with what each adds: one, or people."""
    suivis: list[Suivi] = _sorted(figure)
    if name == "activites":
        return [_activity(suivi, "personnes", ()) for suivi in suivis]
    return [
        _activity(suivi, name, (0, 0, 0, suivi.amount(name) or 0)) for suivi in suivis
    ]


def _activity(suivi: Suivi, name: str, adds: tuple[int, ...]) -> Entry:
    day = french_day(suivi.text("date"))
    return _entry(
        f"{day}, {suivi.vise}, {suivi.quartier}",
        suivi,
        "date",
        "vise",
        "quartier",
        name,
        adds=adds,
    )
