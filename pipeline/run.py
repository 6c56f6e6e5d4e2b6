"""The stages in order: read, check, count, guard, fill, judge. One call makes one
report of one workbook.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from pipeline.align.official_form import addresses, blank_parts, is_draft
from pipeline.answers.tally import tally
from pipeline.check.references import codes_noted
from pipeline.check.sound_rows import CheckedRows, check, report_day
from pipeline.check.total_row import without_totals
from pipeline.document.compiled import filled_document
from pipeline.document.places import fill_places
from pipeline.edition.form import Form
from pipeline.edition.wording import Document
from pipeline.editions.homes import beside
from pipeline.editions.loader import known_forms, remade
from pipeline.findings.basis import with_basis
from pipeline.findings.bounds import bounded
from pipeline.findings.listing import in_order
from pipeline.findings.messages import is_error
from pipeline.findings.seen import Seen, known_again, parted
from pipeline.findings.sentences import answers as said
from pipeline.findings.sentences.editions import UNKNOWN_TAGS
from pipeline.findings.sentences.official import own_file
from pipeline.findings.sentences.parts import is_part
from pipeline.gate import differences
from pipeline.model.problem import Difference, Problem
from pipeline.model.submission import Answers, Places, Submission
from pipeline.model.watch import Watch, unwatched
from pipeline.rules.families import FAMILIES
from pipeline.workbook.joined import names_of, of_file, read_together
from pipeline.workbook.part import held_back, missing

if TYPE_CHECKING:
    from pipeline.compare.control import Control
    from pipeline.model.evolution import Evolution
    from pipeline.official.agreements import Acceptance
    from pipeline.official.result import OfficialReport

NOTHING_READ = Submission("", {})


class Filled(NamedTuple):
    """A document with the answers at their places; ``content`` is None where its
    template cannot be filled, or the gate refused it.
    """

    document: Document
    places: Places
    content: bytes | None


@dataclass(frozen=True)
class Outcome:
    """What came of a workbook: its findings, its rows and records, its answers as far
    as they can be counted and, once produced, its documents. ``seen``: the warnings
    that someone has left as they are, which are not among the ``problems``;
    ``unfilled``: why no document is filled though the answers are known.

    ``facts`` and ``answers`` are None where it is not known as at which day they count.
    ``contradictions``: figures that do not agree; ``differences``: why the gate refused
    a finished document. Either way there is none. ``own_template``: a template was
    edited since it was compiled. ``day`` (ISO): as at which they
    count. ``submission``: the rows as they were read, once checked without those of
    totals. ``official``: where the report is the authority's own file, what came of it;
    ``evolution``: its figures beside those of the year before, where those are known.
    """

    form: Form
    problems: tuple[Problem, ...]
    submission: Submission = NOTHING_READ
    rows: CheckedRows | None = None
    facts: Any = None
    answers: Answers | None = None
    is_draft: bool = False
    own_template: bool = False
    filled: tuple[Filled, ...] = ()
    contradictions: tuple[Difference, ...] = ()
    differences: tuple[Difference, ...] = ()
    day: str | None = None
    seen: tuple[Seen, ...] = ()
    official: OfficialReport | None = None
    unfilled: str = ""
    evolution: Evolution | None = None

    @property
    def caution(self) -> str:
        """What to do before the report is sent, where its wording is of another year
        and not the authority's own; where that was adopted, what has no place in it.
        """
        if self.official is not None:
            from pipeline.official.saved_places import is_adopted
            from pipeline.official.to_see import headline

            if is_adopted(self.form):
                return "" if self.official.is_complete else headline(self.official)
        has_own = self.day is None or self.official is not None
        return "" if has_own or not self.day else self.form.caution(int(self.day[:4]))

    @property
    def errors(self) -> tuple[Problem, ...]:
        """What no final report is made with."""
        return tuple(problem for problem in self.problems if is_error(problem))

    @property
    def warnings(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if not is_error(problem))

    @property
    def report(self) -> bytes | None:
        return self.filled[0].content if self.filled else None

    @property
    def places(self) -> Places | None:
        """The places of the report."""
        return self.filled[0].places if self.filled else None

    def of_files(self, paths: Sequence[Path]) -> Iterator[tuple[Path, Outcome]]:
        """Each file that was read, with what is told of it; a single one with all."""
        if len(paths) == 1:
            yield paths[0], self
            return
        names = names_of(paths)
        for path, name in zip(paths, names, strict=True):
            own = tuple(of_file(name, names, self.problems))
            seen = (
                one._replace(problem=problem)
                for one in self.seen
                for problem in of_file(name, names, [one.problem])
            )
            yield path, replace(self, problems=own, seen=tuple(seen))

    @property
    def title(self) -> str:
        """The report's name."""
        return self.title_of(self.form.document)

    def title_of(self, document: Document) -> str:
        """The name of a document, of which its file is named."""
        name = document.file.format(**self.answers.head) if self.answers else ""
        return f"{said.DRAFT} - {name}" if self.is_draft else name

    @property
    def folder(self) -> str:
        """What names the folder of the report's files."""
        return self.form.folder.format(**self.answers.head) if self.answers else ""


