"""Why a record is in a figure of the DiCS report: the cells of the workbook that put it
there, figure by figure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

from pipeline.edition.form import Form, Item, Question
from pipeline.model.explained import NUMBER, Entry, Explained, Step
from pipeline.model.problem import CellRef
from pipeline.model.submission import Answers, Figure, Part, Row
from pipeline.model.text import even_out
from pipeline.rules.dics.records import (
    SETS,
    Contenu,
    Dossier,
    Facts,
    Menage,
    Motif,
    Probleme,
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
        figures = answers.figures.get(question.id, {})
        if question.kind in ("count", "breakdown", "lines"):
            yield from _counted(form, question, facts, figures)
        elif question.kind == "equipments":
            for part, row in zip(
                answers.parts[question.id], facts.equipements, strict=True
            ):
                yield _equipment(form, question, part, row)
        else:
            yield from _typed(form, question, facts, figures)
            if question.set:
                members = frozenset(SETS[question.set].members(facts))
                yield _set_line(
                    question,
                    facts,
                    (REGISTER,),
                    question.set,
                    Figure(str(len(members)), members),
                )


def _equipment(form: Form, question: Question, part: Part, row: Row) -> Explained:
    """The ticks of an equipment, by their labels."""
    fields, lists = (
        form.sheets[row.sheet].fields,
        (form.lists[name] for name in (question.cells or {}).values()),
    )
    labels = {mark: fields[mark].heading for mark in question.marks}
    labels |= {item.key: item.label for choices in lists for item in choices.items}
    ticked = [
        labels[key]
        for key, figure in part.figures.items()
        if key != "nom" and figure.value
    ]
    cells = _cells(row, "nom", *(question.cells or {}), *question.marks)
    path = ((part.figures["nom"].value,),)
    return _line(
        question,
        path,
        ", ".join(ticked),
        lambda: [Entry("", cells)] if ticked else [],
        EQUIPMENT,
    )


def _typed(
    form: Form, question: Question, facts: Facts, figures: Any
) -> Iterator[Explained]:
    """What was ticked or written on the answers sheet, and the names of 2.4."""
    for item in _asked(form, question):
        answer = facts.reponses.get((question.of or question.id, item.key))
        keys = (item.key, f"{item.key}_precision", f"{item.key}_texte")
        value = " : ".join(
            figures[key].value for key in keys if key in figures and figures[key].value
        )
        if answer and question.kind in ("number", "ticked_texts"):
            value = answer.texte if question.kind == "number" or answer.coche else ""
        columns = (
            ("coche", *("precision",) * item.precision)
            if question.kind == "ticks"
            else ()
        )
        columns += (
            ()
            if question.kind == "ticks" and question.text != question.id
            else ("texte",)
        )
        cells = _cells(answer.row, *columns) if answer and value else ()
        path: Path = ((item.key, item.label),) if item.key else ()
        entries = [Entry("", cells)] if cells else []
        yield _line(question, path, value, partial(list, entries), TYPED)
    if question.names:
        named = SETS[question.names].members(facts)
        rows = [row for row in facts.equipements if row.values["nom"] in named]
        entries = [
            Entry(str(row.values["nom"]), _cells(row, "nom", "non_prioritaire"))
            for row in rows
        ]
        yield _line(
            question,
            (("noms", "Équipements"),),
            figures["noms"].value,
            lambda: entries,
            EQUIPMENT,
        )


def _asked(form: Form, question: Question) -> tuple[Item, ...]:
    """The lines that a question has, or those of the question whose texts it repeats
    (1.2.2).
    """
    return form.question_lines(form.questions[question.of] if question.of else question)


def _counted(
    form: Form, question: Question, facts: Facts, figures: Any
) -> Iterator[Explained]:
    """One line a counted figure: the set that it counts, and the list's value by which
    it is divided.
    """
    if question.kind == "count":
        yield _set_line(question, facts, (), question.set, figures[""])
    for column, name in (question.columns or {}).items():
        steps: Path = (
            ((column or "concernes", COLUMNS.get(column, column)),)
            if len(question.columns or {}) > 1
            else ()
        )
        for item in form.lists[question.list].items:
            key = f"{item.key}_{column}" if column else item.key
            if key in figures:
                path = ((item.key, item.label), *steps)
                yield _set_line(question, facts, path, name, figures[key], item)
    if question.total:
        yield _set_line(
            question, facts, (("total", "Total"),), question.total, figures["total"]
        )
    for key, name in (question.lines or {}).items():
        yield _set_line(
            question, facts, ((key, LINES.get(key, key)),), name, figures[key]
        )
    if question.none:
        none = question.none
        rule = "cochée quand aucun dossier n'est ouvert dans l'année"
        yield _line(
            question, ((none, LINES.get(none, none)),), figures[none].value, tuple, rule
        )


def _set_line(
    question: Question,
    facts: Facts,
    path: Path,
    name: str,
    figure: Figure,
    item: Item | None = None,
) -> Explained:
    counted = SETS[name]
    rule = (
        f"{counted.label} ; ligne «\u00a0{item.label}\u00a0»" if item else counted.label
    )
    reference = counted.reference
    if question.label not in reference.replace(",", " ").split():
        reference = f"{question.label}, d'après {reference}"

    def behind() -> list[Entry]:
        entries = (
            _entry(facts, name, record, question.by if item else "")
            for record in figure.records
        )
        return sorted(entries, key=lambda entry: entry.cells)

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
