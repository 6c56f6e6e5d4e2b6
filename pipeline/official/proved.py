"""The filled file, read back: every answer stands at its place and all else is as it
was. What cannot be written, or is not found again, gets a visible mark instead.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pipeline.align.placed import Spot
from pipeline.edition.form import Form
from pipeline.findings.sentences import official as say
from pipeline.model.problem import Difference
from pipeline.model.text import even_out, is_blank
from pipeline.official.answers import Wanted, aligned, by_place
from pipeline.official.filled import NOT_PROVED, Filling, Writing, fill, refused
from pipeline.official.result import Entry
from pipeline.official.tables import Tables
from pipeline.received.answers import Answer
from pipeline.word_files.read_document import read_document
from pipeline.word_files.reading import Mark, paragraphs
from pipeline.writing.file import OfficialFile

_MOST_ROUNDS = 6  # in each, what failed in the one before is marked, or left


def _spot_of(path: str) -> Spot:
    return Spot(path, is_cell=path.rpartition("/")[2].startswith("w:tc["))


class Proved:
    """``to_write``: place -> the answer that goes there; ``there``: what stood at each
    place; ``failed``: place -> why its answer is not written. Of the filled file:
    ``back``, what stands at each place, and ``marks``, what is to be settled.
    """

    def __init__(
        self,
        form: Form,
        file: OfficialFile,
        there: Mapping[str, Answer],
        to_write: Mapping[str, Wanted],
        tables: Tables,
    ) -> None:
        self.form, self.file, self.there = form, file, there
        self.to_write, self.tables = to_write, tables
        self.failed = {
            place: say.NOT_WRITABLE
            for place, one in to_write.items()
            if one.found.spot is None
        }
        self._left_out: set[str] = set()  # the places without a mark
        self._marked: set[str] = set()  # the paragraphs that have one
        self.back: dict[str, Answer] = {}
        self.marks: tuple[Mark, ...] = ()

    def filling(self) -> Filling:
        """The file; with ``differences`` where it could not be proved."""
        for _ in range(_MOST_ROUNDS):
            writings = [*self._writings()]
            copyings = [one.copying for one in self.tables.copied.values()]
            filling = fill(self.file, writings, copyings)
            failed = dict.fromkeys(filling.unwritten, say.NOT_WRITABLE)
            if not failed and filling.differences:
                failed = dict.fromkeys(self._refused(writings), say.NOT_WRITABLE)
                if not failed:
                    return filling
            elif not failed:
                failed = self._not_read_back(filling.content)
            if not failed:
                changed = tuple(self._changed())
                return filling._replace(differences=changed)
            for place, why in failed.items():
                self._fail(place, why)
        return filling._replace(differences=(NOT_PROVED,))

    @property
    def written(self) -> int:
        """How many answers are written."""
        own = self.to_write.keys() - self.failed.keys() - self._in_copies()
        return len(own) + sum(1 for _ in self.tables.copies())

    @property
    def by_hand(self) -> tuple[Entry, ...]:
        """The answers in whose place a mark is to be seen."""
        return tuple(self._failed(is_marked=True))

    @property
    def unmarked(self) -> tuple[Entry, ...]:
        """Those that are not written either, and where no mark could be."""
        return tuple(self._failed(is_marked=False))

    def _failed(self, is_marked: bool) -> Iterator[Entry]:
        for place, one in self.to_write.items():
            if place in self.failed and self._has_mark(place, one) is is_marked:
                yield Entry(one.name, one.answer, self.failed[place], place=place)

    def _has_mark(self, place: str, one: Wanted) -> bool:
        """Whether a mark was written and is read back; below a row that is copied, the
        paths are others.
        """
        at = one.found.spot.path if one.found.spot else one.found.path
        is_written = bool(at) and place not in self._left_out
        seen = (path for path in self._marked if f"{path}/".startswith(f"{at}/"))
        return is_written and (bool(self.tables.copied) or any(seen))

    # ---- what is written

    def _in_copies(self) -> set[str]:
        """The places of rows that are copied."""
        return {
            one.place for _, one in self.tables.copies() if one.place in self.to_write
        }

    def _writings(self) -> Iterator[Writing]:
        copied = self._in_copies()
        for place, one in self.to_write.items():
            spot = one.found.spot
            if place in copied:
                continue
            if place not in self.failed and spot is not None:
                yield Writing(place, spot, one.answer, one.is_tick)
            elif place not in self._left_out and one.found.path:
                yield Writing(place, spot or _spot_of(one.found.path))

    def _fail(self, place: str, why: str) -> None:
        """An answer is not written; a mark that is not either is left out."""
        if place in self.tables.copied:
            self.tables.give_up(place)
        elif place in self.failed:
            self._left_out.add(place)
        else:
            self.failed[place] = why

    # ---- what does not hold

    def _refused(self, writings: Sequence[Writing]) -> list[str]:
        """With which answers, or tables with a copied row, the gate refuses the file."""
        of_rows = [
            name
            for name, copied in self.tables.copied.items()
            if fill(self.file, (), [copied.copying]).differences
        ]
        return [*of_rows, *refused(self.file, writings)]

    def _not_read_back(self, content: bytes) -> dict[str, str]:
        """The answers that do not stand at their places; a table whose rows do not."""
        reading = read_document(content)
        self.marks = reading.marks
        stories = (*reading.headers, *reading.footers)
        blocks = (reading.body, *(story.blocks for story in stories))
        texts = [one for several in blocks for one in paragraphs(several)]
        self._marked = {one.path for one in texts if say.BY_HAND in one.text}
        self.back = by_place(self.form, reading, aligned(self.form, reading))
        failed = {}
        for place in self.to_write.keys() - self.failed.keys() - self._in_copies():
            again = self.back.get(self.tables.moved(place))
            if not (again and self.to_write[place].is_in(again)):
                spot = self.to_write[place].found.spot
                is_behind = spot is not None and spot.start and not spot.is_sign
                failed[place] = say.BEHIND_WORDS if is_behind else say.NOT_READ_BACK
        for place, one in self.tables.copies():
            again = self.back.get(place)
            if not (again and one.is_in(again)):
                failed[place.partition(".")[0]] = say.NOT_READ_BACK
        return failed

    def _changed(self) -> Iterator[Difference]:
        """The places without an answer at which something else stands now."""
        for place, one in self.there.items():
            again = self.back.get(self.tables.moved(place))
            if place in self.to_write or again is None or is_blank(again.text):
                continue
            if even_out(again.text) != even_out(one.text):
                yield Difference(one.name, one.text, again.text)
