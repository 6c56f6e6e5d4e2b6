"""Each answer of a workbook to what is done with it in the authority's file: written,
left, or told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from pipeline.align.instructions import asks_no_answer
from pipeline.align.keys import typed_number
from pipeline.align.placed import Status
from pipeline.edition.form import Decision, Form
from pipeline.findings.sentences import official as say
from pipeline.model.received import TEXT
from pipeline.model.text import listed, shortened
from pipeline.official.agreements import Acceptance
from pipeline.official.answers import Wanted
from pipeline.official.result import Entry, Rewording
from pipeline.official.rewordings import Sentences
from pipeline.official.texts_about import texts_about
from pipeline.received.answers import SURE


class Sorting:
    """``form``: whose decisions keep places empty; ``file``: the digest of the file;
    ``acceptance``: what was accepted before and now, what is accepted here among its
    agreements; ``barred``: sentences that nobody can accept, since they may say the
    contrary, or are one question where the form has two; ``instructions``: tag of a
    question -> what stands beside it in the file, and may ask for another answer.
    ``to_write``: place -> the answer that goes there; ``placed``: how many answers stood
    there already; ``others``: question, row of a table, or line -> what a person has
    ticked or given there, and the workbook has not; ``theirs``: the places of it.
    """

    def __init__(
        self,
        form: Form,
        file: str,
        acceptance: Acceptance,
        barred: frozenset[str],
        instructions: Mapping[str, str],
    ) -> None:
        self.form, self.instructions = form, instructions
        self.file, self.acceptance, self.barred = file, acceptance, barred
        self.to_write: dict[str, Wanted] = {}
        self.placed = 0
        self.others: defaultdict[str, list[str]] = defaultdict(list)
        self.theirs: set[str] = set()
        self.filled: list[Entry] = []
        self.without: list[Entry] = []
        self.waiting: list[Rewording] = []
        self.accepted: list[Rewording] = []
        self.contrary: list[Rewording] = []
        self._told: set[str] = set()  # instructions beside places that are not sure

    def sort(self, several: Iterable[Wanted]) -> None:
        """What is done with each answer. A sentence that is reworded is one thing to
        accept, however many answers wait for it.
        """
        reworded: defaultdict[Sentences, list[Wanted]] = defaultdict(list)
        several = [*several]
        ticked = {one.tag for one in several if one.answer and one.is_tick}
        for one in several:
            if one.is_another:
                self.theirs.add(one.place)
                if one.is_tick:
                    self.others[one.group].append(one.there.line)
                else:
                    self.others[one.row].append(one.there.text)
        for one in several:
            held = self.form.held_by(one.place)
            if one.answer and held is not None:
                self.leave(one, waits_for(self.form, held))
            elif not one.answer:
                if one.is_filled:
                    is_other = one.is_tick and one.tag in ticked
                    why = say.NOT_TICKED if is_other else ""
                    self.filled.append(entry_of(one, why, one.there.text))
            elif one.found.status in SURE and one.asks_other:
                self.leave(one, say.other_words(one.there.text))
            elif one.found.status is Status.EQUAL and (
                one.is_filled or not self.instruction(one)
            ):
                self.place(one)
            elif one.found.status in SURE:
                reworded[self.sentences_of(one)].append(one)
            else:
                self.leave(one, self._why_not(one))
        for sentences, waiting in reworded.items():
            self._read(sentences, waiting)
        self._hold_back(several)

    def _hold_back(self, several: Sequence[Wanted]) -> None:
        """A text is not written beside a box or figure that is not there, nor about
        another question that is answered otherwise than in the workbook.
        """
        held = {
            one.place
            for one in several
            if one.answer and not one.is_filled and one.place not in self.to_write
        }
        for place, one in [*self.to_write.items()]:
            if one.there.about.unit == TEXT and one.row in held:
                del self.to_write[place]
                self.leave(one, say.ROW_HELD)
        for texts, about, are_all in texts_about(self.form):
            asked = [one for one in several if one.answer and one.tag == about]
            is_theirs = any(place.partition(".")[0] == about for place in self.theirs)
            if is_theirs or (are_all and not all(map(self._stands, asked))):
                for place, one in [*self.to_write.items()]:
                    if one.tag == texts:
                        del self.to_write[place]
                        self.leave(one, say.TEXT_HELD)

    def _stands(self, one: Wanted) -> bool:
        """Whether an answer stands in the file, or will."""
        return one.place in self.to_write or (one.is_filled and one.is_in(one.there))

    def place(self, one: Wanted) -> None:
        """An answer whose place is sure: what stands there already is left; where a
        person has ticked another box of the question, or given something else in the
        line, all of it is theirs.
        """
        others = [*self.others.get(one.group, ()), *self.others.get(one.row, ())]
        if not one.is_filled and not others:
            self.to_write[one.place] = one
            return
        is_same = one.is_filled and one.is_in(one.there)
        self.placed += is_same
        why = "" if is_same else say.FILLED
        there = one.there.text if one.is_filled else listed(others)
        self.filled.append(entry_of(one, why, there))

    def instruction(self, one: Wanted) -> str:
        """What stands beside its question and may ask for another answer; "" for
        nothing.
        """
        return self.instructions.get(one.tag, "")

    def sentences_of(self, one: Wanted) -> Sentences:
        """What the form says, and what the file says for it, or beside it."""
        lines = [*one.found.there.split("\n"), *self.instruction(one).split("\n")]
        there = "\n".join(dict.fromkeys(filter(None, lines)))
        return Sentences(one.found.wording, there)

    @property
    def sentences(self) -> set[str]:
        """The sentences of the file that are told with the answers below them."""
        several = (*self.waiting, *self.accepted, *self.contrary)
        lines = (one.sentences.there.split("\n") for one in several)
        return self._told.union(*lines)

    def is_barred(self, sentences: Sentences) -> bool:
        """Whether nobody can accept a sentence."""
        lines = sentences.there.split("\n")
        is_other = sentences.is_negated or (
            any(map(asks_no_answer, lines)) and not asks_no_answer(sentences.own)
        )
        return is_other or not self.barred.isdisjoint(lines)

    def is_sure(self, one: Wanted) -> bool:
        """Whether a place is what it should be, or a person has said so."""
        found = one.found
        if self.form.held_by(one.place) is not None or one.asks_other:
            return False
        if found.status is Status.EQUAL and not self.instruction(one):
            return True
        if found.status not in SURE:
            return False
        sentences = self.sentences_of(one)
        return bool(self._accepted_on(sentences)) and not self.is_barred(sentences)

    def _why_not(self, one: Wanted) -> str:
        found = one.found
        if found.status is Status.DOUBTFUL and found.wording:
            return say.other_unit(found.there, found.wording)
        if instruction := self.instruction(one):
            self._told.update(instruction.split("\n"))
            return say.other_words(" ".join(instruction.split("\n")))
        return say.NOT_SURE if found.status is Status.DOUBTFUL else say.NOT_THERE

    def leave(self, one: Wanted, why: str) -> None:
        self.without.append(entry_of(one, why, one.found.there))

    def _read(self, sentences: Sentences, waiting: list[Wanted]) -> None:
        entries = tuple(map(entry_of, waiting))
        rewording = Rewording(name_of(sentences, waiting), sentences, entries)
        if self.is_barred(sentences):
            self.contrary.append(rewording)
            why = say.CONTRARY if sentences.own else say.NO_ANSWER
            for one in waiting:
                self.leave(one, why)
            return
        if self.acceptance.has(rewording.name) and not self._accepted_on(sentences):
            agreements, _, day = self.acceptance
            agreements = agreements.with_sentence(self.file, sentences.digest, day)
            self.acceptance = self.acceptance._replace(agreements=agreements)
        day = self._accepted_on(sentences)
        if not day:
            self.waiting.append(rewording)
            return
        self.accepted.append(rewording._replace(day=day))
        for one in waiting:
            self.place(one)

    def _accepted_on(self, sentences: Sentences) -> str:
        """The day on which a sentence was accepted, "" where it was not."""
        agreements = self.acceptance.agreements
        return agreements.accepted_on(self.file, sentences.digest)


def waits_for(form: Form, decision: Decision) -> str:
    """Why a decision keeps a place empty."""
    folder = "/".join([*Path(form.origin).parts[-1:], form.edition])
    return say.decision(decision.is_open, f"{folder}/form.yaml", decision.about)


def entry_of(one: Wanted, why: str = "", there: str = "") -> Entry:
    return Entry(one.name, one.answer, why, there, one.place)


def name_of(sentences: Sentences, waiting: list[Wanted]) -> str:
    """By what a sentence is accepted: the number of its question; where it is the
    heading of several, its own number or first words.
    """
    questions = [*dict.fromkeys(one.question for one in waiting)]
    if len(questions) == 1 and questions[0]:
        return questions[0]
    said = sentences.own or sentences.there
    return typed_number(said) or shortened(said).strip(" .")