# ---- the stages


def check_rows(outcome: Outcome) -> Outcome:
    """The sound rows as at the report's day, and what is at fault in the others; rows
    of totals are none of these.
    """
    submission, totals = without_totals(outcome.form, outcome.submission)
    day = report_day(outcome.form, submission)
    rows, problems = check(outcome.form, submission, day)
    problems = [*outcome.problems, *bounded(totals), *problems]
    return replace(
        outcome, rows=rows, day=day, submission=submission, problems=tuple(problems)
    )


def build_records(outcome: Outcome) -> Outcome:
    """The records of the sound rows, where it is known as at which day they count, and
    what does not hold between them.
    """
    form, rows, day = outcome.form, outcome.rows, outcome.day
    if rows is None or day is None:
        return outcome
    family = FAMILIES[form.family]
    facts = family.build_facts(form, rows, day)
    found = [*bounded(family.findings(facts, outcome.submission))]
    if (
        outcome.submission.received is not None
    ):  # of it there is no row to find fault with
        facts = family.with_received(facts, outcome.submission.received)
    return replace(outcome, facts=facts, problems=(*outcome.problems, *found))


def count_answers(outcome: Outcome) -> Outcome:
    """The answers of the form, from the sets of records."""
    if outcome.facts is None:
        return outcome
    return replace(outcome, answers=tally(outcome.facts))


def set_aside(outcome: Outcome) -> Outcome:
    """The warnings that someone has seen and left, apart from those that stand."""
    submission = outcome.submission
    marked = known_again(outcome.form, submission, outcome.problems)
    standing, seen = parted(marked, submission.seen)
    return replace(outcome, problems=tuple(standing), seen=tuple(seen))


def guard_figures(outcome: Outcome) -> Outcome:
    """Where finished figures contradict each other; nothing is filled then."""
    guard = FAMILIES[outcome.form.family].guard
    contradictions = (
        tuple(guard(outcome.facts, outcome.answers)) if outcome.answers else ()
    )
    return replace(outcome, contradictions=contradictions)


def leave_open(outcome: Outcome) -> Outcome:
    """The answers of a draft: what is still at fault or missing is left open
    (draft.py).
    """
    from pipeline.answers.draft import draft_answers  # no part of a report

    if outcome.rows is None or outcome.facts is None or outcome.day is None:
        return outcome
    answers = draft_answers(
        *(outcome.form, outcome.rows, outcome.submission, outcome.problems),
        *(outcome.facts, outcome.day),
    )
    return replace(outcome, answers=answers, is_draft=True)


def fill_documents(outcome: Outcome) -> Outcome:
    """Each document with the answers at their places."""
    if outcome.answers is None or outcome.contradictions:
        return outcome
    filled, own_template = [], False
    for document in outcome.form.documents:
        places = fill_places(document, outcome.answers)
        content, own = filled_document(document, places)
        filled.append(Filled(document, places, content))
        own_template = own_template or own
    return replace(outcome, filled=tuple(filled), own_template=own_template)


def pass_gate(outcome: Outcome) -> Outcome:
    """The documents only where each, minus its answers, is its official blank, and that
    blank was made of the declaration that stands now.
    """
    none = tuple(one._replace(content=None) for one in outcome.filled)
    if none and (unmade := remade(outcome.form)):
        return replace(outcome, filled=none, unfilled=unmade)
    found = tuple(chain.from_iterable(map(_differences, outcome.filled)))
    return replace(outcome, filled=none, differences=found) if found else outcome


def fill_adopted(outcome: Outcome) -> Outcome:
    """The report as the authority's own file, where its edition was adopted from one."""
    if not outcome.form.origin or outcome.report is None:
        return outcome
    from pipeline.official.agreements import Acceptance  # no part of other reports
    from pipeline.official.saved_places import is_adopted
    from pipeline.received.refusal import Unread

    if not is_adopted(outcome.form):
        return outcome

    try:
        return _officially(outcome, (outcome.form,), Acceptance())
    except Unread as why:
        filled = tuple(one._replace(content=None) for one in outcome.filled)
        said = own_file(outcome.form.edition, str(why))
        return replace(outcome, filled=filled, unfilled=said)


