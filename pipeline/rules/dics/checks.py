"""What must hold in a DiCS register beyond a single row: households and contacts
against each other.

A finding that a faulty row could change is held back: it is told once that row is
mended.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from pipeline.edition.row_schema import is_date
from pipeline.model.problem import Findings
from pipeline.model.submission import Row, Submission
from pipeline.model.text import even_out, french_day
from pipeline.rules.dics import sets as dics
from pipeline.rules.dics.answer_checks import check_answers
from pipeline.rules.dics.contacts import BEFORE, why_not_reached
from pipeline.rules.dics.files import check_files, dossiers_relogement_annee
from pipeline.rules.dics.records import SETS, Contact, Facts, Menage

# Words that may stand in a code, since they name nobody.
_WORDS = (
    *("menage", "ménage", "famille", "foyer", "dossier"),
    *("chalet", "parcelle", "caravane", "code"),
)
_SEVERAL = (("probleme", "probleme-double"), ("contenu", "contenu-double"))
# Findings that speak of questions, by the sets that these show: they say nothing where
# the edition does not ask them all.
_SPEAKING_OF: dict[str, tuple[Callable[[Facts], Any], ...]] = {
    "accompagnement-sans-probleme": (dics.problemes_traites,),
    "accompagnement-sans-contenu": (dics.contenus_travailles,),
    "reloge-sans-contact": (
        dics.reloges_visites,
        dics.reloges_rencontres_ailleurs,
        dics.reloges_contactes,
    ),
    "ancien-sans-contact": (dics.anciens_contactes, dics.anciens_accompagnes),
    "dossier-sans-relogement": (dossiers_relogement_annee,),
}


def check_all(facts: Facts, submission: Submission) -> Findings:
    """Every finding that speaks of nothing but what the edition asks. ``submission``:
    the rows as read, later ones and those at fault included.
    """
    unasked = {
        code
        for code, rules in _SPEAKING_OF.items()
        if not all(map(facts.showing, rules))
    }
    for check in (check_register, check_files, check_outside_year, check_far_ahead):
        for problem in check(facts, submission):
            if problem.code not in unasked:
                yield problem
    yield from check_answers(facts)


def check_register(facts: Facts, submission: Submission) -> Findings:
    """The findings of the household and contact sheets."""
    reached = dics.rencontres(facts) | dics.contactes(facts)
    words = _known_words(facts)
    for menage in facts.menages.values():
        yield from _code(menage, words)
        yield from _same_twice(menage)
        yield from _pre_support(menage, facts, menage in reached)
        yield from _post_support(menage, facts)
    if not _is_another_year(submission, facts.year):
        yield from _without_contact(facts)
    yield from _visits(facts)
    yield from _contacts(facts)


# ---- households


def _known_words(facts: Facts) -> list[str]:
    """Words that may stand in a code, evened out and sorted: those of the equipments'
    names, and some that name nobody.
    """
    names = " ".join(row.text("nom") for row in facts.equipements)
    return sorted({even_out(word) for word in (*names.split(), *_WORDS)})


def _code(menage: Menage, words: list[str]) -> Findings:
    """A pseudonym, never a name or a national number."""
    code = menage.who
    if sum(map(str.isdecimal, code)) >= 11:
        yield menage.row.problem("code-ressemble-national", "code", valeur=code)
    for word in re.findall(r"[^\W\d_]{4,}", code):
        evened = even_out(word)
        at = bisect_left(words, evened)  # those that begin so stand together
        if at == len(words) or not words[at].startswith(evened):
            yield menage.row.problem("code-ressemble-nom", "code", valeur=code)
            return


def _same_twice(menage: Menage) -> Findings:
    for name, code in _SEVERAL:
        second = menage.text(f"{name}_2")
        if second and menage.text(f"{name}_1") == second:
            yield menage.row.problem(code, f"{name}_2")


def _pre_support(menage: Menage, facts: Facts, reached: bool) -> Findings:
    """Pre-relocation support is of households of 2.5 or 2.6 (2.7)."""
    if not menage.soutien_pre:
        return
    if not (menage.text("probleme_1") or menage.text("probleme_2")):
        yield menage.row.problem("accompagnement-sans-probleme", "accompagnement_pre")
    if not reached and facts.certain(menage):
        cause = why_not_reached(facts, menage, BEFORE)
        yield menage.row.problem("pre-sans-contact", "accompagnement_pre", cause=cause)


def _post_support(menage: Menage, facts: Facts) -> Findings:
    """Post-relocation support asks for a relocation in Wallonia, a status, a network
    and a location (3.5, 3.7, 3.8).
    """
    row, column = menage.row, "accompagnement_post"
    if not menage.soutien_post:
        if menage.en_wallonie and not menage.text("localisation"):
            yield row.problem("relogement-sans-localisation", "localisation")
        return
    if not menage.en_wallonie:
        yield row.problem("post-sans-relogement", column)
        return
    for name, value in (
        ("statut", menage.statut_actuel),
        ("reseau", menage.reseau_actuel),
        ("localisation", menage.text("localisation")),
    ):
        if not value:
            colonne = facts.form.heading("menages", name)
            yield row.problem("post-incomplet", name, colonne=colonne)
    if not (menage.text("contenu_1") or menage.text("contenu_2")):
        yield row.problem("accompagnement-sans-contenu", column)
    end, left = menage.fin_suivi, menage.date_relogement
    if end and left and (end <= date(facts.year, 1, 1) or end <= left):
        yield row.problem("post-apres-fin", column, date=f"{end:%d/%m/%Y}")


def _without_contact(facts: Facts) -> Findings:
    """Relocated in N and in none of 3.2, 3.3, 3.4; or in 3.7, which should lie inside
    3.6.
    """
    reaching = _SPEAKING_OF["reloge-sans-contact"]
    relocated = dics.reloges(facts).difference(*(rule(facts) for rule in reaching))
    usual = SETS[dics.anciens_accompagnes.__name__].usually
    former = dics.anciens_accompagnes(facts).difference(
        *(outer.members(facts) for outer in usual)
    )
    for menages, code, column in (
        (relocated, "reloge-sans-contact", "date_relogement"),
        (former, "ancien-sans-contact", "accompagnement_post"),
    ):
        for menage in sorted(menages, key=lambda menage: menage.row.number):
            if facts.certain(menage):
                yield menage.row.problem(code, column, annee=facts.year)


# ---- contacts


def _visits(facts: Facts) -> Findings:
    """A visit at the new home before the household has one."""
    for contact in facts.contacts:
        for key in contact.menages if contact.mode == "visite" else ():
            menage = facts.menages.get(key)
            left = menage and menage.date_relogement
            if menage and (not left or contact.date < left):
                code = menage.who
                yield contact.row.problem("visite-avant-relogement", "date", code=code)


def _contacts(facts: Facts) -> Findings:
    """Two identical contacts: they have the same first household, and are looked for
    among its contacts.
    """
    for key, contacts in facts.contacts_of.items():
        seen: dict[object, Contact] = {}
        for contact in contacts if len(contacts) > 1 else ():
            if contact.menages[0] != key:
                continue
            first = seen.setdefault(contact[1:], contact)
            if first is not contact:
                yield contact.row.problem("contact-double", "date", premier=first.ref)


def check_outside_year(facts: Facts, submission: Submission) -> Findings:
    """Contacts outside N: singly the dates over 13 months away, one line with the number
    of the others. Where none lies in N, the year is in doubt, not each contact.
    """
    year, within = facts.year, str(facts.year)
    dated = _dated_contacts(submission)
    if _is_another_year(submission, year):
        row, number = submission.rows["identification"][0], len([*dated])
        yield row.problem("contacts-autre-annee", "annee", annee=year, nombre=number)
        return
    outside = [(row, day) for row, day in dated if not day.startswith(within)]
    near = []
    for row, day in outside:
        if f"{year - 2}-12-01" <= day <= _far_after(year):
            near.append(row)
        else:
            day = french_day(day)
            yield row.problem("contact-lointain", "date", date=day, annee=year)
    for row in near[:1]:
        number = len(near)
        yield row.problem("contacts-hors-annee", "date", nombre=number, annee=year)


def _dated_contacts(submission: Submission) -> Iterator[tuple[Row, str]]:
    """The contacts as read whose day (ISO) is known."""
    for row in submission.rows.get("contacts", ()):
        if is_date(day := row.text("date")):
            yield row, day


def _is_another_year(submission: Submission, year: int) -> bool:
    """Whether there are contacts, and none in N."""
    within = (day.startswith(str(year)) for _, day in _dated_contacts(submission))
    return not next(within, True) and not any(within)


def _far_after(year: int) -> str:
    """The last day (ISO) of the 13 months after a year: what is dated later is
    mistyped, most likely.
    """
    return f"{year + 2}-01-31"


def check_far_ahead(facts: Facts, submission: Submission) -> Findings:
    """Dates of households and files over 13 months after N: mistyped (2032 for 2023),
    what they date would be left out and nobody told.
    """
    for key in ("menages", "dossiers"):
        fields = facts.form.sheets[key].fields.values()
        dates = [field for field in fields if field.type == "date"]
        for row in submission.rows.get(key, ()):
            for field in dates:
                day = row.text(field.key)
                if day > _far_after(facts.year) and is_date(day):
                    told = {"date": french_day(day), "annee": facts.year}
                    heading = field.heading
                    yield row.problem(
                        "date-lointaine", field.key, colonne=heading, **told
                    )
