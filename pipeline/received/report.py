"""A Word file -> the report that it is, with its answers and what is wrong with them; or
why it is none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from pipeline.align.placing import align
from pipeline.compare.before_sending import to_settle
from pipeline.compare.damage import damages
from pipeline.compare.differences import differences
from pipeline.document.compiled import filled_document
from pipeline.document.places import fill_places
from pipeline.edition.form import Form
from pipeline.edition.questions import Ticks, tag_name
from pipeline.edition.wording import Document
from pipeline.findings.sentences import received as say
from pipeline.model.received import Contradiction, ticked
from pipeline.model.submission import Answers, Figure, Places
from pipeline.office.package import UNREADABLE, comments, read_parts
from pipeline.received.answers import Answer, answers, sure_places
from pipeline.received.refusal import Unread
from pipeline.received.which_form import read_known
from pipeline.rules.families import FAMILIES
from pipeline.word_files.read_document import read_document
from pipeline.word_files.reading import Block, Table, shown, without_prompts


@dataclass(frozen=True)
class Received:
    """``name``: of the file; ``extra``: the texts that the form has not, ``missing``:
    those of the form that are not there, ``reworded``: those of the form and what
    stands there instead; ``beside``: where headers, footers, notes or properties are not
    the form's; ``damages``: what Word might refuse; ``pending``: what is to be settled
    before a report is sent (comments, tracked changes …). The last three are sentences.
    """

    name: str
    form: Form
    answers: tuple[Answer, ...]
    contradictions: tuple[Contradiction, ...]
    extra: tuple[str, ...]
    missing: tuple[str, ...]
    reworded: tuple[tuple[str, str], ...]
    beside: tuple[str, ...]
    damages: tuple[str, ...]
    pending: tuple[str, ...]

    @property
    def faults(self) -> tuple[Answer, ...]:
        """The answers that are not simply read."""
        return tuple(answer for answer in self.answers if answer.fault)

    @property
    def is_read(self) -> bool:
        """Whether every answer is read, nothing stands beside them, no two of them
        contradict each other, and the file is whole.
        """
        found = (self.faults, self.contradictions, self.extra, self.damages)
        return not any(found)

    @property
    def is_intact(self) -> bool:
        """Whether the form's own wording stands there, whole and alone."""
        return not (self.extra or self.missing or self.reworded or self.beside)

    @property
    def is_faultless(self) -> bool:
        """Whether nothing is to be seen of it."""
        return self.is_read and self.is_intact and not self.pending


def received(name: str, data: bytes, forms: Sequence[Form]) -> Received:
    """The report that a Word file is. Raises Unread where it cannot be read, or is none
    of these forms.
    """
    try:
        reading, (form, document) = read_known(data, forms)
        parts = read_parts(data)
    except UNREADABLE as why:  # its parts are never read as a document, or too large
        raise Unread(say.INSTEAD["abime"]) from why
    found = align(document, reading)
    read = tuple(answers(form, document, found, without_prompts(reading.body)))
    places = sure_places(read, found.places)
    family, beside = FAMILIES[form.family], comments(data)
    made = _frame(form, document, places)
    wanted, bare = read_document(made), replace(reading, body=())
    return Received(
        name,
        form,
        read,
        (*_ticks(form, places), *family.contradictions(form, places)),
        tuple(filter(None, map(_text, found.extra))),
        tuple(map(shown, found.missing)),
        tuple((shown(own), shown(there)) for own, there in found.reworded),
        tuple(map(str, differences(replace(wanted, body=()), bare))),
        () if reading.is_strict else tuple(map(str, damages(parts))),
        tuple(to_settle(wanted, reading, read_parts(made), parts, {}, beside)),
    )


def _frame(form: Form, document: Document, places: Places) -> bytes:
    """The form with the title of a report and no answers, for what stands beside its
    text.
    """
    empty = {
        name: dict.fromkeys(question.keys(form.lists), Figure(""))
        for name, question in form.questions.items()
        if question.is_printed and not question.repeats
    }
    names = (place for place in places.texts if place != "brouillon")
    own = document.own_characters
    head = {name: str(places.texts[name]) for name in names} | {
        name: own[name] for name in own.keys() - places.texts.keys()
    }
    made, _ = filled_document(document, fill_places(document, Answers(head, empty, {})))
    return made or document.blank.read_bytes()


def _ticks(form: Form, places: Places) -> Iterator[Contradiction]:
    """Too many boxes are ticked, or none, where the form asks for some."""
    for question in form.asked(Ticks):
        items = form.lists[question.list].items
        boxes = [tag_name(question.id, item.key) for item in items]
        signs = [ticked(str(places.texts.get(box, ""))) for box in boxes]
        number = sum(sign is True for sign in signs)
        if None in signs or not set(boxes) <= places.texts.keys():
            continue
        if number < question.least or (question.most and number > question.most):
            bounds = question.least, question.most
            sentence = say.ticks(question.label, number, *bounds)
            yield Contradiction(sentence, tuple(boxes))


def _text(block: Block) -> str:
    """A block as it is quoted: a paragraph, or the cells of a table row by row."""
    if isinstance(block, Table):
        cells = chain.from_iterable(row.cells for row in block.rows)
        return shown(" | ".join(filter(None, (cell.text.strip() for cell in cells))))
    return shown(block.text.strip())
