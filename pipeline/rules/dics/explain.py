"""Why a record is in a figure of the DiCS report: the cells of the workbook that put it
there, figure by figure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial, singledispatch
from typing import Any

from pipeline.edition import questions
from pipeline.edition.form import Form
from pipeline.edition.questions import (
    TICK,
    Counted,
    Equipments,
    Number,
    Question,
    Ticks,
)
from pipeline.model.explained import NUMBER, Entry, Explained, Step
from pipeline.model.problem import CellRef
from pipeline.model.submission import Answers, Figure, Row
from pipeline.model.text import even_out
from pipeline.rules.dics.records import (
    SETS,
    Contenu,
    Dossier,
    Facts,
    Menage,
    Motif,
    Probleme,
    Reponse,
)

Path = tuple[Step, ...]
Behind = Callable[[], Iterable[Entry]]

TYPED = "case cochée, précision ou texte de la feuille Réponses"
REGISTER = ("registre", "Selon le registre, à comparer (n'est pas imprimé)")
EQUIPMENT = "ce qui est noté de l'équipement dans sa feuille"
COLUMNS = {"": "Concernés", "relayes": "Relayés", "non_relayes": "Non relayés"}
LINES = {
    "total": "Total",
    "annee_precedente": "Relogement de l'année précédente",
    "annee": "Relogement de l'année",
    "aucun": "Pas de dossiers",
}


def explain_answers(form: Form, facts: Facts, answers: Answers) -> Iterator[Explained]:
    """Every line of the report, in the form's order, with the cells behind it."""
    for question in form.questions.values():
        yield from _typed(form, question, facts)
        yield from _counted(form, question, facts, answers)
        yield from _others(question, form, facts, answers)


def _typed(form: Form, question: Question, facts: Facts) -> Iterator[Explained]:
    """What was ticked or written on the answers sheet."""
    for item in form.questions[question.source].answer_lines(form.lists):
        answer = facts.reponses.get((question.source, item.key))
        fields = question.printed_fields(item)
        value = _value(question, fields, answer) if answer else ""
        cells = _cells(answer.row, *fields) if answer and value else ()
        path: Path = ((item.key, item.label),) if item.key else ()
        entries = [Entry("", cells)] if cells else []
        yield _line(question, path, value, partial(list, entries), TYPED)


def _value(question: Question, fields: tuple[str, ...], answer: Reponse) -> str:
    """What is printed of an answer: beside a line that is not ticked only the text of
    its own question.
    """
    ticked = {"coche": TICK, "precision": answer.precision, "texte": answer.texte}
    left = {"texte": answer.texte} if question.source == question.id else {}
    shown = ticked if answer.coche else left
    return " : ".join(shown[field] for field in fields if shown.get(field))


def _counted(
    form: Form, question: Question, facts: Facts, answers: Answers
) -> Iterator[Explained]:
    """One line a counted figure: the set that it counts, and the list's value by which
    it is divided.
    """
    lines = question.counted(form.lists)
    several = len({line.column for line in lines}) > 1
    for line in lines:
        path: Path = ((line.key, LINES.get(line.key, line.key)),) if line.key else ()
        if line.item:
            name, column = (
                line.column or "concernes",
                COLUMNS.get(line.column, line.column),
            )
            path = ((line.item.key, line.item.label), *[(name, column)] * several)
        figure = answers.figures[question.id][line.key]
        yield _set_line(question, facts, path, line, figure)


@singledispatch
def _others(
    question: Question, form: Form, facts: Facts, answers: Answers
) -> Iterator[Explained]:
    """What a kind of question says beside what is typed and counted."""
    return iter(())


@_others.register
def _(
    question: Number, form: Form, facts: Facts, answers: Answers
) -> Iterator[Explained]:
    if question.set:
        members = frozenset(SETS[question.set].members(facts))
        counted = Counted("", question.set)
        figure = Figure(str(len(members)), members)
        yield _set_line(question, facts, (REGISTER,), counted, figure)


@_others.register
def _(
    question: questions.Lines, form: Form, facts: Facts, answers: Answers
) -> Iterator[Explained]:
    if none := question.none:
        rule = "cochée quand aucun dossier n'est ouvert dans l'année"
        value = answers.figures[question.id][none].value
        yield _line(question, ((none, LINES.get(none, none)),), value, tuple, rule)


@_others.register
def _(
    question: Ticks, form: Form, facts: Facts, answers: Answers
) -> Iterator[Explained]:
    """The names of 2.4."""
    if question.names:
        named = SETS[question.names].members(facts)
        entries = [
            Entry(str(row.values["nom"]), _cells(row, "nom", "non_prioritaire"))
            for row in facts.equipements
            if row.values["nom"] in named
        ]
        value = answers.figures[question.id]["noms"].value
        path = (("noms", "Équipements"),)
        yield _line(question, path, value, partial(list, entries), EQUIPMENT)


