"""The families of forms: for each the named rules that its editions share. An edition
names its family in form.yaml.

A family's modules are imported when it is first asked for, those that few commands need
when they are called.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from pipeline.check.sound_rows import CheckedRows
    from pipeline.edition.form import Form
    from pipeline.model.carried import ToConfirm
    from pipeline.model.dashboard_view import Page
    from pipeline.model.explained import Absence, Explained
    from pipeline.model.problem import CellRef, Difference, Problem
    from pipeline.model.received import Contradiction
    from pipeline.model.submission import Answers, Places, Received, Row, Submission
    from pipeline.rules.faults import Provisional
    from pipeline.rules.registry import Registry


class Sent(NamedTuple):
    """The sheet of which figures may be sent instead of rows, the sets that count them,
    and the list of the ticks that go with them; nothing where a family has none.
    """

    sheet: str = ""
    sets: tuple[str, ...] = ()
    ticks: str = ""


_NOTHING_SENT = Sent()


@dataclass(frozen=True)
class Family:
    """``heads``: the names of what stands in the title; ``needs``: the columns, by
    sheet, that its rules cannot miss. ``closed``: a column ("sheet.field") or a list ->
    the keys of it that the rules know, and no other; ``build_facts``: sound rows as at
    a day (ISO) -> records; ``findings``: what does not hold between them; ``head``:
    what stands in the report's title; ``sets``: what its questions count; ``explain``:
    every line of the report with the cells behind it; ``page``: what the dashboard
    shows; ``provisional``: which figures of a draft a mending may change
    (faults.py); ``guard``: where finished answers contradict each other; ``households``:
    their keys and codes; ``absences``: where a household, by its key, does not count
    and why; ``contradictions``: where the figures of a report that comes in do not
    agree; ``units``: what stands at a place that repeats, by its list and name, where
    it is no text (model/received.py). ``sent``: what may be sent instead of rows;
    ``undated``: the cells that lack for that; ``with_received``: the records with those
    that such figures stand for; ``disagree``: whether such figures contradict each
    other. For the workbook of the next period, of the rows
    of this one as they stand and the last day of its period (ISO): ``to_confirm`` of
    those that go along, ``left_behind`` the others, by sheet and number, each with the
    reason; ``identity``: by what a row is known again there, "" where by all of it;
    ``against_former``: what rows of that one say against those of this one, where the
    two are compared (None: they are not).
    """

    heads: tuple[str, ...]
    needs: Mapping[str, tuple[str, ...]]
    closed: Mapping[str, tuple[str, ...]]
    sets: Registry[Any]
    build_facts: Callable[[Form, CheckedRows, str], Any]
    findings: Callable[[Any, Submission], Iterator[Problem]]
    head: Callable[[Any], Mapping[str, str]]
    explain: Callable[[Any, Answers], Iterator[Explained]]
    page: Callable[[Any, Answers], Page]
    provisional: Callable[..., Provisional]
    guard: Callable[[Any, Answers], Iterator[Difference]] = lambda *_: iter(())
    households: Callable[[Any], Mapping[str, str]] = lambda _: {}
    absences: Callable[[Any, str], Iterator[Absence]] = lambda *_: iter(())
    contradictions: Callable[[Form, Places], Iterator[Contradiction]] = lambda *_: iter(
        ()
    )
    units: Mapping[str, str] = field(default_factory=dict)
    sent: Sent = _NOTHING_SENT
    undated: Callable[[Any], Sequence[CellRef]] = lambda _: ()
    with_received: Callable[[Any, Received], Any] = lambda facts, _: facts
    disagree: Callable[[Mapping[str, int]], bool] = lambda _: False
    to_confirm: Callable[
        [Form, Mapping[str, Sequence[Row]], str], Iterator[ToConfirm]
    ] = lambda *_: iter(())
    left_behind: Callable[
        [Form, Mapping[str, Sequence[Row]], str], Mapping[tuple[str, int], str]
    ] = lambda *_: {}
    identity: Callable[[Row], str] = lambda _: ""
    against_former: (
        Callable[
            [Form, Mapping[str, Sequence[Row]], Mapping[str, Sequence[Row]], str],
            Iterator[Problem],
        ]
        | None
    ) = None


def _later(module: str, name: str) -> Callable[..., Any]:
    """A function of a module of rules that is imported when it is called, since few
    commands need it.
    """
    return lambda *given: getattr(import_module(f"{__package__}.{module}"), name)(
        *given
    )


def _dics() -> Family:
    from pipeline.rules.dics import checks, needs, records

    return Family(
        needs.HEADS,
        needs.NEEDS,
        needs.CLOSED,
        records.SETS,
        records.build_facts,
        checks.check_all,
        records.head,
        _later("dics.explain", "explain_answers"),
        _later("dics.dashboard", "page"),
        _later("dics.provisional", "provisional"),
        _later("dics.guard", "guard"),
        lambda facts: {key: menage.who for key, menage in facts.menages.items()},
        _later("dics.absences", "absences"),
        _later("dics.contradictions", "contradictions"),
        sent=Sent(*needs.SENT),
        undated=_later("dics.received", "undated"),
        with_received=_later("dics.received", "with_received"),
        disagree=_later("dics.received", "disagree"),
        to_confirm=_later("dics.carry_over", "to_confirm"),
        left_behind=_later("dics.carry_over", "left_behind"),
        identity=_later("dics.carry_over", "identity"),
        against_former=_later("dics.carry_over", "contradictions"),
    )


def _clss() -> Family:
    from pipeline.rules.clss import (  # noqa: F401 : each set is registered where it is written
        budget,
        checks,
        narrative,
        needs,
        records,
        suivi,
        sums,
        tableaux,
    )

    return Family(
        needs.HEADS,
        needs.NEEDS,
        needs.CLOSED,
        records.SETS,
        records.build_facts,
        checks.check_plan,
        records.head,
        _later("clss.explain", "explain_plan"),
        _later("clss.dashboard", "page"),
        _later("clss.provisional", "provisional"),
        contradictions=sums.contradictions,
        units=sums.UNITS,
        to_confirm=_later("clss.carry_over", "to_confirm"),
    )


class _Families(dict[str, Family]):
    """Each family once it was asked for."""

    def __missing__(self, name: str) -> Family:
        return self.setdefault(name, _MAKERS[name]())


_MAKERS = {"dics": _dics, "clss": _clss}
NAMES = tuple(_MAKERS)
FAMILIES: Mapping[str, Family] = _Families()