def _differences(filled: Filled) -> list[Difference]:
    document, places, content = filled
    if content is None:
        return [Difference(*UNKNOWN_TAGS)]
    of_draft = is_draft(document, places)
    blank, where = blank_parts(document, of_draft), addresses(document, of_draft)
    return differences(blank, where, places, content)


Stage = Callable[[Outcome], Outcome]
COUNT: tuple[Stage, ...] = (check_rows, build_records, count_answers, set_aside)
FINISH: tuple[Stage, ...] = (guard_figures, fill_documents, pass_gate, fill_adopted)
DRAFT: tuple[Stage, ...] = (leave_open, fill_documents, pass_gate)


def _through(
    stages: tuple[Stage, ...], outcome: Outcome, watch: Watch = unwatched
) -> Outcome:
    def through(before: Outcome, stage: Stage) -> Outcome:
        watch(stage.__name__, 0)
        return stage(before)

    return reduce(through, stages, outcome)


# ---- runs


def look(
    path: Path,
    password: str | None = None,
    watch: Watch = unwatched,
    further: Stage | None = None,
    others: Sequence[Path] = (),
) -> Outcome:
    """Read, check and count a workbook, or with ``others`` several as one: its sound
    rows, where others are at fault. ``further``: a stage that finds more, before what
    was seen is set aside.
    """
    form, submission, problems = read_together([path, *others], password, watch)
    outcome = Outcome(form, tuple(problems), submission)
    of_the_file = any(is_error(problem) and problem.ref is None for problem in problems)
    *count, last = COUNT
    stages = (*count, further, last) if further else COUNT
    outcome = outcome if of_the_file else _through(stages, outcome, watch)
    ordered = in_order(form, held_back(form, submission, outcome.problems))
    return replace(outcome, problems=tuple(with_basis(form, submission, ordered)))


def produce(path: Path, password: str | None = None) -> Outcome:
    """The report of a workbook, unless an error stands."""
    return completed(look(path, password))


def completed(outcome: Outcome) -> Outcome:
    """The same with its report, unless an error stands, or it is a part."""
    if outcome.errors:
        return outcome
    if titles := missing(outcome.form, outcome.submission):
        return replace(outcome, unfilled=is_part(titles))
    return _through(FINISH, outcome)


def produce_draft(path: Path, password: str | None = None) -> Outcome:
    """A draft of the report, whatever is still at fault or missing."""
    return drafted(look(path, password))


def drafted(outcome: Outcome) -> Outcome:
    """The same with a draft of its report."""
    return _through(DRAFT, outcome)


def controlled(outcome: Outcome, document: bytes) -> Control:
    """A document that came back beside the one of a finished outcome that it differs
    least from.
    """
    from pipeline.compare.control import control  # no part of a report

    codes = codes_noted(outcome.form, outcome.submission)
    if outcome.official is not None:
        from pipeline.official.control import official_control

        made = outcome.report or b""
        found = control(made, document, codes, is_filled=True)
        return official_control(outcome.form, outcome.official, found, document)
    return min(
        (control(one.content or b"", document, codes) for one in outcome.filled),
        key=lambda compared: len(compared.differences),
    )


def into_official(
    outcome: Outcome, path: Path, document: bytes, acceptance: Acceptance
) -> Outcome:
    """A finished outcome of the workbook at ``path`` whose report is the authority's own
    file, ``document``, with the answers. Raises NotOfficial (official/refusal.py).
    """
    return _officially(outcome, known_forms(beside(path)), acceptance, document)


def _officially(
    outcome: Outcome,
    forms: Sequence[Form],
    acceptance: Acceptance,
    document: bytes = b"",
) -> Outcome:
    """The same with the authority's file, that from which its edition was adopted by
    default.
    """
    from pipeline.official.adopted import adopted
    from pipeline.official.report import official_report

    assert outcome.answers is not None
    own = adopted(outcome.form)
    is_own = own is not None and document in (b"", own.data)
    if own is not None and is_own:
        document = own.data
    made = official_report(
        *(outcome.form, forms, outcome.answers, document, acceptance),
        own.places if own is not None and is_own else None,
    )
    first, *others = outcome.filled
    return replace(
        outcome,
        filled=(first._replace(content=made.content), *others),
        differences=made.differences,
        official=made,
    )
