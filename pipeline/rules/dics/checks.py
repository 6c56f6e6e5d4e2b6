"""What must hold in a DiCS register beyond a single row: households and contacts
against each other.

A finding that a faulty row could change is held back: it is told once that row is
mended.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from datetime import date

from pipeline.edition.form import Form
from pipeline.edition.row_schema import is_date
from pipeline.model.problem import Problem
from pipeline.model.submission import Row, Submission
from pipeline.model.text import even_out, french_day
from pipeline.rules.dics import sets as dics
from pipeline.rules.dics.contacts import why_not_reached_before
from pipeline.rules.dics.records import Contact, Facts, Menage

_ONCE = (
    ("probleme_1", "probleme_2", "probleme-double"),
    ("contenu_1", "contenu_2", "contenu-double"),
)


# Warnings that speak of questions: they say nothing where the edition does not ask
# them.
_SPEAKING_OF = {
    "accompagnement-sans-probleme": {"2.8"},
    "accompagnement-sans-contenu": {"3.9"},
    "reloge-sans-contact": {"3.2", "3.3", "3.4"},
    "ancien-sans-contact": {"3.6", "3.7"},
    "dossier-sans-relogement": {"4.2"},
    "etat-des-lieux-different": {"3.1"},
}


def of_this_form(form: Form, problems: Iterator[Problem]) -> Iterator[Problem]:
    """The findings that speak of nothing but what the edition asks."""
    return (
        problem
        for problem in problems
        if _SPEAKING_OF.get(problem.code, set()) <= form.questions.keys()
    )


def check_register(facts: Facts, submission: Submission) -> Iterator[Problem]:
    """The findings of the household and contact sheets."""
    pre = dics.rencontres(facts) | dics.contactes(facts)
    words = _known_words(facts)
    for menage in facts.menages.values():
        yield from _code(menage, words)
        yield from _same_twice(menage)
        yield from _pre_support(menage, facts, menage in pre)
        yield from _post_support(menage, facts)
    if not _is_another_year(_dated_contacts(submission), facts.year):
        yield from _relocated_without_contact(facts)
        yield from _supported_without_contact(facts)
    yield from _visits(facts)
    yield from _contacts(facts)


# ---- households


def _known_words(facts: Facts) -> list[str]:
    """Words that may stand in a code, evened out and sorted: those of the equipments'
    names, and some that name nobody.
    """
    words = {
        even_out(word)
        for row in facts.equipements
        for word in str(row.values["nom"]).split()
    }
    words |= {
        "menage",
        "ménage",
        "famille",
        "foyer",
        "dossier",
        "chalet",
        "parcelle",
        "caravane",
        "code",
    }
    return sorted(words)


def _code(menage: Menage, words: list[str]) -> Iterator[Problem]:
    """A pseudonym, never a name or a national number."""
    code = menage.who
    if sum(map(str.isdecimal, code)) >= 11:
        yield Problem(
            "code-ressemble-national", menage.row.ref("code"), {"valeur": code}
        )
    for word in re.findall(r"[^\W\d_]{4,}", code):
        evened = even_out(word)
        at = bisect_left(words, evened)  # those that begin so stand together
        if at == len(words) or not words[at].startswith(evened):
            yield Problem(
                "code-ressemble-nom", menage.row.ref("code"), {"valeur": code}
            )
            return


def _same_twice(menage: Menage) -> Iterator[Problem]:
    values = menage.row.values
    for first, second, code in _ONCE:
        if second in values and values.get(first) == values[second]:
            yield Problem(code, menage.row.ref(second))


def _pre_support(menage: Menage, facts: Facts, reached: bool) -> Iterator[Problem]:
    """Pre-relocation support is of households of 2.5 or 2.6 (2.7)."""
    if not menage.soutien_pre:
        return
    ref = menage.row.ref("accompagnement_pre")
    if not (menage.text("probleme_1") or menage.text("probleme_2")):
        yield Problem("accompagnement-sans-probleme", ref)
    if not reached and facts.certain(menage):
        yield Problem(
            "pre-sans-contact", ref, {"cause": why_not_reached_before(facts, menage)}
        )


def _post_support(menage: Menage, facts: Facts) -> Iterator[Problem]:
    """Post-relocation support asks for a relocation in Wallonia, a status, a network
    and a location (3.5, 3.7, 3.8).
    """
    ref = menage.row.ref("accompagnement_post")
    if not menage.soutien_post:
        if menage.en_wallonie and not menage.text("localisation"):
            yield Problem(
                "relogement-sans-localisation", menage.row.ref("localisation")
            )
        return
    if not menage.en_wallonie:
        yield Problem("post-sans-relogement", ref)
        return
    for name, label, value in (
        ("statut", "Statut du chef de ménage", menage.statut_actuel),
        ("reseau", "Réseau social", menage.reseau_actuel),
        ("localisation", "Localisation actuelle", menage.text("localisation")),
    ):
        if not value:
            yield Problem("post-incomplet", menage.row.ref(name), {"colonne": label})
    if not (menage.text("contenu_1") or menage.text("contenu_2")):
        yield Problem("accompagnement-sans-contenu", ref)
    end, left = menage.fin_suivi, menage.date_relogement
    if end and left and (end <= date(facts.year, 1, 1) or end <= left):
        yield Problem("post-apres-fin", ref, {"date": end.strftime("%d/%m/%Y")})


def _relocated_without_contact(facts: Facts) -> Iterator[Problem]:
    """Relocated in N and in none of 3.2, 3.3, 3.4."""
    reached = (
        dics.reloges_visites(facts)
        | dics.reloges_rencontres_ailleurs(facts)
        | dics.reloges_contactes(facts)
    )
    for menage in _in_order(dics.reloges(facts) - reached):
        if facts.certain(menage):
            yield Problem(
                "reloge-sans-contact",
                menage.row.ref("date_relogement"),
                {"annee": str(facts.year)},
            )


def _supported_without_contact(facts: Facts) -> Iterator[Problem]:
    """3.7 should lie inside 3.6."""
    for menage in _in_order(
        dics.anciens_accompagnes(facts) - dics.anciens_contactes(facts)
    ):
        if facts.certain(menage):
            yield Problem(
                "ancien-sans-contact",
                menage.row.ref("accompagnement_post"),
                {"annee": str(facts.year)},
            )


def _in_order(menages: frozenset[Menage]) -> list[Menage]:
    return sorted(menages, key=lambda menage: menage.row.number)


# ---- contacts


def _visits(facts: Facts) -> Iterator[Problem]:
    """A visit at the new home before the household has one."""
    for contact in facts.contacts:
        for key in contact.menages if contact.mode == "visite" else ():
            menage = facts.menages.get(key)
            if menage is None:
                continue
            left = menage.date_relogement
            if left is None or contact.date < left:
                yield Problem(
                    "visite-avant-relogement", contact.ref, {"code": menage.who}
                )


def _contacts(facts: Facts) -> Iterator[Problem]:
    """Two identical contacts: they have the same first household, and are looked for
    among its contacts.
    """
    for key, contacts in facts.contacts_of.items():
        seen: dict[object, Contact] = {}
        for contact in contacts if len(contacts) > 1 else ():
            if contact.menages[0] != key:
                continue
            first = seen.setdefault(
                (contact.date, contact.mode, contact.courtoisie, contact.menages),
                contact,
            )
            if first is not contact:
                yield Problem(
                    "contact-double", contact.ref, {"premier": str(first.ref)}
                )


def check_outside_year(submission: Submission, year: int) -> Iterator[Problem]:
    """Contacts outside N: one line with their number; singly only the dates over 13
    months away. Where none lies in N, the year is in doubt, not each contact.

    Takes the rows as read, later ones included, since the facts hold none of those.
    """
    dated = _dated_contacts(submission)
    if _is_another_year(dated, year):
        place = submission.rows["identification"][0].ref("annee")
        yield Problem(
            "contacts-autre-annee",
            place,
            {"nombre": str(len(dated)), "annee": str(year)},
        )
        return
    outside = [(row, day) for row, day in dated if not day.startswith(str(year))]
    far_before, far_after = f"{year - 2}-12-01", _far_after(year)
    for row, day in outside:
        if day < far_before or day > far_after:
            yield Problem(
                "contact-lointain",
                row.ref("date"),
                {"date": french_day(day), "annee": str(year)},
            )
    if outside:
        facts = {"nombre": str(len(outside)), "annee": str(year)}
        yield Problem("contacts-hors-annee", outside[0][0].ref("date"), facts)


def _dated_contacts(submission: Submission) -> list[tuple[Row, str]]:
    """The contacts as read whose day (ISO) is known."""
    days = [
        (row, str(row.values.get("date", "")))
        for row in submission.rows.get("contacts", ())
    ]
    return [(row, day) for row, day in days if is_date(day)]


def _is_another_year(dated: list[tuple[Row, str]], year: int) -> bool:
    """Whether there are contacts, and none in N."""
    return bool(dated) and not any(day.startswith(str(year)) for _, day in dated)


def _far_after(year: int) -> str:
    """The last day (ISO) of the 13 months after a year: what is dated later is
    mistyped, most likely.
    """
    return f"{year + 2}-01-31"


def check_far_ahead(form: Form, submission: Submission, year: int) -> Iterator[Problem]:
    """Dates of households and files over 13 months after N: mistyped (2032 for 2023),
    what they date would be left out and nobody told. Takes the rows as read, as above.
    """
    for sheet in (form.sheets["menages"], form.sheets["dossiers"]):
        dates = [field for field in sheet.fields.values() if field.type == "date"]
        for row in submission.rows.get(sheet.key, ()):
            for field in dates:
                day = str(row.values.get(field.key, ""))
                if day > _far_after(year) and is_date(day):
                    facts = {
                        "colonne": field.heading,
                        "date": french_day(day),
                        "annee": str(year),
                    }
                    yield Problem("date-lointaine", row.ref(field.key), facts)