@_others.register
def _(
    question: Equipments, form: Form, facts: Facts, answers: Answers
) -> Iterator[Explained]:
    """The ticks of each equipment, by their labels."""
    for part, row in zip(answers.parts[question.id], facts.equipements, strict=True):
        fields = form.sheets[row.sheet].fields
        labels = {item.key: item.label for _, item in question.columns(form.lists)}
        labels |= {mark: fields[mark].heading for mark in question.marks}
        ticked = [labels[key] for key in labels if part.figures[key].value]
        cells = _cells(row, "nom", *question.cells, *question.marks)
        path = ((part.figures["nom"].value,),)
        entries = [Entry("", cells)] if ticked else []
        yield _line(
            question, path, ", ".join(ticked), partial(list, entries), EQUIPMENT
        )


def _set_line(
    question: Question,
    facts: Facts,
    path: Path,
    line: Counted,
    figure: Figure,
) -> Explained:
    counted = SETS[line.set]
    on = f" ; ligne «\u00a0{line.item.label}\u00a0»" if line.item else ""
    reference = counted.reference
    if question.label not in reference.replace(",", " ").split():
        reference = f"{question.label}, d'après {reference}"

    def behind() -> list[Entry]:
        entries = (
            _entry(facts, line.set, record, line.by) for record in figure.records
        )
        return sorted(entries, key=lambda entry: entry.cells)

    rule = f"{counted.label}{on}"
    return _line(question, path, figure.value, behind, rule, reference, NUMBER)


def _line(
    question: Question,
    path: Path,
    value: str,
    behind: Behind,
    rule: str,
    reference: str = "",
    unit: str = "",
) -> Explained:
    asked = question.label
    return Explained(
        question.id,
        asked,
        question.title,
        path,
        rule,
        reference or asked,
        value,
        behind,
        unit,
    )


# ---- the cells of a record


def _entry(facts: Facts, name: str, record: Any, by: str) -> Entry:
    """A record of a set with its cells; ``by``: what the line is chosen by, where it is
    one of a list.
    """
    if isinstance(record, Dossier):
        return Entry(
            record.who, _in_order(list(_file_cells(facts, name, record))), record.menage
        )
    menage = record if isinstance(record, Menage) else record.menage
    row = menage.row
    columns = SETS[name].columns
    cells = list(_cells(row, "code", *(_current(menage, key) for key in columns)))
    if "nature" in columns and (
        left := facts.equipement_of.get(even_out(menage.text("equipement")))
    ):
        cells += _cells(left, "nom", "nature")
    if record is menage and by:
        cells += _cells(row, _current(menage, by), f"{_current(menage, by)}_precision")
    elif record is not menage:
        cells += _own_cells(name, record, row)
    reached = (reach.of(facts, menage) for reach in SETS[name].grounds)
    cells += [contact.ref for contact in next(filter(None, reached), [])]
    return Entry(menage.who, _in_order(cells), menage.key)


def _in_order(cells: list[CellRef]) -> tuple[CellRef, ...]:
    """Each cell once, as they stand on their sheets, the sheets in the order given."""
    sheets = list(dict.fromkeys(cell.sheet for cell in cells))
    return tuple(
        sorted(
            set(cells),
            key=lambda cell: (
                sheets.index(cell.sheet),
                cell.row,
                len(cell.column),
                cell.column,
            ),
        )
    )


def _cells(row: Row, *fields: str) -> tuple[CellRef, ...]:
    """The filled ones of these cells."""
    return tuple(row.ref(name) for name in fields if name in row.values)


def _current(menage: Menage, name: str) -> str:
    """The column from which a status or a network after relocation was taken (3.8.1,
    3.8.4).
    """
    if not name.endswith("_actuel"):
        return name
    before = name.removesuffix("_actuel")
    return f"{before}_apres" if menage.text(f"{before}_apres") else before


def _own_cells(
    name: str, record: Probleme | Motif | Contenu, row: Row
) -> Iterator[CellRef]:
    """The numbered columns that a problem, a reason or a content was taken from."""
    for n in (1, 2):
        value = {
            key: str(row.values.get(f"{key}_{n}", ""))
            for key in ("probleme", "relais", "motif", "contenu")
        }
        if isinstance(record, Contenu) and value["contenu"] == record.contenu:
            yield from _cells(row, f"contenu_{n}", f"contenu_{n}_precision")
        elif isinstance(record, Probleme) and (value["probleme"], value["relais"]) == (
            record.probleme,
            record.relais,
        ):
            relay = () if name == "problemes_traites" else (f"relais_{n}",)
            yield from _cells(row, f"probleme_{n}", f"probleme_{n}_precision", *relay)
        elif isinstance(record, Motif) and (value["relais"], value["motif"]) == (
            "non",
            record.motif,
        ):
            yield from _cells(
                row,
                f"probleme_{n}",
                f"relais_{n}",
                f"motif_{n}",
                f"motif_{n}_precision",
            )


def _file_cells(facts: Facts, name: str, dossier: Dossier) -> Iterator[CellRef]:
    """The row of a file; its relocation or its last decision where the line asks for
    it.
    """
    columns = SETS[name].columns
    yield from _cells(dossier.row, "numero", "menage", "ouverture", *columns)
    menage = facts.menages.get(dossier.menage)
    if (
        "date_relogement" in columns
        and menage
        and dossier.relogement == menage.date_relogement
    ):
        yield from _cells(menage.row, "date_relogement", "destination")
