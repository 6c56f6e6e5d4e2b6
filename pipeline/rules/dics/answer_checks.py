"""What must hold between the answers of a DiCS report: ticks, texts, equipments, and
the figures they speak of.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.edition.form import Form
from pipeline.model.problem import CellRef, Problem, first_cells
from pipeline.model.submission import Row
from pipeline.model.text import has_word, listed
from pipeline.rules.dics import sets as dics
from pipeline.rules.dics.records import HABITAT_VERT, SORTI, Facts, Reponse


def check_answers(form: Form, facts: Facts) -> Iterator[Problem]:
    """The findings of the answers sheet and of the equipments, and of both together."""
    yield from _precisions(form, facts)
    yield from _placeless(form, facts)
    yield from _ticked(form, facts, "1.1", 1, 2)
    yield from _worked_axes(form, facts)
    yield from _ticked(form, facts, "1.2.1", 1, 2)
    yield from _difficulties(form, facts)
    yield from _ticked(form, facts, "2.1.1", 1, 1)
    yield from _ticked(form, facts, "4.1", 1, 1)
    yield from _inventory_numbers(facts)
    if "equipements" not in facts.faulty:
        yield from _equipments(facts)
        yield from _presence(form, facts)
        yield from _low_priority(form, facts)
        informed = [row for row in facts.equipements if _informed(facts, row)]
        if not informed or any(
            map(_in_plan, informed)
        ):  # one that is asked nothing asks for no text either
            yield from _pair(form, facts, "2.3.2", bool(informed), "2.3.1")
    if not facts.faulty & {"menages", "contacts"}:
        yield from _pair(
            form, facts, "3.3.1", bool(dics.reloges_rencontres_ailleurs(facts)), "3.3"
        )
        yield from _pair(
            form, facts, "3.4.1", bool(dics.reloges_contactes(facts)), "3.4"
        )
        yield from _inventory(facts)


def _sure(facts: Facts, *questions: str) -> bool:
    """Whether no faulty row may hold an answer to these questions."""
    return not facts.faulty & {"", *questions}


def _place(facts: Facts, question: str, line: str, field: str) -> CellRef:
    """The cell of an answer; the sheet itself where its row was deleted."""
    answer = facts.reponses.get((question, line))
    return answer.row.ref(field) if answer else CellRef(facts.answers_title)


def _answers(form: Form, facts: Facts, question: str) -> dict[str, Reponse]:
    """Line key -> answer, of a question of ticks, in the form's order; none of a
    question that the edition has not.
    """
    if question not in form.questions:
        return {}
    items = form.questions[question].answer_lines(form.lists)
    found = {item.key: facts.reponses.get((question, item.key)) for item in items}
    return {key: answer for key, answer in found.items() if answer}


def _chosen(form: Form, facts: Facts, question: str) -> list[str]:
    return [
        key for key, answer in _answers(form, facts, question).items() if answer.coche
    ]


def _precisions(form: Form, facts: Facts) -> Iterator[Problem]:
    """A line that says "précisez" has its precision where it is ticked, and only there."""
    for (question, line), answer in facts.reponses.items():
        items = {
            item.key: item for item in form.questions[question].answer_lines(form.lists)
        }
        asks = line in items and items[line].precision
        if asks and answer.coche and not answer.precision:
            facts_ = {"choix": items[line].label, "colonne": "Précision"}
            yield Problem("precision-manquante", answer.row.ref("precision"), facts_)
        elif asks and answer.coche and not has_word(answer.precision):
            facts_ = {
                "choix": items[line].label,
                "colonne": "Précision",
                "valeur": answer.precision,
            }
            yield Problem("precision-illisible", answer.row.ref("precision"), facts_)
        elif asks and answer.precision and not answer.coche:
            facts_ = {"colonne": "Précision", "attendu": "« Cocher (X) »"}
            yield Problem("fait-inutilise", answer.row.ref("precision"), facts_)


def _placeless(form: Form, facts: Facts) -> Iterator[Problem]:
    """What is written where the question asks for no such thing is printed nowhere: one
    finding a column.
    """
    for column, field in form.sheets["reponses"].fields.items():
        cells = [
            answer.row.ref(column)
            for (question, line), answer in facts.reponses.items()
            if column in answer.row.values
            and column not in _asked(form, question, line)
        ]
        if cells:
            told = {"colonne": field.heading, "cellules": first_cells(cells)}
            yield Problem("reponse-sans-place", cells[0], told)


def _asked(form: Form, question: str, line: str) -> frozenset[str]:
    """The fields that a line of the answers sheet asks for, and those that name it."""
    asked = form.questions[question]
    fields = (
        asked.answer_fields(item)
        for item in asked.answer_lines(form.lists)
        if item.key == line
    )
    return frozenset({"question", "ligne"}).union(*fields)


def _ticked(
    form: Form, facts: Facts, question: str, least: int, most: int
) -> Iterator[Problem]:
    chosen = _chosen(form, facts, question)
    if (
        question in form.questions
        and _sure(facts, question)
        and not least <= len(chosen) <= most
    ):
        first = form.questions[question].answer_lines(form.lists)[0].key
        place = _place(facts, question, chosen[-1] if chosen else first, "coche")
        expected = "une seule case" if most == 1 else "une ou deux cases"
        told = {"question": question, "nombre": str(len(chosen)), "attendu": expected}
        yield Problem("nombre-de-cases", place, told)


def _worked_axes(form: Form, facts: Facts) -> Iterator[Problem]:
    """1.1: "Rien en particulier" stands alone; another axis and its explanation go
    together. A sign alone, which would be printed, explains nothing.
    """
    chosen = _chosen(form, facts, "1.1")
    if "rien" in chosen and len(chosen) > 1:
        yield Problem("rien-avec-autre", _place(facts, "1.1", "rien", "coche"))
    for key, answer in _answers(form, facts, "1.1").items():
        if answer.coche and key != "rien" and not has_word(answer.texte):
            yield Problem("axe-sans-explication", answer.row.ref("texte"))
        elif answer.texte.strip() and not answer.coche:
            yield Problem("explication-sans-coche", answer.row.ref("texte"))


def _difficulties(form: Form, facts: Facts) -> Iterator[Problem]:
    """1.2.2 speaks of the axes ticked in 1.2.1."""
    for answer in _answers(form, facts, "1.2.1").values():
        if answer.texte.strip() and not answer.coche:
            yield Problem("difficulte-sans-axe", answer.row.ref("texte"))
        elif answer.coche and not has_word(answer.texte):
            yield Problem("axe-sans-difficulte", answer.row.ref("texte"))


# ---- equipments


def _in_plan(row: Row) -> bool:
    """Whether 2.1.1 to 2.4 ask for the equipment: not where it left the Plan HP or
    became habitat vert.
    """
    return row.values.get("nature") not in (HABITAT_VERT, SORTI)


def _filled(facts: Facts, row: Row) -> str:
    """The first cell of an equipment that 2.2.1, 2.3.1 or 2.4 print; "" where none is
    filled.
    """
    printed = ("presence", "approche", *facts.canaux, "non_prioritaire")
    filled = (
        key
        for key in printed
        if key in row.values and (key != "presence" or _present(facts, row))
    )
    return next(filled, "")


def _present(facts: Facts, row: Row) -> bool:
    """In the table of 2.2.1."""
    return row.values.get("presence") in facts.frequences


def _informed(facts: Facts, row: Row) -> bool:
    """In the table of 2.3.1."""
    return any(channel in row.values for channel in facts.canaux)


def _left(facts: Facts, row: Row) -> bool:
    """Named in 2.4."""
    return "non_prioritaire" in row.values


def _channel(facts: Facts, row: Row) -> CellRef:
    return row.ref(next(channel for channel in facts.canaux if channel in row.values))


def _equipments(facts: Facts) -> Iterator[Problem]:
    for row in facts.equipements:
        if not _in_plan(row):
            if filled := _filled(facts, row):
                yield Problem(
                    "equipement-hors-plan",
                    row.ref(filled),
                    {"valeur": str(row.values["nom"])},
                )
            continue
        if "approche" in row.values and row.values.get("presence") == "moins":
            yield Problem(
                "approche-sans-frequence", row.ref("presence"), {"colonne": "Présence"}
            )
        tables = [
            name
            for name, there in (
                ("2.2.1", _present),
                ("2.3.1", _informed),
                ("2.4", _left),
            )
            if there(facts, row)
        ]
        if len(tables) > 1:
            yield Problem(
                "equipement-deux-tableaux", row.ref("nom"), {"tableaux": listed(tables)}
            )


def _presence(form: Form, facts: Facts) -> Iterator[Problem]:
    """2.1.1 against the tables of 2.2.1, 2.3.1 and 2.4, those that the edition has."""
    chosen = _chosen(form, facts, "2.1.1")
    if len(chosen) != 1 or not _sure(facts, "2.1.1"):
        return
    option, place = chosen[0], _place(facts, "2.1.1", chosen[0], "coche")
    asked = [row for row in facts.equipements if _in_plan(row)]
    present = [row for row in facts.equipements if _present(facts, row)]
    informed = [row for row in facts.equipements if _informed(facts, row)]
    left = [row for row in facts.equipements if _left(facts, row)]
    if option == "chaque" and facts.frequences:
        for row in asked:
            if not _present(facts, row):
                yield Problem(
                    "presence-incomplete",
                    row.ref("presence"),
                    {"valeur": str(row.values["nom"])},
                )
    if option == "certains" and facts.frequences and not present:
        yield Problem("presence-vide", place)
    if option == "certains" and asked and all(_present(facts, row) for row in asked):
        yield Problem("presence-partout", place)
    if option == "autres_canaux" and facts.canaux and not informed:
        yield Problem("canaux-vides", place)
    if option == "peu" and "2.4" in form.questions and not left:
        yield Problem("non-prioritaires-vides", place)
    yield from _out_of_place(facts, option, present, informed, left)


def _out_of_place(
    facts: Facts, option: str, present: list[Row], informed: list[Row], left: list[Row]
) -> Iterator[Problem]:
    """Tables filled that the chosen option of 2.1.1 leaves out: errors, or warnings
    where the form is less strict.
    """
    for row in filter(_in_plan, present) if option in ("autres_canaux", "peu") else ():
        yield Problem("presence-en-trop", row.ref("presence"))
    for row in filter(_in_plan, informed):
        if option != "autres_canaux":
            yield Problem(
                "canaux-en-trop" if option == "chaque" else "canaux-hors-choix",
                _channel(facts, row),
            )
    for row in filter(_in_plan, left):
        if option != "peu":
            code = (
                "non-prioritaire-en-trop"
                if option == "chaque"
                else "non-prioritaire-hors-choix"
            )
            yield Problem(code, row.ref("non_prioritaire"))


def _low_priority(form: Form, facts: Facts) -> Iterator[Problem]:
    """2.4: equipments and reasons go together."""
    if "2.4" not in form.questions:
        return
    reasons = _chosen(form, facts, "2.4")
    left = [row for row in facts.equipements if _left(facts, row)]
    asking = [row for row in left if _in_plan(row)]
    if asking and not reasons and _sure(facts, "2.4"):
        yield Problem("non-prioritaire-sans-raison", asking[0].ref("non_prioritaire"))
    if reasons and not left:
        yield Problem(
            "raison-sans-equipement", _place(facts, "2.4", reasons[0], "coche")
        )


# ---- texts and figures


def _pair(
    form: Form, facts: Facts, text: str, has_figure: bool, figure: str
) -> Iterator[Problem]:
    """A text and what it speaks of go together (2.3.2, 3.3.1, 3.4.1), where the edition
    asks for both.
    """
    if not {text, figure} <= form.questions.keys():
        return
    answer = facts.reponses.get((text, ""))
    written = bool(answer and has_word(answer.texte))
    told = {"texte": text, "question": figure}
    if has_figure and not written and _sure(facts, text):
        yield Problem("texte-manquant", _place(facts, text, "", "texte"), told)
    elif written and not has_figure:
        yield Problem("texte-sans-objet", _place(facts, text, "", "texte"), told)


def _inventory_texts(facts: Facts) -> dict[str, str]:
    """5.1.1 and 8.1.1 of the état des lieux, where given."""
    answers = {
        question: facts.reponses.get((question, "")) for question in ("5.1.1", "8.1.1")
    }
    return {
        question: answer.texte.strip()
        for question, answer in answers.items()
        if answer and answer.texte.strip()
    }


def _inventory_numbers(facts: Facts) -> Iterator[Problem]:
    for question, text in _inventory_texts(facts).items():
        if not _is_number(text):
            yield Problem(
                "nombre-illisible",
                _place(facts, question, "", "texte"),
                {"valeur": text},
            )


def _is_number(text: str) -> bool:
    """Whether it is a number of households: longer ones are none, nor could they be
    read.
    """
    return text.isdecimal() and len(text) < 10


def _inventory(facts: Facts) -> Iterator[Problem]:
    """3.1 equals 5.1.1 + 8.1.1, where these are given."""
    texts = _inventory_texts(facts)
    if (
        not texts
        or not all(map(_is_number, texts.values()))
        or not _sure(facts, "5.1.1", "8.1.1")
    ):
        return
    total, counted = sum(int(text) for text in texts.values()), len(dics.reloges(facts))
    if total != counted:
        place = _place(facts, next(iter(texts)), "", "texte")
        yield Problem(
            "etat-des-lieux-different",
            place,
            {"somme": str(total), "nombre": str(counted)},
        )
