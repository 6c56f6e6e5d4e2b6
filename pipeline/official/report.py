"""The authority's own file with the answers of a workbook at their places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace

from pipeline.align.keys import without_unit
from pipeline.align.placed import Alignment, FoundPlaces, Status
from pipeline.align.placing import align
from pipeline.compare.before_sending import unsettled
from pipeline.edition.form import YES, Form
from pipeline.edition.questions import tag_name
from pipeline.findings.sentences import official as say
from pipeline.model.submission import Answers, Places
from pipeline.model.text import even_out
from pipeline.new_form.changes import Change, Part, What
from pipeline.new_form.comparison import compared
from pipeline.office.package import digest_of
from pipeline.official.admission import check_blank, other_headers, read_blank
from pipeline.official.agreements import Acceptance
from pipeline.official.answers import by_place, wanted, with_empty_rows
from pipeline.official.beside import Beside, decision_on
from pipeline.official.proved import Proved
from pipeline.official.result import Entry, OfficialReport
from pipeline.official.sorting import Sorting, waits_for
from pipeline.official.tables import Tables
from pipeline.official.texts_about import in_order_of_lines
from pipeline.received.answers import SURE, Answer
from pipeline.rules.families import FAMILIES

_BARRED = (What.NEGATED, What.SPLIT, What.MERGED)


def official_report(
    form: Form,
    known: Sequence[Form],
    answers: Answers,
    data: bytes,
    acceptance: Acceptance,
    places: FoundPlaces | None = None,
) -> OfficialReport:
    """The file ``data`` with the answers of a workbook. ``known``: the forms that there
    are, of which it may be another; ``places``: where its places are, where that is
    known already. Raises NotOfficial where it is none to be filled.
    """
    file = read_blank(form, data, known)
    own = align(form.document, file.reading)
    found = Alignment(places) if places else with_empty_rows(own)
    there = by_place(form, file.reading, found)
    notes = check_blank(form, answers.head, file.reading, found, there)
    answers = in_order_of_lines(form, answers, found, there, file.reading)
    tables = Tables(form, answers, found.places.rows, there)
    acceptance = tables.match(acceptance)
    changes = compared(form, form.document, file.reading, own).changes
    beside = Beside(form, own, file.reading.marks)
    instructions, barred = beside.instructions(changes), _barred(changes)
    sorting = Sorting(form, digest_of(file.parts), acceptance, barred, instructions)
    sorting.sort(wanted(form, answers, found, there, tables.of))
    tables.copy_rows(sorting)
    report = _filled(Proved(form, file, there, sorting.to_write, tables), sorting)
    without = [*sorting.without, *tables.without]
    notes += [*beside.comments, *tables.notes, *tables.copied_notes]
    return replace(
        report,
        spellings=tables.spellings,
        without_place=(*without, *_undecided(form, without)),
        to_check=(*report.to_check, *other_headers(form, answers.head, file.reading)),
        unanswered=tuple(_unanswered(form, answers, found, there)),
        changes=tuple(_unfilled(form, changes, sorting.sentences)),
        notes=(*notes, *_of_no_use(sorting)),
    )


def _filled(proved: Proved, sorting: Sorting) -> OfficialReport:
    """The file, where it is proved, what could not be written in it, what is to be seen
    there, and what waits.
    """
    content, _, differing = proved.filling()
    return OfficialReport(
        None if differing else content,
        differing,
        proved.written + sorting.placed,
        waiting=tuple(sorting.waiting),
        accepted=tuple(sorting.accepted),
        contrary=tuple(sorting.contrary),
        filled=tuple(sorting.filled),
        by_hand=proved.by_hand,
        unmarked=proved.unmarked,
        to_check=tuple(_contradicting(proved, sorting.theirs)),
        pending=unsettled(proved.marks),
        agreements=sorting.acceptance.agreements,
        file=sorting.file,
    )


def _unanswered(
    form: Form, answers: Answers, found: Alignment, there: Mapping[str, Answer]
) -> Iterator[str]:
    """The questions that the file asks and the workbook does not answer."""
    for question, figures in answers.figures.items():
        places = [tag_name(question, line) for line in figures]
        at = [place for place in places if place in there]
        is_asked = any(found.places.texts[one].status is Status.EQUAL for one in at)
        is_filled = any(there[one].text for one in at)
        if is_asked and not is_filled and not answers.is_answered(question):
            yield form.questions[question].name


def _contradicting(proved: Proved, theirs: Set[str]) -> Iterator[str]:
    """What does not hold in the filled file between its figures, where one of them is a
    person's.
    """
    back = proved.back.items()
    known = {place: without_unit(one.text) for place, one in back if one.status in SURE}
    family = FAMILIES[proved.form.family]
    for one in family.contradictions(proved.form, Places(known)):
        if theirs & {*one.places}:
            yield one.sentence


def _undecided(form: Form, told: Sequence[Entry]) -> Iterator[Entry]:
    """What waits for a decision without an answer of the workbook: a new question."""
    named = {waiting for one in told if (waiting := form.held_by(one.place))}
    for one in form.decisions:
        is_held = one.choice != YES and bool(one.places)
        if one not in named and (one.is_open or is_held):
            yield Entry(one.about, why=waits_for(form, one), there=one.says)


def _barred(changes: Iterable[Change]) -> frozenset[str]:
    """The sentences of the file that may say the contrary, or are one question where
    the form has two, or the other way round.
    """
    told = (one.new for one in changes if one.what in _BARRED)
    return frozenset(line for text in told for line in (text, *text.split("\n")))


def _unfilled(
    form: Form, changes: Iterable[Change], told: Set[str]
) -> Iterator[Change]:
    """What of the file no answer waits for: what is new, what is reworded, and the notes
    that are gone. ``told``: the sentences of the file that are told with their answers;
    what waits for a decision is told with that.
    """
    for one in changes:
        decision = decision_on(form, one)
        if decision is not None and decision.choice != YES:
            continue
        is_reworded = one.what in (What.REWORDED, What.NEGATED, What.OTHERWISE)
        is_new = one.what in (What.NEW, What.REPLACED)
        is_gone = one.what is What.GONE and one.part is Part.NOTE
        if (
            is_new
            or is_gone
            or (is_reworded and told.isdisjoint((one.new, *one.new.split("\n"))))
        ):
            yield one


def _of_no_use(sorting: Sorting) -> Iterator[str]:
    """What a person accepts and nothing of that name waits for."""
    spellings = sorting.acceptance.agreements.spellings.values()
    known = {even_out(one) for several in spellings for one in several}
    known |= {even_out(one.name) for one in sorting.accepted}
    contrary = {even_out(one.name) for one in sorting.contrary}
    for name in (one.strip(" .") for one in sorting.acceptance.names):
        if even_out(name) in contrary:
            yield say.never_accepted(name)
        elif even_out(name) not in known:
            yield say.nothing_to_accept(name)
