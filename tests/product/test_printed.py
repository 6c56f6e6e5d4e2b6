"""Nothing that is written where the form is filled in stays unprinted in silence: it is
in the answers, or told.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.answers.tally import tally
from pipeline.edition.form import Form
from pipeline.model.problem import Problem
from pipeline.model.submission import Answers, Part, Row, Submission, Value
from pipeline.workbook.read import load_cells, read
from tests.support import clss_faults, faults
from tests.support.faults import answer, workbook
from tests.support.stages import examine

MARK = "ZZQ"
EDITIONS = [
    pytest.param(faults.FORM, workbook(), id="dics"),
    pytest.param(clss_faults.FORM, clss_faults.plan_workbook(), id="clss"),
]


def submission_of(form: Form, data: bytes, folder: Path) -> Submission:
    path = folder / "classeur.xlsx"
    path.write_bytes(data)
    return read(form, path.name, load_cells(path)[0])[0]


def counted(
    form: Form, submission: Submission, changed: Row, key: str, value: Value
) -> tuple[Answers, list[Problem]]:
    """The answers and findings where one cell of a row holds something else."""
    new = changed._replace(values={**changed.values, key: value})
    rows = {
        name: tuple(new if row is changed else row for row in rows)
        for name, rows in submission.rows.items()
    }
    _, facts, problems = examine(form, submission._replace(rows=rows))
    return tally(facts), problems


def texts_of(parts: tuple[Part, ...]) -> Iterator[str]:
    for part in parts:
        yield from (str(figure.value) for figure in part.figures.values())
        for inner in part.parts.values():
            yield from texts_of(inner)


def is_printed(answers: Answers) -> bool:
    texts = [
        *answers.head.values(),
        *(
            figure.value
            for all_ in answers.figures.values()
            for figure in all_.values()
        ),
    ]
    texts += [text for parts in answers.parts.values() for text in texts_of(parts)]
    return any(MARK in str(text).upper() for text in texts)


def places(problems: list[Problem]) -> set[tuple[str, str]]:
    return {(found.code, str(found.ref)) for found in problems}


@pytest.mark.parametrize(("form", "data"), EDITIONS)
def test_each_text_that_a_row_may_print_is_printed_or_told(
    form: Form, data: bytes, tmp_path: Path
) -> None:
    submission = submission_of(form, data, tmp_path)
    before = places(examine(form, submission)[2])
    silent = []
    for sheet in form.sheets.values():
        printing = [
            field.key
            for field in sheet.fields.values()
            if field.printed and not field.pattern
        ]
        for row, key in (
            (row, key) for row in submission.rows[sheet.key] for key in printing
        ):
            answers, problems = counted(form, submission, row, key, MARK)
            if not is_printed(answers) and places(problems) == before:
                silent.append(str(row.ref(key)))
    assert silent == []


def test_a_tick_is_printed_or_told_on_each_line_of_the_answers(tmp_path: Path) -> None:
    form = faults.FORM
    submission = submission_of(form, workbook(), tmp_path)
    told = []
    for row in submission.rows["reponses"]:
        question, line = str(row.values["question"]), str(row.values["ligne"])
        answers, problems = counted(form, submission, row, "coche", "x")
        if ("reponse-sans-place", str(row.ref("coche"))) in places(problems):
            told.append(question)
        else:
            assert answers.figures[question][line].value == "X"
    assert told == ["2.3.2", "2-3.10", "3.3.1", "3.4.1", "5.1.1", "8.1.1"]


def test_what_has_no_place_is_told_once_a_column_with_its_cells(tmp_path: Path) -> None:
    lines = [("2.1.1", line) for line in ("chaque", "certains", "autres_canaux", "peu")]
    lines += [("2.4", "connus"), ("4.1", "commune"), ("4.1", "cpas")]
    changes = [answer(question, line, texte="Un mot.") for question, line in lines]
    changes += [answer("3.3.1", coche="x"), answer("2.3.2", precision="Un mot.")]
    path = tmp_path / "classeur.xlsx"
    path.write_bytes(workbook(*changes))
    problems = examine(
        faults.FORM, read(faults.FORM, path.name, load_cells(path)[0])[0]
    )[2]
    assert [
        (str(found.ref), dict(found.facts))
        for found in problems
        if found.code == "reponse-sans-place"
    ] == [
        ("Réponses!C57", {"colonne": "Cocher (X)", "cellules": "C57"}),
        ("Réponses!D45", {"colonne": "Précision", "cellules": "D45"}),
        (
            "Réponses!E32",
            {
                "colonne": "Texte ou nombre",
                "cellules": "E32, E33, E34, E35, E51 et 2 autres cellules",
            },
        ),
    ]
