"""Which contacts of a household count, on which side of its departure, and why the
others do not.

A courtesy contact (footnotes 1, 4, 5) counts nowhere. On the day of the relocation "met
on site" still belongs to the pre-relocation chapter, everything else to the
post-relocation one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from pipeline.findings.sentences import dics as said
from pipeline.model.text import listed
from pipeline.rules.dics.records import Contact, Facts, Menage, Menages
from pipeline.rules.registry import once

RENCONTRE = frozenset({"site", "permanence", "rendez_vous"})
TELEPHONE_MAIL = frozenset({"telephone", "mail"})
COURRIER = frozenset({"courrier"})
A_DISTANCE = TELEPHONE_MAIL | COURRIER
VISITE = frozenset({"visite"})
_BY_MODE = (
    (TELEPHONE_MAIL, said.BY_TELEPHONE),
    (COURRIER, said.BY_LETTER),
    (VISITE, said.BY_VISIT),
    (RENCONTRE, said.ELSEWHERE),
)


def counts(contact: Contact, menage: Menage) -> bool:
    """No courtesy contact, and none from the end of follow-up on."""
    return not contact.courtoisie and (
        menage.fin_suivi is None or contact.date < menage.fin_suivi
    )


def is_pre(contact: Contact, menage: Menage) -> bool:
    """Before the departure, or on its day on site."""
    left = menage.date_relogement
    return (
        left is None
        or contact.date < left
        or (contact.date == left and contact.mode == "site")
    )


def is_post(contact: Contact, menage: Menage) -> bool:
    """After a relocation in Wallonia; after any other departure contacts count nowhere."""
    return menage.en_wallonie and not is_pre(contact, menage)


ContactsOf = Mapping[Menage, Sequence[Contact]]


@once
def _counted(facts: Facts) -> tuple[ContactsOf, ContactsOf]:
    """Before and after relocation: households with their contacts in N that count, in
    the log's order.
    """
    pre: dict[Menage, Sequence[Contact]] = {}
    post: dict[Menage, Sequence[Contact]] = {}
    for key in facts.contacts_of:
        if menage := facts.menages.get(key):
            counted = [one for one in _of_year(facts, menage) if counts(one, menage)]
            if before := [one for one in counted if is_pre(one, menage)]:
                pre[menage] = before
            if len(before) < len(counted) and menage.en_wallonie:
                post[menage] = [one for one in counted if not is_pre(one, menage)]
    return pre, post


def _of_year(facts: Facts, menage: Menage) -> list[Contact]:
    found = facts.contacts_of.get(menage.key, ())
    return [contact for contact in found if contact.date.year == facts.year]


class Side(NamedTuple):
    """The contacts on one side of a departure."""

    holds: Callable[[Contact, Menage], bool]
    contacts: Callable[[Facts], ContactsOf]
    other_side: str


BEFORE = Side(is_pre, lambda facts: _counted(facts)[0], said.FROM_DEPARTURE)
AFTER = Side(is_post, lambda facts: _counted(facts)[1], said.BEFORE_DEPARTURE)


class Reach(NamedTuple):
    """Contacts of the year on one side in some modes: they put a household in a set."""

    side: Side
    modes: frozenset[str]
    sheet: str = "contacts"

    def of(self, facts: Facts, menage: Menage) -> list[Contact]:
        found = self.side.contacts(facts).get(menage, ())
        return [contact for contact in found if contact.mode in self.modes]

    def menages(self, facts: Facts) -> Menages:
        """The households with one of these contacts."""
        found = self.side.contacts(facts).items()
        return frozenset(
            menage
            for menage, contacts in found
            if any(one.mode in self.modes for one in contacts)
        )


def why_not_reached(facts: Facts, menage: Menage, side: Side) -> str:
    """Why no contact of the year counts for what is asked on a side: what each of them
    fails on first.
    """
    found = _of_year(facts, menage)
    failings = dict.fromkeys(_failing(contact, menage, side) for contact in found)
    return (
        said.only_contacts(listed(failings))
        if failings
        else said.no_contact(facts.year)
    )


def _failing(contact: Contact, menage: Menage, side: Side) -> str:
    """The first condition on which a contact fails; its mode, where it is only that."""
    if contact.courtoisie:
        return said.COURTESY
    if menage.fin_suivi and not counts(contact, menage):
        return said.from_the_end(menage.fin_suivi)
    if menage.date_relogement and not side.holds(contact, menage):
        return f"{side.other_side} ({menage.date_relogement:%d/%m/%Y})"
    return next(words for modes, words in _BY_MODE if contact.mode in modes)
