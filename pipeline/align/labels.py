"""Where the labels of a question stand below its heading: of rows, heads of columns."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.align.keys import Phrase, key, rest_behind
from pipeline.align.likeness import Likeness
from pipeline.align.passages import GridCell, Passage, cells_of
from pipeline.align.placed import Status


@dataclass(frozen=True, eq=False)
class Label:
    """A label of the wording in a document. ``values``: what stands at the places in
    it; ``rest``: what stands behind it in its paragraph, None where the label is all;
    ``sign``: the tick beside it in its paragraph; ``passages``: those that it fills;
    ``is_open``: nothing but dots or a colon stands behind it in its cell, so that the
    answer may have a cell of its own.
    """

    passages: tuple[Passage, ...]
    values: tuple[str, ...] = ()
    rest: str | None = None
    sign: str = ""
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
        return "\n".join(passage.text for passage in self.passages)

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
            if passage.sign and key(passage.unsigned) != passage.key:
                self.by_key[key(passage.unsigned)].append((passage,))

    def of(self, phrase: Phrase) -> list[Label]:
        """Where a label stands."""
        exact = self.by_key.get(phrase.key, ())
        if exact:
            return [self._exact(passages, phrase) for passages in exact]
        return self._holding(phrase) if phrase.names else self._begun(phrase)

    def _exact(self, passages: tuple[Passage, ...], phrase: Phrase) -> Label:
        sign = passages[0].sign if len(passages) == 1 else ""
        text = _unsigned(passages) if sign else _text(passages)
        values = phrase.values(text) or ("",) * len(phrase.names)
        is_same = phrase.names or text.split() == phrase.words.split()
        rest = None if is_same else rest_behind(phrase.key, text)
        own = (rest and rest_behind(phrase.key, phrase.words)) or ""
        if not rest or rest.strip() == own.strip():
            return Label(passages, values, sign=sign)
        is_open = passages[0].cell is not None
        return Label(passages, values, rest, sign, is_open=is_open)

    def _holding(self, phrase: Phrase) -> list[Label]:
        """The texts that are this label with something at its places."""
        found: list[Label] = []
        taken: set[int] = set()
        for passages in [*self.blocks, *self._runs(phrase)]:
            if len(passages) == 1 and phrase.keys[0] not in passages[0].key:
                continue
            text, unsigned = _text(passages), _unsigned(passages)
            is_before = text != unsigned and text.endswith(unsigned)
            values = phrase.values(unsigned if is_before else text)
            numbers = {passage.number for passage in passages}
            if values is not None and not numbers & taken:
                taken |= numbers
                sign = passages[0].sign if is_before else ""
                found.append(Label(passages, values, sign=sign))
        return found

    def _runs(self, phrase: Phrase) -> Iterable[tuple[Passage, ...]]:
        """Neighbouring paragraphs from the first to the last words of a label."""
        if len(phrase.names) != 1 or not all(phrase.keys):
            return
        outside = [passage for passage in self.passages if passage.cell is None]
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
            for text in dict.fromkeys((passage.text, passage.unsigned)):
                rest = rest_behind(phrase.key, text)
                if rest is not None:
                    sign = passage.sign if text != passage.text else ""
                    found.append(Label((passage,), rest=rest, sign=sign))
                    break
        return found


def _text(passages: Sequence[Passage]) -> str:
    return "\n".join(passage.text for passage in passages)


def _unsigned(passages: Sequence[Passage]) -> str:
    return passages[0].unsigned if len(passages) == 1 else _text(passages)


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
    pairs = likeness.pairs([p.key for p in missing], [p.key for p in left[:60]])
    for one, other in pairs.items():
        passage = left[other]
        found[missing[one]] = [
            Label((passage,), sign=passage.sign, status=Status.REWORDED)
        ]
    return found
