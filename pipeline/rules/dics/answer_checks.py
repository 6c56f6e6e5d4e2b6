"""What must hold between the answers of a DiCS report: ticks, texts, equipments, and
the figures they speak of.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import Any

from pipeline.edition.questions import Number, Question, Text, Ticks
from pipeline.model.problem import CellRef, Problem, first_cells
from pipeline.model.submission import Row
from pipeline.model.text import has_word, listed
from pipeline.rules.dics.equipment_sets import informes, non_prioritaires, presents
from pipeline.rules.dics.needs import PRESENCE
from pipeline.rules.dics.records import HABITAT_VERT, SETS, SORTI, Facts
from pipeline.rules.dics.sets import reloges
from pipeline.rules.doubts import in_doubt

NOTHING = "rien"  # the line of 1.1 that stands alone
# Of the tables of equipments, those that an option of 2.1.1 wants filled...
_EMPTY = {
    "certains": ("presence-vide", presents),
    "autres_canaux": ("canaux-vides", informes),
    "peu": ("non-prioritaires-vides", non_prioritaires),
}
# ... and those that it leaves out: errors, or warnings where the form is less strict.
_TOO_MUCH = (
    (presents, {"autres_canaux": "presence-en-trop", "peu": "presence-en-trop"}),
    (
        informes,
        {
            "chaque": "canaux-en-trop",
            "certains": "canaux-hors-choix",
            "peu": "canaux-hors-choix",
        },
    ),
    (
        non_prioritaires,
        {
            "chaque": "non-prioritaire-en-trop",
            "certains": "non-prioritaire-hors-choix",
            "autres_canaux": "non-prioritaire-hors-choix",
        },
    ),
)
Rule = Callable[[Facts], Collection[Any]]


def check_answers(facts: Facts) -> Iterator[Problem]:
    """The findings of the answers sheet and of the equipments, and of both together."""
    yield from _placeless(facts)
    for question in facts.form.asked(Ticks):
        yield from _precisions(facts, question)
        yield from _number_of_ticks(facts, question)
        yield from _texts(facts, question)
    for text in facts.form.asked(Text):
        if text.about:
            yield from _text_and_figure(facts, text)
    if not facts.doubts["equipements"].rows:
        yield from _equipments(facts)
        yield from _presence(facts)
        yield from _low_priority(facts)
    yield from _inventory(facts)


def _told(
    facts: Facts, code: str, question: Question, line: str, field: str, /, **named: str
) -> Problem:
    """A finding at the cell of an answer; at the sheet itself where its row was
    deleted.
    """
    answer = facts.reponses.get((question.id, line))
    ref = (
        answer.row.ref(field)
        if answer
        else CellRef(facts.form.sheets["reponses"].title)
    )
    return Problem(code, ref, named)


def _chosen(facts: Facts, question: Question) -> list[str]:
    """The ticked lines, in the form's order."""
    keys = [item.key for item in question.answer_lines(facts.form.lists)]
    return [
        key
        for key in keys
        if (answer := facts.reponses.get((question.id, key))) and answer.coche
    ]


def _placeless(facts: Facts) -> Iterator[Problem]:
    """What is written where the question asks for no such thing is printed nowhere: one
    finding a column.
    """
    asked = {
        (question.id, item.key): question.answer_fields(item)
        for question in facts.form.questions.values()
        for item in question.answer_lines(facts.form.lists)
    }
    fields = facts.form.sheets["reponses"].fields
    for column in ("coche", "precision", "texte"):
        cells = [
            answer.row.ref(column)
            for place, answer in facts.reponses.items()
            if column in answer.row.values and column not in asked[place]
        ]
        if cells:
            told = {"colonne": fields[column].heading, "cellules": first_cells(cells)}
            yield Problem("reponse-sans-place", cells[0], told)


# ---- ticks


