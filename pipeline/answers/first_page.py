"""The first page of a draft: what its marks mean, and what is missing by chapter and by
who fills it in. It names no household.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.answers.progress import State
from pipeline.findings.sentences import answers as said
from pipeline.model.submission import Figure, Part
from pipeline.model.text import StyledText, agreed, counted


def first_page(states: Iterable[State], errors: int) -> Part:
    """What is missing, by chapter and by who fills it in, and how many ``errors`` keep
    the report from being made: while there is one, nothing is said to be complete.
    """
    open_ = [*_chapters(states)]
    lines: tuple[str, ...] = said.LEGEND
    if errors:
        left = counted(errors, "faute"), agreed(errors, "empêche", "empêchent")
        lines += (said.faults_left(*left, agreed(errors, "la", "les")),)
    elif not open_:
        lines += (said.COMPLETE,)
    legend = tuple(Part({"texte": Figure.of(_marked(line))}) for line in lines)
    return Part(
        {"titre": Figure(said.FIRST_PAGE)},
        {"legende": legend, "chapitres": tuple(open_)},
    )


def _chapters(states: Iterable[State]) -> Iterator[Part]:
    for state in states:
        if state.to_do:
            lines = (f"- {_unbroken(one)}" for one in state.to_do)
            missing = tuple(Part({"texte": Figure(line)}) for line in lines)
            title = Figure.of(StyledText.of([(state.title, "Gras")]))
            yield Part({"titre": title, "qui": Figure(state.who)}, {"manques": missing})


def _unbroken(text: str) -> str:
    """A text whose quotation marks stay with the words that they quote."""
    return text.replace("« ", "«\u00a0").replace(" »", "\u00a0»")


def _marked(line: str) -> StyledText:
    """A line of the legend, its mark in bold."""
    mark, found, rest = line.partition(" : ")
    return StyledText.of([(mark, "Gras"), (found + rest, "")])
