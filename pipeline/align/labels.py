"""Where the labels of a question stand below its heading: of rows, heads of columns."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.align.keys import Sign, Span, key, without_leader
from pipeline.align.likeness import Likeness
from pipeline.align.passages import GridCell, Passage, cells_of
from pipeline.align.phrases import Phrase, rest_start
from pipeline.align.placed import Status
from pipeline.model.text import bare, is_blank


@dataclass(frozen=True, eq=False)
class Label:
    """A label of the wording in a document. ``passages``: those that it fills;
    ``spans``: the characters of its text that are the places in it; ``rest_at``: where
    the text behind it begins, None where the label is all; ``sign``: the tick beside it
    in its paragraph; ``is_open``: nothing but dots or a colon stands behind it in its
    cell, so that the answer may have a cell of its own.
    """

    passages: tuple[Passage, ...]
    spans: tuple[Span, ...] = ()
    rest_at: int | None = None
    sign: Sign | None = None
    status: Status = Status.EQUAL
    is_open: bool = False

    @property
    def passage(self) -> Passage:
        return self.passages[0]

    @property
    def cell(self) -> GridCell | None:
        return self.passage.cell

    @property
    def text(self) -> str:
        return _text(self.passages)

    @property
    def end(self) -> int:
        """Where its text ends before a tick behind it."""
        sign = self.sign
        return sign.label_at + len(sign.label) if sign else len(self.text)

    @property
    def rest(self) -> str | None:
        """What stands behind it in its paragraph, "" for blanks."""
        if self.rest_at is None:
            return None
        rest = self.text[self.rest_at : self.end]
        return "" if is_blank(rest) else rest

    @property
    def is_dotted(self) -> bool:
        """Whether dots for an answer stand behind it in its cell."""
        rest = (self.rest or "").strip(" \t\n\u00a0:=")
        return self.is_open and bool(rest) and not without_leader(rest, "…")

    @property
    def path(self) -> str:
        """The paragraph, or the cell where it fills several."""
        cell = self.cell if len(self.passages) > 1 else None
        return cell.cell.path if cell else self.passage.paragraph.path

    @property
    def column(self) -> tuple[int, int]:
        """The table and the column that it stands in."""
        cell = self.cell
        return (id(cell.rows), cell.cell.column) if cell else (0, 0)


class Labels:
    """The labels of one question in the passages below it."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self.all = passages
        self.passages = [passage for passage in passages if passage.key]
        self.by_key: dict[str, list[tuple[Passage, ...]]] = defaultdict(list)
        self.blocks: list[tuple[Passage, ...]] = []
        for cell in cells_of(self.passages):
            filled = tuple(one for one in cell.passages if one.key)
            if len(filled) > 1:
                self.blocks.append(tuple(cell.passages))
                self.by_key[key(cell.text)].append(tuple(cell.passages))
        for passage in self.passages:
            self.blocks.append((passage,))
            self.by_key[passage.key].append((passage,))
            if passage.sign and key(passage.sign.label) != passage.key:
                self.by_key[key(passage.sign.label)].append((passage,))

    def of(self, phrase: Phrase) -> list[Label]:
        """Where a label stands."""
        exact = self.by_key.get(phrase.key, ())
        if exact:
            return [self._exact(passages, phrase) for passages in exact]
        return self._holding(phrase) if phrase.names else self._begun(phrase)

    def _exact(self, passages: tuple[Passage, ...], phrase: Phrase) -> Label:
        sign = passages[0].sign if len(passages) == 1 else None
        text, shift = (sign.label, sign.label_at) if sign else (_text(passages), 0)
        spans = _moved(phrase.spans(text) or (), shift)
        is_open = passages[0].cell is not None
        is_same = text.split() == phrase.words.split()
        if phrase.names or (is_same and (is_open or not text[-1:].isspace())):
            return Label(passages, spans, sign=sign)
        at = rest_start(phrase, text)
        if at is None or _is_own(phrase, text[at:], is_open):
            return Label(passages, spans, sign=sign)
        return Label(passages, spans, shift + at, sign, is_open=is_open)

    def _holding(self, phrase: Phrase) -> list[Label]:
        """The texts that are this label with something at its places."""
        found: list[Label] = []
        taken: set[int] = set()
        for passages in [*self.blocks, *self._runs(phrase)]:
            if len(passages) == 1 and phrase.keys[0] not in passages[0].key:
                continue
            # A sign behind may be of the answer.
            sign = passages[0].sign if len(passages) == 1 else None
            sign = sign if sign and sign.label_at else None
            text, shift = (sign.label, sign.label_at) if sign else (_text(passages), 0)
            spans = phrase.spans(text)
            numbers = {passage.number for passage in passages}
            if spans is not None and not numbers & taken:
                taken |= numbers
                found.append(Label(passages, _moved(spans, shift), sign=sign))
        return found

    def _runs(self, phrase: Phrase) -> Iterable[tuple[Passage, ...]]:
        """Neighbouring paragraphs from the first to the last words of a label."""
        if len(phrase.names) != 1 or not all(phrase.keys):
            return
        outside = [passage for passage in self.all if passage.cell is None]
        begins = [n for n, one in enumerate(outside) if one.key == phrase.keys[0]]
        ends = [n for n, one in enumerate(outside) if one.key == phrase.keys[1]]
        if len(begins) == len(ends) == 1 and begins[0] < ends[0]:
            yield tuple(outside[begins[0] : ends[0] + 1])

    def _begun(self, phrase: Phrase) -> list[Label]:
        """The paragraphs that begin with this label and go on behind a colon or dots."""
        found = []
        for passage in self.passages:
            if phrase.key not in passage.key[: len(phrase.key) + 1]:  # behind an x
                continue
            at, sign = rest_start(phrase, passage.text), None
            if at is None and passage.sign:
                sign = passage.sign
                at = rest_start(phrase, sign.label)
            if at is not None:
                shift = sign.label_at if sign else 0
                found.append(Label((passage,), rest_at=shift + at, sign=sign))
        return found


