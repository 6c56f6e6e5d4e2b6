"""Whether a Word file is the blank of a workbook's form, of its commune and year."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from pipeline.align.keys import key, years
from pipeline.align.phrases import DRAFT_MARK, phrase
from pipeline.align.placed import Alignment, Status
from pipeline.compare.damage import TYPES
from pipeline.edition.form import Form
from pipeline.edition.questions import tag_name
from pipeline.findings.sentences import official as say
from pipeline.findings.sentences.answers import DRAFT, FIRST_PAGE
from pipeline.model.received import NUMBER
from pipeline.model.text import bare
from pipeline.official.answers import aligned, by_place
from pipeline.official.refusal import NotOfficial
from pipeline.received.answers import Answer
from pipeline.received.which_form import known_form, title_years
from pipeline.word_files.parts import NotReadable
from pipeline.word_files.reading import Reading, paragraphs
from pipeline.writing.file import NoPlace, OfficialFile

# What a template of Word, or a document with macros, is not.
_DOCUMENT = b"wordprocessingml.document.main+xml"
_DRAFT = re.compile(rf"\s*(?:{FIRST_PAGE}|{DRAFT_MARK.pattern})")
_TAGS = re.compile(r"\{[{%]")
_ASKED = re.compile("commune|nom|completer|indiquer|inserer|ecrire|x+")  # by a prompt


def read_blank(form: Form, data: bytes, known: Sequence[Form]) -> OfficialFile:
    """The authority's file for a workbook of this form. Raises Unread."""
    if form.document.repeats:
        raise NotOfficial(say.PLAN)
    try:
        file = OfficialFile(data)
        file.part()
    except NotReadable as why:
        raise NotOfficial(str(why)) from why
    except NoPlace as why:  # other names of elements than Word's own
        raise NotOfficial(say.UNUSUAL) from why
    reading = file.reading
    if reading.is_strict or _DOCUMENT not in file.parts.get(TYPES, b""):
        raise NotOfficial(say.UNUSUAL)
    texts = paragraphs(reading.body)
    if any(_TAGS.search(one.text) for one in texts):
        raise NotOfficial(say.TEMPLATE)
    above = (one for story in reading.headers for one in paragraphs(story.blocks))
    is_draft = any(DRAFT in one.text for one in above)
    if is_draft or any(say.BY_HAND in o.text or _DRAFT.match(o.text) for o in texts):
        raise NotOfficial(say.OURS)
    there, _ = known_form(reading, known)
    if there.family != form.family:
        raise NotOfficial(say.other_form(there.title, form.title))
    return file


def check_blank(
    form: Form,
    head: Mapping[str, str],
    reading: Reading,
    found: Alignment,
    there: Mapping[str, Answer],
) -> list[str]:
    """What is to be known of the file's year. Raises NotOfficial where it is of another
    commune or year, or filled. ``there``: what stands at each place.
    """
    commune = there["commune"].text if "commune" in there else ""
    for name in (commune, *(text for text, _ in _headers(form, reading))):
        if _is_name(name) and _is_of_another(name, head["commune"]):
            raise NotOfficial(say.other_commune(name, head["commune"]))
    notes = _year_notes(head, reading, found)
    if _is_filled(form, there.values()):
        raise NotOfficial(say.REPORT)
    return notes


def other_headers(form: Form, head: Mapping[str, str], reading: Reading) -> list[str]:
    """What is said of the headers of a file that are of another year than the workbook."""
    said = dict.fromkeys(
        year for _, several in _headers(form, reading) for year in several
    )
    return [
        say.other_header(year, head["annee"]) for year in said if year != head["annee"]
    ]


def _headers(form: Form, reading: Reading) -> Iterator[tuple[str, list[str]]]:
    """Each header that is the form's: the commune and the years that it names."""
    own = phrase(form.document.wording["header"])
    for story in reading.headers:
        for line in paragraphs(story.blocks):
            if values := own.values(line.text):
                communes = dict(zip(own.names, values, strict=True))
                yield communes.get("commune", "").strip(), years(line.text)


def _is_of_another(text: str, own: str) -> bool:
    """Whether a name is not that of a commune, or of it and another: "ESTINNES et BINCHE" """
    name, said = re.escape(bare(own)), bare(text)
    joined = r"\s*(?:[-/&,+]|\bet\b|\bou\b)\s*"
    more = re.search(rf"\w{joined}{name}\b|\b{name}{joined}\w", said)
    return more is not None or key(own) not in key(text)


class Borne(NamedTuple):
    """What a blank says of itself: its year, the commune that it is of, "" for none, and
    whether it is filled, so that it is a report.
    """

    year: str
    commune: str
    is_filled: bool


def borne(form: Form, reading: Reading) -> Borne:
    """What a Word file beside a form bears already; nothing of a plan, which has its own
    parts.
    """
    if form.document.repeats:
        return Borne("", "", is_filled=False)
    found = aligned(form, reading)
    there = by_place(form, reading, found)
    commune = there["commune"].text.strip() if "commune" in there else ""
    year = found.places.texts.get("annee")
    is_sure = year is not None and year.status is Status.EQUAL
    return Borne(
        year.text if year is not None and is_sure else "",
        commune if _is_name(commune) else "",
        _is_filled(form, there.values()),
    )


def _is_name(text: str) -> bool:
    """Whether a text may be the name of a commune, and not words that ask for one."""
    words = re.findall(r"[^\W\d_]+", bare(text))
    return (
        bool(words)
        and text[:1] not in "[<(…."
        and not any(map(_ASKED.fullmatch, words))
    )


def _year_notes(
    head: Mapping[str, str], reading: Reading, found: Alignment
) -> list[str]:
    place, own = found.places.texts.get("annee"), head["annee"]
    said = title_years(reading)
    most = "" if place is None else place.text
    is_sure = place is not None and place.status is Status.EQUAL
    years = {most} if is_sure else said or {most} - {""}
    if years and own not in years:
        raise NotOfficial(say.other_year(" et ".join(sorted(years)), own))
    if most not in ("", own):  # the form of another year under a new title
        raise NotOfficial(say.other_year_inside(own, most))
    if not years:
        return [say.NO_YEAR]
    return [] if is_sure or not most else [say.several_years(own)]


def _is_filled(form: Form, there: Iterable[Answer]) -> bool:
    """Whether most of the chapters with numbers have most of them: then it is a report.
    Noughts alone are what a blank may have.
    """
    chapter_of = {
        tag_name(question): number
        for number, chapter in enumerate(form.chapters)
        for question in chapter.questions
    }
    asked, given, worth = Counter[int](), Counter[int](), 0
    for one in there:
        question = one.place.partition(".")[0]
        if one.about.unit == NUMBER and question in chapter_of:
            asked[chapter_of[question]] += 1
            given[chapter_of[question]] += one.figure is not None
            worth += one.figure or 0
    filled = [number for number in asked if 2 * given[number] > asked[number]]
    return worth > 0 and 2 * len(filled) > len(asked)