def _precisions(facts: Facts, question: Ticks) -> Iterator[Problem]:
    """A line that says "précisez" has its precision where it is ticked, and only there."""
    colonne = facts.form.sheets["reponses"].fields["precision"].heading
    for item in question.answer_lines(facts.form.lists):
        answer = facts.reponses.get((question.id, item.key))
        if not answer or not item.precision:
            continue
        row, choix = answer.row, item.label
        if answer.coche and not answer.precision:
            yield row.problem(
                "precision-manquante", "precision", choix=choix, colonne=colonne
            )
        elif answer.coche and not has_word(answer.precision):
            told = {"choix": choix, "colonne": colonne, "valeur": answer.precision}
            yield row.problem("precision-illisible", "precision", **told)
        elif answer.precision and not answer.coche:
            wanted = f"« {facts.form.sheets['reponses'].fields['coche'].heading} »"
            yield row.problem(
                "fait-inutilise", "precision", colonne=colonne, attendu=wanted
            )


def _number_of_ticks(facts: Facts, question: Ticks) -> Iterator[Problem]:
    chosen = _chosen(facts, question)
    if not question.most or question.least <= len(chosen) <= question.most:
        return
    if not facts.doubts["reponses"].may_hold(question=question.id):
        items = question.answer_lines(facts.form.lists)
        last = chosen[-1] if chosen else items[0].key
        told = {"question": question.id, "nombre": str(len(chosen))}
        told["attendu"] = (
            "une seule case" if question.most == 1 else "une ou deux cases"
        )
        yield _told(facts, "nombre-de-cases", question, last, "coche", **told)


def _texts(facts: Facts, question: Ticks) -> Iterator[Problem]:
    """A ticked line and its text go together: the explanation of another axis (1.1),
    whose line "Rien en particulier" stands alone, or the difficulties of an axis
    (1.2.2). A sign alone, which would be printed, explains nothing.
    """
    own = question.text == question.id
    chosen = _chosen(facts, question)
    if own and NOTHING in chosen and len(chosen) > 1:
        yield _told(facts, "rien-avec-autre", question, NOTHING, "coche")
    without, alone = (
        ("axe-sans-explication", "explication-sans-coche")
        if own
        else ("axe-sans-difficulte", "difficulte-sans-axe")
    )
    for item in question.answer_lines(facts.form.lists) if question.text else ():
        answer = facts.reponses.get((question.id, item.key))
        if answer and answer.coche and item.key != NOTHING:
            if not has_word(answer.texte):
                yield answer.row.problem(without, "texte")
        elif answer and answer.texte.strip() and not answer.coche:
            yield answer.row.problem(alone, "texte")


# ---- equipments


def _in_plan(row: Row) -> bool:
    """Whether 2.1.1 to 2.4 ask for the equipment: not where it left the Plan HP or
    became habitat vert.
    """
    return row.text("nature") not in (HABITAT_VERT, SORTI)


def _equipments(facts: Facts) -> Iterator[Problem]:
    tables = [
        (question.label, rule(facts))
        for rule, _ in _TOO_MUCH
        if (question := facts.showing(rule))
    ]
    for row in facts.equipements:
        nom = row.text("nom")
        if not _in_plan(row):
            if filled := _filled(facts, row):
                yield row.problem("equipement-hors-plan", filled, valeur=nom)
            continue
        if "approche" in row.values and row.text("presence") == "moins":
            colonne = facts.form.sheets["equipements"].fields["presence"].heading
            yield row.problem("approche-sans-frequence", "presence", colonne=colonne)
        named = [label for label, members in tables if nom in members]
        if len(named) > 1:
            yield row.problem("equipement-deux-tableaux", "nom", tableaux=listed(named))


def _filled(facts: Facts, row: Row) -> str:
    """The first cell of an equipment that 2.2.1, 2.3.1 or 2.4 print; "" where none is
    filled.
    """
    printed = ["presence"] if row.text("nom") in presents(facts) else []
    printed += ["approche", *facts.canaux, "non_prioritaire"]
    return next((key for key in printed if key in row.values), "")


