"""The questions whose answers an instruction of a form may be about."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import chain

from pipeline.align.area import asks
from pipeline.align.instructions import asks_otherwise
from pipeline.align.keys import key
from pipeline.align.passages import Passage
from pipeline.align.placed import FormText


@dataclass(frozen=True)
class Instructions:
    """``texts``: those of the form; ``order``: the names of its questions and headings,
    as these follow each other; ``tags``: name -> those of its places; ``waiting``: what
    stands in the file for labels that are reworded, or over places -> the tags of these.
    """

    texts: Sequence[FormText]
    order: Sequence[str]
    tags: Mapping[str, Sequence[str]]
    waiting: Mapping[str, Sequence[str]]

    def waiting_for(self, words: str) -> tuple[str, ...]:
        """The tags of the questions that have a place which these words are over."""
        said = _lines(words)
        found = [tags for there, tags in self.waiting.items() if said <= _lines(there)]
        return tuple(dict.fromkeys(chain.from_iterable(found)))

    def about(self, words: str, *around: str) -> tuple[str, ...]:
        """The tags of the questions that a new text may ask otherwise: those with places
        that it is over, and those beside it.
        """
        waiting = self.waiting_for(words)
        own = [one for one in around if not waiting or one in self.tags]
        return tuple(dict.fromkeys((*self.otherwise(words, *own), *waiting)))

    def otherwise(self, words: str, *around: str) -> tuple[str, ...]:
        """The tags of the questions that these words may ask not to answer, or to answer
        otherwise. ``around``: the headings between which the words stand, "" for none.
        """
        asked = [*dict.fromkeys(one for at in around for one in self._asked(at))]
        own = [one.words for one in self.texts if one.question in (*asked, *around)]
        is_question = "?" in words or asks(words)
        if is_question or not asks_otherwise(words, own):
            return ()
        return tuple(tag for one in asked for tag in self.tags[one])

    def _asked(self, heading: str) -> Iterator[str]:
        """The question of a heading; of one without places, all those below it; of the
        title, none.
        """
        if heading in self.tags and heading != self.order[0]:
            yield heading
        elif heading in self.order[1:]:
            for one in self.order[self.order.index(heading) + 1 :]:
                is_below = one.startswith(f"{heading}.") or "." not in heading
                if "." not in one or not is_below:
                    break
                if one in self.tags:
                    yield one


def _lines(text: str) -> set[str]:
    """The keys of the lines of a text."""
    return {key(line) for line in text.split("\n")} - {""}


def next_heading(
    passage: Passage,
    passages: Sequence[Passage],
    headings: Sequence[tuple[int, str]],
    known: Set[int],
) -> str:
    """The question whose heading follows a passage, with neither a box nor a text of the
    form between them; "" for none. ``headings``: their numbers and questions;
    ``known``: the numbers of the texts of the form.
    """
    at = bisect_right(headings, (passage.number, "\uffff"))
    if at == len(headings):
        return ""
    last, question = headings[at]
    cell, other = passage.cell, passages[last].cell
    if cell is not None and (other is None or other.rows is not cell.rows):
        return ""  # it stands beside a box of its own question
    between = passages[passage.number + 1 : last]
    is_next = not any(
        one.number in known
        or one.is_dotted
        or (one.cell is not None and one.cell is not cell)
        for one in between
    )
    return question if is_next else ""
