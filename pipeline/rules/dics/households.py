"""One household of a DiCS register by any mending: when it may have left and where to,
and which contacts then count for it, as far as the rules tell them apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cache, cached_property
from itertools import product
from typing import NamedTuple

from pipeline.edition.form import Form
from pipeline.edition.row_schema import is_date
from pipeline.model.submission import Row, Value
from pipeline.model.text import code_key
from pipeline.rules.dics.contacts import AFTER, BEFORE, Reach, counts, is_post, is_pre
from pipeline.rules.dics.records import SETS, Contact, Menage
from pipeline.rules.mendings import Mended, Mending, options

# Of more pairs of days than these a household is not asked.
_MOST_PAIRS = 1_500
_DATES = ("date_relogement", "fin_suivi")
Effect = tuple[bool, str]  # before its departure or after, a mode that counts there
Contacts = Mapping[Effect, Contact]


class Noted(NamedTuple):
    """A contact as noted, with the fields that may change for this household."""

    row: Row
    free: frozenset[str] = frozenset()


class State(NamedTuple):
    """When a household may have left, where to, and until when it is followed: one of
    those that the rules do not tell apart, with the contacts that count then, and those
    that may. ``given``: the values of its free cells among these.
    """

    given: Mapping[str, Sequence[Value | None]]
    left: date | None
    end: date | None
    en_wallonie: bool
    counted: Contacts
    possible: Contacts


class Household:
    """A household whose cells ``free`` may change, with its contacts: ``sure`` ones and
    ``doubtful`` ones. ``wallonie``: the destinations that are a relocation there.
    """

    def __init__(
        self,
        form: Form,
        year: int,
        wallonie: frozenset[str],
        row: Row,
        free: frozenset[str],
        sure: Sequence[Noted] = (),
        doubtful: Sequence[Noted] = (),
    ) -> None:
        self.form, self.year, self.wallonie = form, year, wallonie
        self.row, self.free, self.sure, self.doubtful = row, free, sure, doubtful
        self.key, self.day = code_key(row.text("code")), f"{year}-12-31"

    @property
    def is_open(self) -> bool:
        """Whether there are too many ways in which it may have left."""
        return len(self._days_left) * len(self._ends) > _MOST_PAIRS

    def mended(
        self, mending: Mending, with_contacts: bool
    ) -> tuple[Menage, tuple[Contact, ...]]:
        """The household by one mending, and the contacts that count for it, one of each
        effect.
        """
        states = self._states if with_contacts else self._departures
        state = mending.choose(("state", self.row.number), states)
        found = dict(state.counted)
        for effect in sorted(state.possible.keys() - found.keys()):
            if mending.choose(effect, (False, True)):
                found[effect] = state.possible[effect]
        row = self.row
        if free := self.free - {"code"}:
            values = Mended(self.form, row, free, mending, self.day, state.given)
            row = row._replace(values=values)
        menage = Menage(self.key, row, state.left, state.end, state.en_wallonie)
        return menage, tuple(found.values())

    def gains(self) -> bool:
        """Whether a doubtful contact may count as none of the sure ones does."""
        return any(one.possible.keys() - one.counted.keys() for one in self._states)

    # ---- when it left

    @cached_property
    def _states(self) -> Sequence[State]:
        return [*self._distinct(with_contacts=True)]

    @cached_property
    def _departures(self) -> Sequence[State]:
        return [*self._distinct(with_contacts=False)]

    def _distinct(self, with_contacts: bool) -> Iterator[State]:
        """A state of each kind that the rules tell apart."""
        seen = set()
        ends = self._ends if with_contacts else self._ends[:1]
        for left, end, to in product(self._days_left, ends, self._destinations()):
            state = self._state(left, end, to, with_contacts)
            kind = (
                _kind_of_day(left, self.year),
                state.en_wallonie,
                frozenset(state.counted),
                frozenset(state.possible),
            )
            if kind not in seen:
                seen.add(kind)
                yield state

    def _state(
        self,
        left: str | None,
        end: str | None,
        to: Sequence[Value | None],
        with_contacts: bool,
    ) -> State:
        days = {"date_relogement": left, "fin_suivi": end}
        given: dict[str, Sequence[Value | None]] = {k: (v,) for k, v in days.items()}
        given["destination"] = to
        # What is dated after the report's day is no fact of it.
        when, until = (
            date.fromisoformat(day) if day and day <= self.day else None
            for day in days.values()
        )
        en_wallonie = when is not None and to[0] in self.wallonie
        menage = Menage(self.key, self.row, when, until, en_wallonie)
        both = (self.sure, self.doubtful) if with_contacts else ((), ())
        counted, possible = (self._counting(noted, menage) for noted in both)
        return State(given, when, until, en_wallonie, counted, possible)

    def _destinations(self) -> Sequence[Sequence[Value | None]]:
        """Where it may have gone: to a relocation in Wallonia, and elsewhere."""
        if "destination" not in self.free:
            return [(self.row.text("destination"),)]
        sheet = self.form.sheets[self.row.sheet]
        every = options(self.form, sheet, "destination")
        there = [one for one in every if one in self.wallonie]
        elsewhere = [one for one in every if one not in self.wallonie]
        return [kind for kind in (there, elsewhere) if kind]

    @cached_property
    def _days_left(self) -> Sequence[str | None]:
        return self._days("date_relogement")

    @cached_property
    def _ends(self) -> Sequence[str | None]:
        return self._days("fin_suivi")

    def _days(self, name: str) -> Sequence[str | None]:
        """The days that a date may hold, None for no day: its own, or all that a
        contact or the turn of a year tells apart. Two free dates may lie between the
        same contacts.
        """
        if name not in self.free:
            return [self.row.text(name) or None]
        typed = [self.row.text(key) for key in _DATES if key not in self.free]
        typed += [one.row.text("date") for one in (*self.sure, *self.doubtful)]
        of_year = {day for day in typed if is_date(day) and day[:4] == str(self.year)}
        around = {
            date.fromisoformat(day) + timedelta(step)
            for day in of_year
            for step in (0, 1, 2)
        }
        turns = {date(self.year, 1, 1), date(self.year, 1, 2), date(self.year, 12, 31)}
        turns |= {date(self.year - 1, 12, 31), date(self.year + 1, 1, 1)}
        return [None, *(day.isoformat() for day in sorted(around | turns))]

    # ---- contacts

    def _counting(self, noted: Iterable[Noted], menage: Menage) -> Contacts:
        """The contacts of the year that these may be for a household, one of each
        effect.
        """
        found = {}
        for one in noted:
            if "courtoisie" in one.free or one.row.text("courtoisie") != "oui":
                for contact in self._may_be(one, menage):
                    if effect := _effect(contact, menage):
                        found[effect] = contact
        return found

    def _may_be(self, noted: Noted, menage: Menage) -> Iterator[Contact]:
        days, modes = [noted.row.text("date")], [noted.row.text("mode")]
        if "date" in noted.free:
            days = [f"{self.year}-01-01"]
            if left := menage.date_relogement:
                after = (left, left + timedelta(1))
                days += [day.isoformat() for day in after]
        if "mode" in noted.free:
            sheet = self.form.sheets["contacts"]
            modes = [*map(str, filter(None, options(self.form, sheet, "mode")))]
        for day, mode in product(days, modes):
            if day.startswith(str(self.year)):
                moment = date.fromisoformat(day)
                yield Contact(noted.row, moment, (menage.key,), mode, False)


def _kind_of_day(day: str | None, year: int) -> int | None:
    """Before a year, in it, after it, or never."""
    return None if not day else (int(day[:4]) > year) - (int(day[:4]) < year)


def _effect(contact: Contact, menage: Menage) -> Effect | None:
    """How a contact counts for a household; None where it does not."""
    if not counts(contact, menage):
        return None
    before = is_pre(contact, menage)
    if not before and not is_post(contact, menage):
        return None
    mode = _alike(before).get(contact.mode)
    return (before, mode) if mode else None


@cache
def _alike(before: bool) -> Mapping[str, str]:
    """Each mode that counts before a departure, or after it -> the first of those that
    put a household in the same sets.
    """
    side, first = BEFORE if before else AFTER, dict[tuple[bool, ...], str]()
    grounds = (ground for counted in SETS.values() for ground in counted.evidence)
    reaches = [one for one in grounds if isinstance(one, Reach) and one.side is side]
    modes = sorted(frozenset[str]().union(*(one.modes for one in reaches)))
    kinds = {mode: tuple(mode in one.modes for one in reaches) for mode in modes}
    return {mode: first.setdefault(kind, mode) for mode, kind in kinds.items()}
