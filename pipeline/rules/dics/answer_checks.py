"""What must hold between the answers of a DiCS report: ticks, texts, and the figures
they speak of. Those of the equipments are in equipments.py.
"""

from __future__ import annotations

from pipeline.edition.questions import Number, Text, Ticks
from pipeline.findings.sentences import dics as said
from pipeline.model.problem import Findings, first_cells
from pipeline.model.text import has_word
from pipeline.rules.dics.equipments import check_equipments, is_asked
from pipeline.rules.dics.records import SETS, Facts
from pipeline.rules.dics.sets import reloges
from pipeline.rules.doubts import in_doubt

NOTHING = "rien"  # the line of 1.1 that stands alone


def check_answers(facts: Facts) -> Findings:
    """The findings of the answers sheet and of the equipments, and of both together."""
    yield from _placeless(facts)
    for question in facts.form.asked(Ticks):
        yield from _precisions(facts, question)
        yield from _number_of_ticks(facts, question)
        yield from _texts(facts, question)
    for text in facts.form.asked(Text):
        if text.about:
            yield from _text_and_figure(facts, text)
    yield from check_equipments(facts)
    yield from _inventory(facts)


def _placeless(facts: Facts) -> Findings:
    """What is written where the question asks for no such thing is printed nowhere: one
    finding a column.
    """
    form = facts.form
    asked = {
        (question.id, item.key): question.answer_fields(item)
        for question in form.questions.values()
        for item in question.answer_lines(form.lists)
    }
    for column in ("coche", "precision", "texte"):
        rows = [
            answer.row
            for place, answer in facts.reponses.items()
            if column in answer.row.values and column not in asked[place]
        ]
        for row in rows[:1]:
            colonne = form.heading("reponses", column)
            cells = first_cells([row.ref(column) for row in rows])
            yield row.problem(
                "reponse-sans-place", column, colonne=colonne, cellules=cells
            )


# ---- ticks


def _precisions(facts: Facts, question: Ticks) -> Findings:
    """A line that says "précisez" has its precision where it is ticked, and only there."""
    heading, column = facts.form.heading, "precision"
    for item in question.answer_lines(facts.form.lists):
        answer = facts.answer(question, item.key)
        text, row = answer.precision, answer.row
        told = {"colonne": heading("reponses", column)}
        if not item.precision or (has_word(text) and answer.coche):
            continue
        if answer.coche:
            code = "precision-illisible" if text else "precision-manquante"
            yield row.problem(code, column, valeur=text, choix=item.label, **told)
        elif text:
            tick = f"« {heading('reponses', 'coche')} »"
            yield row.problem("fait-inutilise", column, attendu=tick, **told)


def _number_of_ticks(facts: Facts, question: Ticks) -> Findings:
    chosen = facts.chosen(question)
    sound = not question.most or question.least <= len(chosen) <= question.most
    if not sound and not facts.doubtful(question):
        lines = [item.key for item in question.answer_lines(facts.form.lists)]
        row = facts.answer(question, (chosen or lines[:1])[-1]).row
        told = {"question": question.id, "titre": question.title}
        wanted = said.ONE_TICK if question.most == 1 else said.TWO_TICKS
        told |= {"nombre": str(len(chosen)), "attendu": wanted}
        yield row.problem("nombre-de-cases", "coche", **told)


def _texts(facts: Facts, question: Ticks) -> Findings:
    """A ticked line and its text go together: the explanation of another axis (1.1),
    whose line "Rien en particulier" stands alone, or the difficulties of an axis
    (1.2.2). A sign alone, which would be printed, explains nothing.
    """
    own, chosen = question.prints_texts, facts.chosen(question)
    if own and NOTHING in chosen and len(chosen) > 1:
        row = facts.answer(question, NOTHING).row
        yield row.problem("rien-avec-autre", "coche")
    for item in question.answer_lines(facts.form.lists) if question.text else ():
        answer = facts.answer(question, item.key)
        lacking = answer.coche and item.key != NOTHING and not has_word(answer.texte)
        if lacking:
            code = "axe-sans-explication" if own else "axe-sans-difficulte"
            yield answer.row.problem(code, "texte")
        elif answer.texte.strip() and not answer.coche:
            code = "explication-sans-coche" if own else "difficulte-sans-axe"
            yield answer.row.problem(code, "texte")


# ---- texts and figures


def _text_and_figure(facts: Facts, text: Text) -> Findings:
    """A text and what it speaks of go together (2.3.2, 3.3.1, 3.4.1). An equipment that
    is asked nothing asks for no text either.
    """
    figure, members = facts.form.showing(text.about), SETS[text.about].members(facts)
    rows = facts.equipements_in(members)
    if figure is None or in_doubt(figure, SETS, facts.doubts):
        return
    if rows and not any(map(is_asked, rows)):
        return
    answer = facts.answer(text)
    told = {"texte": text.label, "titre": text.title}
    told |= {"question": figure.label, "objet": figure.title}
    written = has_word(answer.texte)
    if members and not written and not in_doubt(text, SETS, facts.doubts):
        yield answer.row.problem("texte-manquant", "texte", **told)
    elif written and not members:
        yield answer.row.problem("texte-sans-objet", "texte", **told)


def _inventory(facts: Facts) -> Findings:
    """What is given of the inventory are numbers (5.1.1 and 8.1.1 of the état des
    lieux), which add up to 3.1. Longer ones are none, nor could they be read.
    """
    asked, figure = list(facts.form.asked(Number)), facts.showing(reloges)
    answers = [facts.answer(question) for question in asked]
    given = [answer for answer in answers if answer.texte.strip()]
    numbers = []
    for answer in given:
        text = answer.texte.strip()
        if text.isdecimal() and len(text) < 10:
            numbers.append(int(text))
        else:
            yield answer.row.problem("nombre-illisible", "texte", valeur=text)
    if figure is None or in_doubt(figure, SETS, facts.doubts):
        return
    counted, sound = len(reloges(facts)), len(numbers) == len(given)
    doubtful = any(map(facts.doubtful, asked))
    if given and sound and sum(numbers) != counted and not doubtful:
        told = {"somme": sum(numbers), "nombre": counted}
        yield given[0].row.problem("etat-des-lieux-different", "texte", **told)
