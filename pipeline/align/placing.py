"""A document beside its wording: where is each place, and what stands there?"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

from pipeline.align.area import ABSENT, Area, area_inside, doubtful
from pipeline.align.boxes_above import BoxesAbove
from pipeline.align.chains import Chain, Chains, chains
from pipeline.align.keys import PROMPT, number_of
from pipeline.align.labels import Labels
from pipeline.align.likeness import Likeness
from pipeline.align.listings import ListingRow, rows_of
from pipeline.align.notes import notes_at, said_beside
from pipeline.align.passages import Passages
from pipeline.align.phrases import DRAFT_MARK
from pipeline.align.phrases import phrase as phrase_of
from pipeline.align.placed import Alignment, FoundPlaces, FoundText, Status
from pipeline.align.question import Question
from pipeline.align.remains import Remains
from pipeline.align.sections import Section, Sections, known_texts, sections
from pipeline.align.spots import in_conflict
from pipeline.align.surroundings import Governing, Surroundings, anchor
from pipeline.align.turns import align_turns
from pipeline.align.years import said_years
from pipeline.edition.wording import Document
from pipeline.findings.sentences import places as say
from pipeline.findings.sentences.answers import FIRST_PAGE
from pipeline.model.text import shortened
from pipeline.word_files.reading import Block, Paragraph, Reading, without_prompts


def align(document: Document, reading: Reading) -> Alignment:
    """Where a document has the places of a wording, and what stands at each: prompts of
    controls that nobody has filled are blanks.
    """
    reading = replace(reading, body=_without_first_page(reading.body))
    if document.repeats:
        unprompted = without_prompts(reading.body)
        return align_turns(document, replace(reading, body=unprompted))
    form, passages, likeness = chains(document), Passages(), Likeness()
    passages.add(reading.body)
    divided = sections(form, passages.all, likeness)
    placing = _Placing(form, passages, divided, likeness)
    placing.notes = notes_at(passages.all, reading)
    placing.beside = said_beside(document, reading)
    return placing.alignment()


def _without_first_page(body: tuple[Block, ...]) -> tuple[Block, ...]:
    """A document without the page of a draft that stands before the form."""
    first = body[0] if body else None
    if not isinstance(first, Paragraph) or first.text.strip() != FIRST_PAGE:
        return body
    begins = (
        number
        for number, block in enumerate(body)
        if isinstance(block, Paragraph) and DRAFT_MARK.match(block.text.strip())
    )
    return body[next(begins, 0) :]


class _Placing:
    """The places of a form without repeated blocks in one document."""

    def __init__(
        self, form: Chains, passages: Passages, divided: Sections, likeness: Likeness
    ) -> None:
        self.form, self.passages, self.divided = form, passages, divided
        self.notes: Mapping[int, Sequence[str]] = {}
        self.beside: Sequence[str] = ()
        self.areas: dict[str, Area] = {}
        self.rows: dict[str, list[ListingRow]] = {}
        self.remains = Remains(form, passages, divided, likeness)
        places: defaultdict[int, list[Chain]] = defaultdict(list)
        for place in form.places:
            places[place.question].append(place)
        texts = self.texts = known_texts(form)
        own: defaultdict[int, set[str]] = defaultdict(set)
        for text, number in form.others:
            own[number].add(text.key)
        headings = {heading.phrase.key for heading in form.headings}
        self.alone = [n for n, of in places.items() if [p.label for p in of] == [None]]
        heads = [one.found.passage for n in self.alone for one in divided.of.get(n, ())]
        cells = [head.cell for head in heads if head.cell]
        said = Counter(year for _, year in said_years(self.remains.found))
        self.year = next((one for one, _ in said.most_common(1)), "")
        self.questions = {
            number: Question(
                found[0],
                places[number],
                frozenset(headings | own[number] | {t for t in texts if len(t) > 30}),
                form.headings[number].phrase,
                likeness,
                cells,
                self.year,
            )
            for number, found in divided.of.items()
        }
        self.places = places
        self.names = [heading.name for heading in form.headings]

    def alignment(self) -> Alignment:
        self._place_head()
        for number, places in self.places.items():
            if number >= 0:
                self._place_question(number, places)
        self._place_listings()
        self._undo_shared()
        for area in self.areas.values():
            self.remains.use(number for number, _ in area.claims)
        self._doubt_boxes_above()
        self._mark_captions()
        said = [*said_years(self.remains.found)]
        self._doubt_other_years()
        around = self._surroundings()
        self._mark_governed(around.corners())
        self._mark_governed(around.struck())
        self.remains.find_reworded()
        self._mark_governed(around.new())
        self._mark_governed(around.notes(self.notes))
        for text in self.beside:
            self._mark_governed(around.over_all(text))
        for title, there in self.remains.over_questions():
            for number in self.form.below(title):
                self._mark(number, title.phrase.words, there)
        texts = {
            place.name: _found(self.areas[place.name], self._where(place))
            for place in self.form.places
        }
        texts |= self._found_years(said)
        rows = {
            is_empty: {
                name: tuple(self._found_rows(name, is_empty)) for name in self.rows
            }
            for is_empty in (False, True)
        }
        found = FoundPlaces(texts, rows[False], rows[True])
        return Alignment(found, *self.remains.told(self._name))

    # ---- each place

    def _place_head(self) -> None:
        """The places before the first chapter, each in a text of its own."""
        labels = Labels(self.divided.first)
        for place in self.places[-1]:
            found = labels.of(place.label) if place.label else []
            area = ABSENT
            if place.label and len(found) == 1 and place.inside >= 0:
                area = area_inside(found[0], place.label, place.inside)
            elif found:
                area = doubtful(label.text for label in found)
            self.areas[place.name] = area

    def _place_question(self, number: int, places: list[Chain]) -> None:
        found = self.divided.of.get(number, [])
        if len(found) != 1:
            area = (
                doubtful(one.found.passage.text for one in found) if found else ABSENT
            )
            self.areas |= {place.name: area for place in places}
            return
        areas = self.questions[number].areas()
        self.areas |= {
            name: self._in_section(number, found[0], area)
            for name, area in areas.items()
        }

    def _in_section(self, number: int, section: Section, area: Area) -> Area:
        """An area of a question, as sure as its heading and its chapter are."""
        headings, own = self.form.headings, self.form.chapter_of(number)
        chapters = self.divided.of.get(own, [])
        if section.chapter != own and chapters:
            return doubtful([area.text])
        if own >= 0 and len(chapters) > 1:
            return doubtful([area.text])
        heading = headings[number].phrase
        if section.found.status is Status.REWORDED:
            return area.reworded(heading.words, section.found.passage.text)
        if own >= 0 and not chapters:
            return area.reworded(headings[own].phrase.words, "")
        if chapters and chapters[0].found.status is Status.REWORDED:
            there = chapters[0].found.passage.text
            return area.reworded(headings[own].phrase.words, there)
        for above in self._above(number):
            reworded = self._reworded_text(above)
            if reworded:
                area = area.reworded(headings[above].phrase.words, reworded)
        return area

    def _reworded_text(self, number: int) -> str:
        """What a heading says that is not the wording's; "" where it is, or is gone."""
        there = [one.found for one in self.divided.of.get(number, [])]
        if not there:
            own = self.form.headings[number].phrase.words
            outside = (one for one in self.passages.all if one.cell is None)
            alike = (p.text for p in outside if number_of(p.text) == number_of(own))
            return next(alike, "")
        is_equal = any(one.status is Status.EQUAL for one in there)
        return "" if is_equal else there[0].passage.text

    def _above(self, number: int) -> list[int]:
        """The headings without an answer of their own that a question stands below by
        its number: 3.8 of 3.8.1.
        """
        listed = {listing.question for listing in self.form.listings}
        return [
            above
            for above in range(self.form.chapter_of(number) + 1, number)
            if self.names[number].startswith(f"{self.names[above]}.")
            and not (above in listed or self.places.get(above))
        ]

    def _place_listings(self) -> None:
        for listing in self.form.listings:
            found = self.divided.of.get(listing.question, [])
            rows = (
                rows_of(listing, self.questions[listing.question], self.texts)
                if len(found) == 1
                else None
            )
            if rows is not None:
                in_section = partial(self._in_section, listing.question, found[0])
                self.rows[listing.entries] = [
                    row.with_areas(in_section) for row in rows
                ]
                for row in rows:
                    for area in row.areas.values():
                        self.remains.use(number for number, _ in area.claims)

    def _undo_shared(self) -> None:
        """Two places that stand at one are none."""
        times = Counter(c for area in self.areas.values() for c in area.claims)
        crossed = in_conflict((name, area.spot) for name, area in self.areas.items())
        for name, area in self.areas.items():
            shared = name in crossed or any(times[claim] > 1 for claim in area.claims)
            if shared and not self._is_head(name):
                self.areas[name] = doubtful([area.text])

    def _doubt_boxes_above(self) -> None:
        """A box that may be that of the question below it is none."""
        asked = {*self.places, *(one.question for one in self.form.listings)}
        begins = {n: self.divided.of[n][0] for n in asked if self.divided.of.get(n)}
        headings = {n: one.found.passage.number for n, one in begins.items()}
        headings = dict(sorted(headings.items(), key=lambda one: one[1]))
        names = {n: self.places[n][0].name for n in self.alone}
        areas = {n: self.areas[name] for n, name in names.items()}
        claims = [area.claims for area in self.areas.values()]
        rows = [row for several in self.rows.values() for row in several]
        claims += [area.claims for row in rows for area in row.areas.values()]
        claimed = {number for several in claims for number, _ in several}
        above = BoxesAbove(self.passages.all, claimed, self.texts)
        for number in above.questions(headings, areas):
            self.areas[names[number]] = doubtful([areas[number].text])

    def _mark_captions(self) -> None:
        """What stands right below words that name another year or unit is reworded."""
        for number, question in self.questions.items():
            others = question.other_words((), [])
            said = others.right_above(self.passages.all, self.remains.used)
            if said:
                self._mark(number, "", said)

    def _surroundings(self) -> Surroundings:
        rows = [row for several in self.rows.values() for row in several]
        areas = [*self.areas.values(), *(a for row in rows for a in row.areas.values())]
        claimed = {number for area in areas for number, _ in area.claims}
        asked = {n: places for n, places in self.places.items() if n >= 0}
        return Surroundings(
            self.form, self.remains, self.questions, asked, claimed, self.year
        )

    def _mark_governed(self, found: Iterable[Governing]) -> None:
        """What a text is over is reworded."""
        for one in found:
            later = partial(Area.reworded, wording=one.wording, there=one.there)
            for number in one.questions:
                for place in self.places.get(number, ()):
                    if self._is_over(one, number, place):
                        self.areas[place.name] = later(self.areas[place.name])
            for listing in self.form.listings:
                if listing.question in one.questions and listing.entries in self.rows:
                    rows = self.rows[listing.entries]
                    self.rows[listing.entries] = [row.with_areas(later) for row in rows]

    def _mark(self, number: int, wording: str, there: str) -> None:
        """The places of a question are reworded."""
        self._mark_governed([Governing(wording, there, {number})])

    def _is_over(self, text: Governing, number: int, place: Chain) -> bool:
        """Whether a text over a question is over this place of it; a precision beside a
        figure waits with that.
        """
        if number not in self.questions:
            return True
        at = anchor(self.questions[number], place, self.areas[place.name])
        is_beside = text.first > 0 and place.inside >= 0
        return text.first <= at <= text.last and not is_beside

    def _is_head(self, name: str) -> bool:
        return any(place.name == name for place in self.places[-1])

    # ---- years

    def _doubt_other_years(self) -> None:
        """What is asked of another year than the document's is reworded."""
        other = self.remains.mark_other_years()
        for place in self.form.places:
            at = [place.question, *self._above(place.question)]
            heads = [self.form.headings[one].phrase for one in at]
            for phrase, words, there in (w for one in at for w in other.get(one, ())):
                if phrase in (*heads, place.label, phrase_of(place.column)):
                    area = self.areas[place.name]
                    self.areas[place.name] = area.reworded(words, there)
        for listing in self.form.listings:
            at = [listing.question, *self._above(listing.question)]
            heads = [self.form.headings[one].phrase for one in at]
            for phrase, words, there in (w for one in at for w in other.get(one, ())):
                if phrase in heads:
                    later = partial(Area.reworded, wording=words, there=there)
                    rows = self.rows.get(listing.entries, ())
                    self.rows[listing.entries] = [row.with_areas(later) for row in rows]

    def _found_years(
        self, said: Iterable[tuple[str, str]]
    ) -> Iterator[tuple[str, FoundText]]:
        """A year is doubtful where two texts of the document say two; then it is that of
        most of them.
        """
        said_of: defaultdict[str, list[str]] = defaultdict(list)
        for name, year in said:
            said_of[name].append(year)
        names = [text.year_names for text, _ in self.form.others]
        names += [heading.phrase.year_names for heading in self.form.headings]
        for name in dict.fromkeys(n for several in names for n in several if n):
            years = Counter(said_of[name]).most_common()
            statuses = [Status.ABSENT, Status.EQUAL, Status.DOUBTFUL]
            status = statuses[min(len(years), 2)]
            yield name, FoundText(status, say.HEAD, years[0][0] if years else "")

    # ---- as they are given

    def _where(self, place: Chain) -> str:
        if place.question < 0:
            return say.HEAD
        where = self._number(place.question)
        if place.label and not place.below:
            where = say.LINE.format(where, shortened(place.label.words))
        if place.column:
            where = say.COLUMN.format(where, shortened(place.column))
        return where

    def _name(self, question: int) -> str:
        return self._number(question) if question >= 0 else say.HEAD

    def _number(self, question: int) -> str:
        """The number of a question, with its chapter where two have the same."""
        name = self.names[question]
        if self.names.count(name) == 1:
            return name
        return say.IN_CHAPTER.format(name, self.names[self.form.chapter_of(question)])

    def _found_rows(self, entries: str, is_empty: bool) -> Iterator[FoundPlaces]:
        listing = next(one for one in self.form.listings if one.entries == entries)
        question = self._number(listing.question)
        rows = [row for row in self.rows[entries] if row.is_empty == is_empty]
        for number, row in enumerate(rows, 1):
            name = next(iter(row.areas.values())).text.replace(PROMPT, "")
            line, row_number = say.LINE.format(question, name), say.ROW.format
            where = line if name else row_number(question, number)
            texts = {
                key: _found(
                    area,
                    say.COLUMN.format(where, shortened(listing.columns[key].words)),
                )
                for key, area in row.areas.items()
            }
            yield FoundPlaces(texts, path=row.path)


def _found(area: Area, where: str) -> FoundText:
    said, there = area.text.replace(PROMPT, ""), area.there.replace(PROMPT, "")
    return FoundText(
        area.status, where, said, area.path, area.wording, there, area.spot
    )