def _is_own(phrase: Phrase, rest: str, is_in_cell: bool) -> bool:
    """Whether what stands behind a label is the label's own, such as its colon. Outside
    tables a tab or several blanks are where its answer goes.
    """
    own = rest_start(phrase, phrase.words) or len(phrase.words)
    gap = rest[len(rest.rstrip()) :]
    is_gap = not is_in_cell and ("\t" in gap or len(gap) > 2)
    return not is_gap and rest.strip() in ("", phrase.words[own:].strip())


def _moved(spans: Iterable[Span], shift: int) -> tuple[Span, ...]:
    return tuple((start + shift, end + shift) for start, end in spans)


def _text(passages: Sequence[Passage]) -> str:
    return "\n".join(passage.text for passage in passages)


def located(
    phrases: Sequence[Phrase], labels: Labels, likeness: Likeness
) -> dict[Phrase, list[Label]]:
    """Where each label stands. Of several, those in the column of the other labels
    count; what only a reworded text can be is that, reworded.
    """
    found = {phrase: labels.of(phrase) for phrase in phrases}
    columns = Counter(one[0].column for one in found.values() if len(one) == 1)
    for phrase, several in found.items():
        inside = [label for label in several if label.column in columns]
        if len(several) > 1 and len(inside) == 1:
            found[phrase] = inside
    used = {
        passage.number
        for several in found.values()
        for label in several
        for passage in label.passages
    }
    missing = [phrase for phrase in phrases if not found[phrase]]
    first = min(used, default=0)
    left = [
        passage
        for passage in labels.passages
        if passage.number not in used
        and Label((passage,)).column in columns
        and passage.number > first
    ]
    there = [phrase.key for phrase in phrases if found[phrase]]
    pairs = likeness.pairs([p.key for p in missing], [p.key for p in left[:60]], there)
    for one, other in pairs.items():
        passage = left[other]
        if _is_of_several(passage, missing, missing[one]):
            continue
        found[missing[one]] = [
            Label((passage,), sign=passage.sign, status=Status.REWORDED)
        ]
    return found


def _is_of_several(passage: Passage, missing: Sequence[Phrase], phrase: Phrase) -> bool:
    """Whether a text may be several lines of the form in one, "Santé et santé mentale":
    it has all words of another one that is missing.
    """
    said = _words(passage.text)
    return any(_words(one.words) <= said for one in missing if one is not phrase)


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", bare(text)))
