"""Which contacts of a household count, on which side of its departure, and why the
others do not.

A courtesy contact (footnotes 1, 4, 5) counts nowhere. On the day of the relocation "met
on site" still belongs to the pre-relocation chapter, everything else to the
post-relocation one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.model.text import listed
from pipeline.rules.dics.records import Contact, Facts, Menage
from pipeline.rules.registry import once

RENCONTRE = frozenset({"site", "permanence", "rendez_vous"})
TELEPHONE_MAIL = frozenset({"telephone", "mail"})
COURRIER = frozenset({"courrier"})
A_DISTANCE = TELEPHONE_MAIL | COURRIER
VISITE = frozenset({"visite"})
_BY_MODE = (
    (TELEPHONE_MAIL, "par téléphone ou e-mail"),
    (COURRIER, "par courrier"),
    (VISITE, "par visite au nouveau domicile"),
    (RENCONTRE, "ailleurs qu'au nouveau domicile"),
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
            counted = [
                contact
                for contact in _of_year(facts, menage)
                if counts(contact, menage)
            ]
            if before := [contact for contact in counted if is_pre(contact, menage)]:
                pre[menage] = before
            if len(before) < len(counted) and (
                after := [contact for contact in counted if is_post(contact, menage)]
            ):
                post[menage] = after
    return pre, post


def _of_year(facts: Facts, menage: Menage) -> list[Contact]:
    return [
        contact
        for contact in facts.contacts_of.get(menage.key, ())
        if contact.date.year == facts.year
    ]


@dataclass(frozen=True)
class Side:
    """The contacts on one side of a departure; ``outside``: where a contact of the
    other side is.
    """

    holds: Callable[[Contact, Menage], bool]
    contacts: Callable[[Facts], ContactsOf]
    outside: str


BEFORE = Side(is_pre, lambda facts: _counted(facts)[0], "à partir du départ")
AFTER = Side(is_post, lambda facts: _counted(facts)[1], "avant le départ")


class Reach(NamedTuple):
    """Contacts of the year on one side in some modes: they put a household in a set."""

    side: Side
    modes: frozenset[str]

    def of(self, facts: Facts, menage: Menage) -> list[Contact]:
        return [
            contact
            for contact in self.side.contacts(facts).get(menage, ())
            if contact.mode in self.modes
        ]

    def menages(self, facts: Facts) -> frozenset[Menage]:
        """The households with one of these contacts."""
        found = self.side.contacts(facts).items()
        return frozenset(
            menage
            for menage, contacts in found
            if any(one.mode in self.modes for one in contacts)
        )


# ---- why nobody has reached a household


def why_not_reached(facts: Facts, menage: Menage, side: Side) -> str:
    """Why no contact of the year counts for what is asked on a side: what each of them
    fails on first.
    """
    failings = dict.fromkeys(
        _failing(contact, menage, side) for contact in _of_year(facts, menage)
    )
    return f"seulement des contacts {listed(failings)}" if failings else _none(facts)


def why_not_reached_before(facts: Facts, menage: Menage) -> str:
    """The same before relocation in a word, as a finding has it: what all of them fail
    on.
    """
    found = _of_year(facts, menage)
    if not found:
        return _none(facts)
    asked = [contact for contact in found if not contact.courtoisie]
    before = [contact for contact in asked if is_pre(contact, menage)]
    common = (
        (not asked, "contacts de courtoisie"),
        (
            not any(counts(contact, menage) for contact in asked),
            "contacts après la fin du suivi",
        ),
        (not before, "contacts après le départ du HP"),
        (
            all(contact.mode in COURRIER for contact in before),
            "courriers avant le départ du HP",
        ),
    )
    only = next(
        (f"seulement des {words}" for fails, words in common if fails),
        "aucun contact qui compte",
    )
    return f"{only} en {facts.year}"


def _none(facts: Facts) -> str:
    return f"aucun contact en {facts.year}"


def _failing(contact: Contact, menage: Menage, side: Side) -> str:
    """The first condition on which a contact fails; its mode, where it is only that."""
    if contact.courtoisie:
        return "de courtoisie"
    if menage.fin_suivi and not counts(contact, menage):
        return f"à partir de la fin du suivi ({menage.fin_suivi:%d/%m/%Y})"
    if menage.date_relogement and not side.holds(contact, menage):
        return f"{side.outside} ({menage.date_relogement:%d/%m/%Y})"
    return next(
        (words for modes, words in _BY_MODE if contact.mode in modes),
        "d'un mode qui ne compte pas ici",
    )
