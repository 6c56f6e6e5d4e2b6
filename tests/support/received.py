"""Reports as they come in: what was put into them, and what is read out of them."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping

from pipeline.answers.tally import tally
from pipeline.document.compiled import filled_document
from pipeline.document.places import fill_places
from pipeline.edition.form import Form
from pipeline.edition.questions import tag_name
from pipeline.editions.loader import known_forms, load_form
from pipeline.model.submission import Answers, Part, Submission
from pipeline.office.package import read_parts
from pipeline.received.report import Received, received
from tests.rules.dics.test_cases import rows_of
from tests.support.breakages import zipped
from tests.support.random_plans import random_plan, submission_of
from tests.support.random_workbooks import random_workbook
from tests.support.stages import examine

BODY = "word/document.xml"
# Colours and widths of a plan's cells.
_NO_TEXTS = ("_fond", "largeur")


def read(document: bytes) -> Received:
    """The report that a document is."""
    return received("rapport.docx", document, known_forms())


def put_in(answers: Answers) -> dict[str, str]:
    """Place -> what was put there, blanks aside, as lire names the places."""
    found = {
        tag_name(question, line): figure.value
        for question, figures in answers.figures.items()
        for line, figure in figures.items()
    }
    for question, parts in answers.parts.items():
        found |= dict(_parts(tag_name(question), parts))
    return _joined(found)


def _joined(found: Mapping[str, str]) -> dict[str, str]:
    """The same with the paragraphs of an objective of a plan together: nothing in a
    document says where its remark begins, which follows on the paragraphs before it.
    """
    together: dict[str, list[str]] = {}
    for place, text in found.items():
        objective = re.match(r"objectifs\.\d+", place)
        together.setdefault(objective[0] if objective else place, []).append(even(text))
    return {place: " | ".join(sorted(texts)) for place, texts in together.items()}


def _parts(at: str, parts: tuple[Part, ...]) -> Iterator[tuple[str, str]]:
    for number, part in enumerate(parts, 1):
        for name, figure in part.figures.items():
            if not name.endswith(_NO_TEXTS):
                yield f"{at}.{number}.{name}", figure.value
        for name, inner in part.parts.items():
            yield from _parts(f"{at}.{number}.{name}", inner)


def read_out(report: Received) -> dict[str, str]:
    """The same of a report that was read, its title aside."""
    return _joined(
        {one.place: one.text for one in report.answers if one.about.question}
    )


def even(text: str) -> str:
    """A text as it is compared: what is blank in Word is one space."""
    return " ".join(text.split())


def random_answers(number: int) -> tuple[Form, Answers]:
    """The answers of a random workbook of the DiCS report, or of the plan where the
    number is even.
    """
    draw = random.Random(number)
    if number % 2 == 0:
        form = load_form("clss-2022-2025")
        submission = submission_of(random_plan(draw))
    else:
        form = load_form("dics-2023")
        case = random_workbook(draw)
        rows = {sheet.key: rows_of(form, sheet, case) for sheet in form.sheets.values()}
        submission = Submission("case", rows)
    _, facts, _ = examine(form, submission)
    assert facts is not None
    return form, tally(facts)


def document_of(form: Form, answers: Answers) -> bytes:
    """The report with these answers."""
    content, _ = filled_document(form.document, fill_places(form.document, answers))
    assert content is not None
    return content


def retouched(document: bytes, *changes: tuple[str, str], part: str = BODY) -> bytes:
    """A document in whose part each first text is replaced by the second: once, where
    it is found.
    """
    parts = dict(read_parts(document))
    text = parts[part].decode()
    for old, new in changes:
        assert re.search(old, text), old
        text = re.sub(old, new, text, count=1, flags=re.DOTALL)
    parts[part] = text.encode()
    return zipped(parts)
