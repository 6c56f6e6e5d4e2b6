"""Why a record is in a figure of the DiCS report: the cells of the workbook that put it
there, figure by figure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial, singledispatch
from typing import Any

from pipeline.edition import questions
from pipeline.edition.questions import (
    TICK,
    Counted,
    Equipments,
    Number,
    Question,
    Ticks,
)
from pipeline.findings.sentences import dics as said
from pipeline.model.explained import NUMBER, Entry, Explained, Step
from pipeline.model.problem import CellRef
from pipeline.model.submission import Answers, Figure
from pipeline.model.text import even_out
from pipeline.rules.dics.records import SETS, Dossier, Facts, Menage
from pipeline.rules.dics.sets import problemes_traites

Path = tuple[Step, ...]
Behind = Callable[[], Iterable[Entry]]


def explain_answers(facts: Facts, answers: Answers) -> Iterator[Explained]:
    """Every line of the report, in the form's order, with the cells behind it."""
    for question in facts.form.questions.values():
        yield from _typed(question, facts)
        yield from _counted(question, facts, answers)
        yield from _others(question, facts, answers)


def _typed(question: Question, facts: Facts) -> Iterator[Explained]:
    """What was ticked or written on the answers sheet."""
    form, source = facts.form, facts.form.questions[question.source]
    for item in source.answer_lines(form.lists):
        answer = facts.answer(source, item.key)
        fields = question.printed_fields(item)
        shown = {"coche": TICK, "precision": answer.precision, "texte": answer.texte}
        if not answer.coche:  # then only the text of its own question is printed
            shown = {"texte": answer.texte} if source is question else {}
        value = " : ".join(shown[field] for field in fields if shown.get(field))
        found = [Entry("", answer.row.filled(*fields))] if value else []
        path: Path = ((item.key, item.label),) if item.key else ()
        yield _line(question, path, value, partial(list, found), said.TYPED)


def _counted(question: Question, facts: Facts, answers: Answers) -> Iterator[Explained]:
    """One line a counted figure: the set that it counts, and the list's value by which
    it is divided.
    """
    lines = question.counted(facts.form.lists)
    several = len({line.column for line in lines}) > 1
    for line in lines:
        path: Path = (_named(line.key),) if line.key else ()
        if line.item:
            column = (
                line.column or "concernes",
                said.COLUMNS.get(line.column, line.column),
            )
            path = ((line.item.key, line.item.label), *[column] * several)
        figure = answers.figures[question.id][line.key]
        yield _set_line(question, facts, path, line, figure)


def _named(line: str) -> Step:
    return line, said.LINES.get(line, line)


@singledispatch
def _others(question: Question, facts: Facts, answers: Answers) -> Iterator[Explained]:
    """What a kind of question says beside what is typed and counted."""
    return iter(())


@_others.register
def _(question: Number, facts: Facts, answers: Answers) -> Iterator[Explained]:
    if question.set:
        members = frozenset(SETS[question.set].members(facts))
        counted, figure = Counted("", question.set), Figure(str(len(members)), members)
        yield _set_line(question, facts, (said.REGISTER,), counted, figure)


@_others.register
def _(question: questions.Lines, facts: Facts, answers: Answers) -> Iterator[Explained]:
    if question.none:
        value = answers.figures[question.id][question.none].value
        yield _line(question, (_named(question.none),), value, tuple, said.NO_FILE)


@_others.register
def _(question: Ticks, facts: Facts, answers: Answers) -> Iterator[Explained]:
    """The names of 2.4."""
    if question.names:
        named = SETS[question.names].members(facts)
        entries = [
            Entry(row.text("nom"), row.filled("nom", "non_prioritaire"))
            for row in facts.equipements_in(named)
        ]
        value = answers.figures[question.id]["noms"].value
        behind: Behind = partial(list, entries)
        yield _line(question, (said.NAMES,), value, behind, said.EQUIPMENT)