def _presence(facts: Facts) -> Iterator[Problem]:
    """2.1.1 against the tables of 2.2.1, 2.3.1 and 2.4, those that the edition has."""
    ticks = facts.form.asked(Ticks)
    question = next((one for one in ticks if one.list == PRESENCE), None)
    chosen = _chosen(facts, question) if question else []
    if question is None or len(chosen) != 1:
        return
    if facts.doubts["reponses"].may_hold(question=question.id):
        return
    (option,) = chosen
    asked = [row for row in facts.equipements if _in_plan(row)]
    absent = [row for row in asked if row.text("nom") not in presents(facts)]
    if option == "chaque" and facts.showing(presents):
        for row in absent:
            valeur = row.text("nom")
            yield row.problem("presence-incomplete", "presence", valeur=valeur)
    code, rule = _EMPTY.get(option, ("", presents))
    if code and facts.showing(rule) and not rule(facts):
        yield _told(facts, code, question, option, "coche")
    if option == "certains" and asked and not absent:
        yield _told(facts, "presence-partout", question, option, "coche")
    for rule, codes in _TOO_MUCH:
        for row in asked if option in codes else ():
            if row.text("nom") in rule(facts):
                yield row.problem(codes[option], _first_cell(facts, row, rule))


def _first_cell(facts: Facts, row: Row, rule: Rule) -> str:
    """The first filled cell of an equipment in one of the tables."""
    if rule is informes:
        return next(channel for channel in facts.canaux if channel in row.values)
    return "presence" if rule is presents else "non_prioritaire"


def _low_priority(facts: Facts) -> Iterator[Problem]:
    """2.4: equipments and reasons go together."""
    question = facts.showing(non_prioritaires)
    if question is None:
        return
    reasons, named = _chosen(facts, question), non_prioritaires(facts)
    rows = facts.equipements_in(named)
    asking = next(filter(_in_plan, rows), None)
    doubtful = facts.doubts["reponses"].may_hold(question=question.id)
    if asking and not reasons and not doubtful:
        yield asking.problem("non-prioritaire-sans-raison", "non_prioritaire")
    if reasons and not rows:
        yield _told(facts, "raison-sans-equipement", question, reasons[0], "coche")


# ---- texts and figures


def _text_and_figure(facts: Facts, text: Text) -> Iterator[Problem]:
    """A text and what it speaks of go together (2.3.2, 3.3.1, 3.4.1). An equipment that
    is asked nothing asks for no text either.
    """
    figure, members = facts.form.showing(text.about), SETS[text.about].members(facts)
    if figure is None or in_doubt(figure, SETS, facts.doubts):
        return
    answer = facts.reponses.get((text.id, ""))
    written = bool(answer and has_word(answer.texte))
    told = {"texte": text.label, "question": figure.label}
    rows = facts.equipements_in(members)
    if rows and not any(map(_in_plan, rows)):
        return
    if members and not written and not in_doubt(text, SETS, facts.doubts):
        yield _told(facts, "texte-manquant", text, "", "texte", **told)
    elif written and not members:
        yield _told(facts, "texte-sans-objet", text, "", "texte", **told)


def _inventory(facts: Facts) -> Iterator[Problem]:
    """What is given of the inventory are numbers (5.1.1 and 8.1.1 of the état des
    lieux), which add up to 3.1. Longer ones are none, nor could they be read.
    """
    asked = list(facts.form.asked(Number))
    given = {
        question.id: answer.texte.strip()
        for question in asked
        if (answer := facts.reponses.get((question.id, ""))) and answer.texte.strip()
    }
    wrong = [
        name for name, text in given.items() if not text.isdecimal() or len(text) > 9
    ]
    for name in wrong:
        row = facts.reponses[name, ""].row
        yield row.problem("nombre-illisible", "texte", valeur=given[name])
    figure = facts.showing(reloges)
    doubtful = any(facts.doubts["reponses"].may_hold(question=q.id) for q in asked)
    if (
        not given
        or wrong
        or doubtful
        or not figure
        or in_doubt(figure, SETS, facts.doubts)
    ):
        return
    total, counted = sum(map(int, given.values())), len(reloges(facts))
    if total != counted:
        row = facts.reponses[next(iter(given)), ""].row
        yield row.problem(
            "etat-des-lieux-different", "texte", somme=total, nombre=counted
        )
