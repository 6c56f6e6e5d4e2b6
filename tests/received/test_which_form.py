"""Which form a document is, told by its own words."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from pipeline.edition.form import Form
from pipeline.edition.wording import Document
from pipeline.editions.loader import known_forms, load_form
from pipeline.received.refusal import Unread
from pipeline.received.which_form import form_of
from pipeline.word_files.read_document import read_document
from pipeline.word_files.reading import Paragraph, Reading
from tests.received.test_answers import PLAN, example
from tests.support.plain_forms import blank_form, by_python_docx
from tests.support.received import read, retouched
from tests.support.word_files import paragraph, word_file

DICS = load_form("dics-2023")


def found(document: bytes, *further: Form) -> str:
    known = form_of(read_document(document), [*known_forms(), *further])
    return known[0].edition if known else ""


def test_each_form_is_known_by_its_words() -> None:
    assert found(example()[0]) == "dics-2023"
    assert found(example(PLAN)[0]) == "clss-2022-2025"
    assert found(by_python_docx(blank_form("dics-2023"))) == "dics-2023"


def test_automatic_numbers_and_looks_say_nothing() -> None:
    """Headings without their typed numbers, in capitals, with other apostrophes."""
    texts = [block for block in blank_form("dics-2023") if isinstance(block, str)]
    other = [text.lstrip("0123456789. ").upper().replace("’", "'") for text in texts]
    assert found(word_file("".join(map(paragraph, other)))) == "dics-2023"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Bonjour, voici le rapport d'activités 2023.",
        "2.5. Nombre de ménages de résidents permanents rencontrés au cours de l’année 2023",
    ],
)
def test_a_letter_is_no_form(text: str) -> None:
    letter = word_file(paragraph(text))
    assert found(letter) == ""
    with pytest.raises(Unread, match="aucun des formulaires connus"):
        read(letter)


def test_a_file_that_is_too_large_is_not_read() -> None:
    """By its parts, of which one is none of the document's."""
    out = io.BytesIO(example()[0])
    with ZipFile(out, "a", ZIP_DEFLATED) as package:
        package.writestr("word/media/a.bin", bytes((128 << 20) + 1))
    with pytest.raises(Unread, match="plus grand que tout rapport"):
        read(out.getvalue())


def next_year(*changes: tuple[str, str]) -> Form:
    """The edition of a next year, whose wording says something else."""
    text = json.dumps(DICS.document.wording, ensure_ascii=False)
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    own = DICS.document
    wording = json.loads(text)
    document = Document(own.key, own.file, wording, own.blank, own.template)
    return replace(DICS, edition="dics-2027", years=(2027,), documents=(document,))


RENAMED = ("Peu d’habitants permanents et pas de demande", "Peu de résidents")


def test_editions_that_lie_near_are_told_apart_by_words_then_by_the_year() -> None:
    other = next_year(RENAMED)
    assert found(example()[0], other) == "dics-2023"
    reworded = retouched(example()[0], RENAMED, ("2023", "2027"))
    assert found(reworded, other) == "dics-2027"
    same = next_year()
    assert found(example()[0], same) == "dics-2023"
    later = retouched(example()[0], *[("2023", "2027")] * 3)
    assert found(later, same) == "dics-2027"


def test_what_is_cut_short_is_known_by_what_is_left() -> None:
    reading = read_document(example()[0])
    half = reading.body[: len(reading.body) // 2]
    known = form_of(Reading((Paragraph("Commune"), *half)), known_forms())
    assert known and known[0].edition == "dics-2023"
