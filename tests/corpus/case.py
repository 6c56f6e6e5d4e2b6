"""A workbook of the corpus: which example it was, what was done to it, and what must
come of it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.support.faults import Finding
from tests.support.hostile import CONTACTS, beside, edited, text

ROOT = Path(__file__).parents[2]
Step = Callable[[bytes], bytes]

# The examples that the corpus is made from: two small ones, and two with years of
# follow-up.
REGISTER, BIG_REGISTER = "val-fleuri-2023", "estinnes-2023"
PLAN, BIG_PLAN = "valbrune-2024", "marolles-anneessens-2022"

NOTE = "zqremarque"  # what people noted for themselves: it must never be seen again
INITIALS = "ZQI"


@dataclass(frozen=True)
class Case:
    """``told``: all findings beyond those of the untouched example. Where it is not
    ``refused`` its report is the example's to the byte, but for these lines
    (``changed``, as a diff has them) and the looks of texts (``restyled``). ``heavy``:
    it takes seconds.
    """

    name: str
    base: str
    steps: tuple[Step, ...]
    told: tuple[Finding, ...] = ()
    refused: bool = False
    changed: tuple[str, ...] = ()
    restyled: bool = False
    suffix: str = ".xlsx"
    password: str | None = None
    heavy: bool = False

    def __str__(self) -> str:
        return f"{self.base.partition('-')[0]}: {self.name}"

    def made(self) -> bytes:
        data = example(self.base)
        for step in self.steps:
            data = step(data)
        return data


def _findings(told: str) -> tuple[Finding, ...]:
    """``code place, code place``; no place where the file itself is meant."""
    pairs = (one.strip().partition(" ") for one in told.split(",") if one.strip())
    return tuple((code, place) for code, _, place in pairs)


def made(
    name: str,
    base: str,
    *steps: Step,
    told: str = "",
    changed: str = "",
    **more: str | bool,
) -> Case:
    """A report is made of it. ``changed``: a line each."""
    lines = tuple(line.strip() for line in changed.splitlines() if line.strip())
    return Case(name, base, steps, _findings(told), changed=lines, **more)  # type: ignore[arg-type]


def refused(name: str, base: str, told: str, *steps: Step, **more: str | bool) -> Case:
    """No report is made of it, for these findings and no other."""
    return Case(name, base, steps, _findings(told), refused=True, **more)  # type: ignore[arg-type]


def both(name: str, register: Step, plan: Step) -> list[Case]:
    """Done to either form, and neither report minds."""
    return [made(name, REGISTER, register), made(name, PLAN, plan)]


@cache
def example(stem: str) -> bytes:
    """An example, with notes that are nobody's business in its private columns or
    beside its tables.
    """
    (file,) = [
        *ROOT.glob(f"inputs/{stem}.xlsx"),
        *ROOT.glob(f"tests/workbooks/{stem}.xlsx"),
    ]
    return edited(*_PRIVATE[stem], base=file.read_bytes())


def _noted(**cells: str) -> str:
    return "".join(
        f'<c r="{place}" t="inlineStr"><is><t>{typed}</t></is></c>'
        for place, typed in cells.items()
    )


_ACTIONS, _FOLLOW_UP = "xl/worksheets/sheet6.xml", "xl/worksheets/sheet10.xml"
_PRIVATE = {
    REGISTER: [beside(CONTACTS, 5, _noted(E5=INITIALS, F5=NOTE, H5=NOTE))],
    BIG_REGISTER: [beside(CONTACTS, 5, _noted(H5=NOTE))],
    PLAN: [beside(_ACTIONS, 5, _noted(I5=NOTE))],
    BIG_PLAN: [text(_FOLLOW_UP, "D6", NOTE), beside(_FOLLOW_UP, 6, _noted(G6=NOTE))],
}
# What no output but the proof may hold: the households' codes, however they are
# spelled, and those notes.
SECRETS = {
    REGISTER: rf"\bVF\W?0*[1-4]\b|{NOTE}|\b{INITIALS}\b",
    BIG_REGISTER: rf"\bH\W?0*[1-9]\d?\b|{NOTE}|\b{INITIALS}\b",
    PLAN: NOTE,
    BIG_PLAN: NOTE,
}
# What is told of the untouched examples.
FOUND: dict[str, tuple[Finding, ...]] = {
    REGISTER: (),
    BIG_REGISTER: _findings(
        "reloge-sans-contact Ménages!S5, contacts-hors-annee Contacts!A5, contact-double"
        " Contacts!A200,dossier-ancien-relogement Dossiers"
        " d'allocation!B14,dossier-relogement-inconnu Dossiers d'allocation!C18"
    ),
    PLAN: (),
    BIG_PLAN: _findings("action-sans-annee Actions!G17, codes-troues Actions!D29"),
}
