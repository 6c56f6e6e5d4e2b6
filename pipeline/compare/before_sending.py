"""What is to be settled before a document is sent: comments and tracked changes, what
is hidden or struck out, parts that the form has not, a draft's mark, a household's code.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple
from unicodedata import normalize

from pipeline.compare.damage import TYPES, relations_of
from pipeline.compare.written import written
from pipeline.findings.sentences import before_sending as say
from pipeline.findings.sentences.answers import DRAFT, TO_DO
from pipeline.findings.sentences.word_files import MARKS
from pipeline.model.printed_codes import code_finder
from pipeline.model.text import agreed, bare, counted, listed, shortened
from pipeline.word_files.reading import Mark, Reading, paragraphs, shown

_TRACKED = ("insertion", "deletion", "move", "format")
REVISION = (*_TRACKED, "comment")  # what somebody leaves for others to settle
# Whose text is shown: the others are listed by Word.
_SHOWN = ("hidden", "struck", "unseen", "tick", "placeholder", "field")
_MOST_NAMES = 5
# Kinds of relations of a document that holds nothing but its text.
_USUAL = {
    *("officeDocument", "core-properties", "extended-properties", "custom-properties"),
    *("styles", "stylesWithEffects", "settings", "webSettings", "theme"),
    *("fontTable", "font", "numbering", "footnotes", "endnotes", "header", "footer"),
    *("comments", "commentsExtended", "commentsIds", "commentsExtensible", "people"),
    *("customXml", "customXmlProps", "glossaryDocument", "printerSettings"),
    *("keyMapCustomizations", "classificationlabels", "documenttasks"),
}
# The parts whose text is read, by their roots.
_SEEN_PARTS = ("document", "hdr", "ftr", "footnotes", "endnotes")
_LONGEST_NUMBER, _MOST_SEARCHED = 5, 1_000_000_000


def to_settle(
    made: Reading,
    found: Reading,
    made_parts: Mapping[str, bytes],
    parts: Mapping[str, bytes],
    codes: Mapping[str, str],
    comments: Sequence[str] = (),
) -> list[str]:
    """The French sentences, none where the document can be sent. ``codes``: of
    households, as typed -> as compared; ``comments``: of the file's archive.
    """
    own = Counter(made.marks)
    marks = [*(Counter(found.marks) - own).elements()]
    foreign = [one for one in _foreign(parts) if one not in {*_foreign(made_parts)}]
    counts = [*_counted(marks), *foreign, *_authors(marks)]
    new, seen = [*_new_texts(made_parts, parts)], _seen(found)
    new += [_New("", say.ARCHIVE, text, ()) for text in comments]
    return [
        *([say.STRICT] if found.is_strict else []),
        *([say.BEFORE_SENDING.format(", ".join(counts))] if counts else []),
        *_one_by_one(marks),
        *(say.COMMENT.format(say.ARCHIVE, shortened(text)) for text in comments),
        *dict.fromkeys(chain(_left_inside(new, codes, seen), _not_seen(new, seen))),
    ]


def unsettled(marks: Sequence[Mark]) -> str:
    """How many comments and tracked changes a document has, whatever form it is, and
    whose: a French text, "" without any.
    """
    own = [mark for mark in marks if mark.kind in ("comment", *_TRACKED)]
    return ", ".join([*_counted(own), *_authors(own)])


def _counted(marks: Sequence[Mark]) -> Iterator[str]:
    kinds = Counter(mark.kind for mark in marks)
    tracked = sum(kinds.pop(kind, 0) for kind in _TRACKED)
    if kinds["comment"]:
        yield counted(kinds.pop("comment"), *MARKS["comment"])
    if tracked:
        yield counted(tracked, *say.TRACKED)
    for kind, number in kinds.items():
        if number:
            yield counted(number, *MARKS[kind])


def _authors(marks: Sequence[Mark]) -> Iterator[str]:
    authors = [*dict.fromkeys(mark.author for mark in marks if mark.author)]
    if authors:
        names = listed((f"« {shortened(name)} »" for name in authors), _MOST_NAMES)
        yield agreed(len(authors), *say.AUTHORS).format(names)


def _one_by_one(marks: Sequence[Mark]) -> Iterator[str]:
    for mark in marks:
        if mark.kind in _SHOWN:
            kind, text = MARKS[mark.kind][0].capitalize(), shortened(shown(mark.text))
            if mark.where:
                where = say.PLACE.format(shortened(shown(mark.where)))
                pairs = zip(say.CELL, mark.cell, strict=True)
                cell = (words.format(name) for words, name in pairs if name)
                yield say.ONE.format(", ".join([kind, where, *cell]), text)
            else:
                yield say.ONE.format(kind, text)


# ---- parts


def _foreign(parts: Mapping[str, bytes]) -> Iterator[str]:
    """The parts and links that the form has not, by their kind."""
    relations = [*chain.from_iterable(relations_of(parts).values())]
    found: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for one in relations:
        is_data = one.kind == "customXml" and _has_data(parts.get(one.target, b""))
        if one.kind not in _USUAL or is_data or one.is_external:
            found[say.PARTS.get(one.kind, say.OTHER_PART)].append(one.target)
    used = {TYPES.casefold(), *(one.target.casefold() for one in relations)}
    for name in parts:
        is_none = name.endswith(("/", ".rels")) or name.startswith("[trash]/")
        if name.casefold() not in used and not is_none:
            found[say.UNUSED].append(name)
    for words, names in found.items():
        named = listed(map(shortened, dict.fromkeys(names)), _MOST_NAMES)
        yield say.NAMED.format(counted(len(names), *words), named)


def _has_data(raw: bytes) -> bool:
    """Whether a part of custom XML holds more than an empty list of sources, which Word
    adds by itself; what cannot be read may hold anything.
    """
    found = written(raw)
    return bool(found.texts or not found.root)


# ---- whatever is written anywhere in a file


class _New(NamedTuple):
    """A text that the document which is made has not. ``root``, ``where``: of its part;
    ``runs``: the texts of which a paragraph is made.
    """

    root: str
    where: str
    text: str
    runs: tuple[str, ...]


def _new_texts(made: Mapping[str, bytes], parts: Mapping[str, bytes]) -> Iterator[_New]:
    known = {text for raw in made.values() for text in written(raw).texts}
    for name, raw in parts.items():
        root, texts = written(raw)
        where = say.IN_PARTS.get(root, say.IN_PART.format(shortened(name)))
        if name not in made:
            yield _New("", where, name, ())
        for text, runs in texts.items():
            if text not in known:
                yield _New(root, where, text, runs)


def _left_inside(
    new: Sequence[_New], codes: Mapping[str, str], seen: str
) -> Iterator[str]:
    """The marks of a draft and the codes of households."""
    find = code_finder(codes)
    for root, where, text, runs in new:
        for mark in (DRAFT, TO_DO):  # in small letters only alone: an answer has words
            if mark in normalize("NFC", text) or bare(text) == bare(mark):
                yield say.DRAFT.format(mark, where)
        for code in chain.from_iterable(map(find, {text: None, **dict.fromkeys(runs)})):
            if code.is_sure:
                is_behind = root in _SEEN_PARTS and _letters(code.written) not in seen
                sentence = say.CODE_BEHIND if is_behind else say.CODE
                yield sentence.format(shortened(code.written), where)


def _seen(found: Reading) -> str:
    """The letters and digits of all that a document shows, and of its marks."""
    stories = chain(found.headers, found.footers, found.footnotes, found.endnotes)
    blocks = [found.body, *(story.blocks for story in stories)]
    texts = [one.text for some in blocks for one in paragraphs(some)]
    return _letters("".join([*texts, *(mark.text for mark in found.marks)]))


def _not_seen(new: Sequence[_New], seen: str) -> Iterator[str]:
    """The texts of a document that the reading neither has as its text nor as a mark:
    in a header that no page has, in a note without a mark. The number of a page is
    none.
    """
    searched = 0
    for root, where, _, runs in new:
        for run in runs if root in _SEEN_PARTS else ():
            letters = _letters(run)
            searched += len(seen)
            is_number = letters.isdecimal() and len(letters) < _LONGEST_NUMBER
            if searched < _MOST_SEARCHED and not is_number and letters not in seen:
                yield say.NOT_SEEN.format(where, shortened(run.strip()))


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))
