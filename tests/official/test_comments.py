"""Comments that the authority left in its blank: each is told, and one that asks for
something else holds back the answers of its question.
"""

from __future__ import annotations

import io

import docx
import pytest

from pipeline.official.agreements import Acceptance, Agreements
from pipeline.official.result import OfficialReport
from pipeline.run import Outcome, into_official, produce
from tests.official.test_other_places import EXAMPLE, blank
from tests.support.plain_forms import by_python_docx

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def outcome() -> Outcome:
    return produce(EXAMPLE)


def filled(outcome: Outcome, number: str, comment: str, *accept: str) -> OfficialReport:
    """With a comment on the question that begins so."""
    file = docx.Document(io.BytesIO(by_python_docx(blank())))
    question = next(one for one in file.paragraphs if one.text.startswith(number))
    file.add_comment(question.runs, comment, author="DiCS")
    saved = io.BytesIO()
    file.save(saved)
    acceptance = Acceptance(Agreements(), accept, "2024-01-15")
    report = into_official(outcome, EXAMPLE, saved.getvalue(), acceptance).official
    assert report is not None and report.content is not None
    return report


def test_a_comment_that_asks_for_something_else_holds_back_its_question(
    outcome: Outcome,
) -> None:
    said = "Comptez uniquement les ménages avec enfants."
    report = filled(outcome, "2.5.", said)
    [waiting] = report.waiting
    assert (waiting.name, waiting.sentences.there) == ("2.5", said)
    assert [one.answer for one in waiting.entries] == ["56"]
    assert any(said in one for one in report.notes)
    assert filled(outcome, "2.5.", said, "2.5").is_complete


def test_a_comment_that_changes_nothing_is_told(outcome: Outcome) -> None:
    said = "Question reprise du rapport précédent."
    report = filled(outcome, "2.5.", said)
    assert report.is_complete and not report.waiting
    [told] = [one for one in report.notes if said in one]
    assert told.startswith("Commentaire sur « 2.5. Nombre de ménages")