@_others.register
def _(question: Equipments, facts: Facts, answers: Answers) -> Iterator[Explained]:
    """The ticks of each equipment, by their labels."""
    form = facts.form
    labels = {item.key: item.label for _, item in question.columns(form.lists)}
    for part, row in zip(answers.parts[question.id], facts.equipements, strict=True):
        fields = form.sheets[row.sheet].fields
        labels |= {mark: fields[mark].heading for mark in question.marks}
        printed = [part.figures[key] for key in labels]
        ticked = [labels[key] for key in labels if part.figures[key].value]
        cells = row.filled("nom", *question.cells, *question.marks)
        path = ((part.figures["nom"].value,),)
        behind: Behind = partial(list, [Entry("", cells)] if ticked else [])
        yield _line(
            question,
            path,
            ", ".join(ticked),
            behind,
            said.EQUIPMENT,
            printed=printed,
        )


def _set_line(
    question: Question, facts: Facts, path: Path, line: Counted, figure: Figure
) -> Explained:
    counted = SETS[line.set]
    rule, reference = counted.label, counted.reference
    if line.item:
        rule = said.on_line(rule, line.item.label)
    if question.label not in reference.replace(",", " ").split():
        reference = said.after(question.label, reference)

    def behind() -> list[Entry]:
        entries = [_entry(facts, line.set, one, line.by) for one in figure.records]
        received = [entry for entry in entries if entry.who == facts.received]
        if received:  # a figure has no records: one line says what it adds
            entries = [entry for entry in entries if entry.who != facts.received]
            entries.append(received[0]._replace(adds=(len(received),)))
        return sorted(entries, key=lambda entry: entry.cells)

    return _line(
        question, path, figure.value, behind, rule, reference, NUMBER, (figure,)
    )


def _line(
    question: Question,
    path: Path,
    value: str,
    behind: Behind,
    rule: str,
    reference: str = "",
    unit: str = "",
    printed: Iterable[Figure] = (),
) -> Explained:
    return Explained(
        *(question.id, question.label, question.title, path, rule),
        *(reference or question.label, value, behind, unit),
        printed=tuple(printed),
    )


# ---- the cells of a record


def _entry(facts: Facts, name: str, record: Any, by: str) -> Entry:
    """A record of a set with its cells; ``by``: what the line is chosen by, where it is
    one of a list.
    """
    columns = SETS[name].columns
    if isinstance(record, Dossier):
        cells = _file_cells(facts, columns, record)
        return Entry(record.who, _in_order(cells), record.menage)
    menage = record if isinstance(record, Menage) else record.menage
    row = menage.row
    cells = row.filled("code", *(_current(menage, key) for key in columns))
    left = facts.equipement_of.get(even_out(menage.text("equipement")))
    if "nature" in columns and left:
        cells += left.filled("nom", "nature")
    if record is not menage:
        relay = [f"relais_{n}" for n in record.at if name != problemes_traites.__name__]
        cells += row.filled(*record.columns, *relay * (record.what == "probleme"))
    elif by:
        cells += row.filled(_current(menage, by), f"{_current(menage, by)}_precision")
    reached = (reach.of(facts, menage) for reach in SETS[name].grounds)
    seen = [contact.ref for contact in next(filter(None, reached), [])]
    return Entry(menage.who, _in_order((*cells, *seen)), menage.key)


def _in_order(cells: Sequence[CellRef]) -> tuple[CellRef, ...]:
    """Each cell once, as they stand on their sheets, the sheets in the order given."""
    sheets = list(dict.fromkeys(cell.sheet for cell in cells))

    def place(cell: CellRef) -> tuple[int, int, int, str]:
        return sheets.index(cell.sheet), cell.row, len(cell.column), cell.column

    return tuple(sorted(set(cells), key=place))


def _current(menage: Menage, name: str) -> str:
    """The column from which a status or a network after relocation was taken (3.8.1,
    3.8.4).
    """
    if not name.endswith("_actuel"):
        return name
    before = name.removesuffix("_actuel")
    return f"{before}_apres" if menage.text(f"{before}_apres") else before


def _file_cells(
    facts: Facts, columns: tuple[str, ...], dossier: Dossier
) -> tuple[CellRef, ...]:
    """The row of a file; its relocation or its last decision where the line asks for
    it.
    """
    cells = dossier.row.filled("numero", "menage", "ouverture", *columns)
    menage = facts.menages.get(dossier.menage)
    left = menage and menage.date_relogement
    if menage and "date_relogement" in columns and dossier.relogement == left:
        cells += menage.row.filled("date_relogement", "destination")
    return cells
