"""Why a household is not in a figure of the DiCS report: the first condition of the rule's text that fails, in French.

Chapter 2 is asked of households that were still there in the year, chapter 3 of those that left; a household that has
not left is only told so at 3.1.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from datetime import date

from pipeline.explained import Absence
from pipeline.form import Form
from pipeline.rules import dics
from pipeline.rules.dics import A_DISTANCE, RENCONTRE, TELEPHONE_MAIL, counts, is_post, is_pre
from pipeline.rules.dics_records import Contact, Dossier, Facts, Menage

Chapter = Callable[[Contact, Menage], bool]

_BY_MODE = (
    (TELEPHONE_MAIL, "par téléphone ou e-mail"),
    ({"courrier"}, "par courrier"),
    ({"visite"}, "par visite au nouveau domicile"),
    (RENCONTRE, "ailleurs qu'au nouveau domicile"),
)
_ELSEWHERE = {
    "hors_wallonie": "parti hors de Wallonie",
    "mr_mrs": "parti en MR/MRS",
    "autre_hp": "parti dans un équipement HP d'une autre commune",
}
_BEFORE = ("2.5", "2.6", "2.7", "2.7.1", "2.7.2", "2.7.3", "2.8", "2.9")
_MOVED = ("3.2", "3.3", "3.4", "3.5")
_SUPPORTED = ("3.8.1", "3.8.2", "3.8.3", "3.8.4", "3.9")
_FILES = ("4.2", "4.2.1", "4.2.2", "4.2.3", "4.3")


def absences(form: Form, facts: Facts, key: str) -> Iterator[Absence]:
    """The questions in which the household with this key does not count, in the form's order, each with its reason."""
    menage = facts.menages[key]
    reasons: dict[str, str] = {}
    if menage.date_relogement is None or menage.date_relogement.year >= facts.year:
        reasons |= {question: _before(facts, menage, question) for question in _BEFORE}
    reasons |= _after(facts, menage)
    reasons |= {question: _of_files(facts, menage, question) for question in _FILES}
    for question in form.questions.values():
        if reasons.get(question.id):
            yield Absence(question.label, question.title, reasons[question.id])


def _day(value: date | None) -> str:
    return value.strftime("%d/%m/%Y") if value else ""


def _unreached(facts: Facts, menage: Menage, chapter: Chapter, modes: Collection[str]) -> str:
    """Why no contact of the year counts in a chapter in one of the modes: what each of them fails on first."""
    found = [contact for contact in facts.contacts_of.get(menage.key, ()) if contact.date.year == facts.year]
    if not found:
        return f"aucun contact en {facts.year}"
    failings = dict.fromkeys(_failing(contact, menage, chapter) for contact in found)
    return f"seulement des contacts {_listed(list(failings))}"


def _failing(contact: Contact, menage: Menage, chapter: Chapter) -> str:
    """The first condition on which a contact fails; its mode, where it is only that."""
    if contact.courtoisie:
        return "de courtoisie"
    if not counts(contact, menage):
        return f"à partir de la fin du suivi ({_day(menage.fin_suivi)})"
    if not chapter(contact, menage):
        side = "avant le départ" if chapter is is_post else "à partir du départ"
        return f"{side} ({_day(menage.date_relogement)})"
    return next(words for modes, words in _BY_MODE if contact.mode in modes)


def _listed(words: list[str]) -> str:
    return " et ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


# ------------------------------------------------------------------ chapter 2


def _before(facts: Facts, menage: Menage, question: str) -> str:
    """Why not in a question of chapter 2; "" where it is in it."""
    met, called = menage in dics.rencontres(facts), menage in dics.contactes(facts)
    if question == "2.5":
        return "" if met else _unreached(facts, menage, is_pre, RENCONTRE)
    if question == "2.6":
        missing = "déjà rencontré (2.5)" if met else _unreached(facts, menage, is_pre, TELEPHONE_MAIL)
        return "" if called else missing
    supported = menage in dics.accompagnes_pre(facts)
    if question == "2.7" and not supported:
        return "accompagnement pré-relogement : aucun" if met or called else "ni dans 2.5 ni dans 2.6"
    if not supported:
        return "pas dans 2.7"
    if question == "2.7.3":
        return "" if menage.text("reseau") == "non" else "réseau social : oui"
    problems = [pair for pair in dics.problemes_traites(facts) if pair.menage == menage]
    if question in ("2.8", "2.9") and not problems:
        return "aucune problématique notée"
    if question == "2.9" and all(pair.relais != "non" for pair in problems):
        return "toutes ses problématiques ont été relayées"
    return ""


# ------------------------------------------------------------------ chapter 3


def _after(facts: Facts, menage: Menage) -> dict[str, str]:
    """Why not in the questions of chapter 3; "" where it is in one."""
    year, left = facts.year, menage.date_relogement
    if left is None:
        return {"3.1": f"n'a pas quitté l'équipement avant le 31/12/{year}"}
    if not menage.en_wallonie:
        away = _ELSEWHERE.get(menage.text("destination"), "départ qui n'est pas un relogement en Wallonie")
        return {"3.1": away, "3.6": away}
    post = "" if menage.soutien_post else "accompagnement post-relogement : aucun"
    if left.year < year:
        reached = menage in dics.anciens_contactes(facts)
        reasons = {"3.1": f"relogé en {left.year} : voir 3.6", **dict.fromkeys((*_MOVED, "3.10"), "pas dans 3.1")}
        reasons |= {"3.6": "" if reached else _unreached(facts, menage, is_post, RENCONTRE), "3.7": post}
    else:
        earlier = f"relogé en {year} : voir 3.1"
        reasons = {"3.6": earlier, "3.7": earlier, **_moved(facts, menage), "3.5": post, "3.10": _entrusted(menage)}
    return reasons | _supported(menage)


def _moved(facts: Facts, menage: Menage) -> dict[str, str]:
    """3.2, 3.3 and 3.4: each household in the first that it meets."""
    chain = {
        "3.2": (dics.reloges_visites(facts), {"visite"}, "déjà rencontré à son nouveau domicile (3.2)"),
        "3.3": (dics.reloges_rencontres_ailleurs(facts), RENCONTRE, "déjà rencontré (3.3)"),
        "3.4": (dics.reloges_contactes(facts), A_DISTANCE, ""),
    }
    reasons, earlier = {}, ""
    for question, (members, modes, already) in chain.items():
        inside = menage in members
        reasons[question] = "" if inside else earlier or _unreached(facts, menage, is_post, modes)
        earlier = earlier or (already if inside else "")
    return reasons


def _supported(menage: Menage) -> dict[str, str]:
    """3.8 and 3.9 speak of the households of 3.5 and 3.7."""
    if not menage.soutien_post:
        return dict.fromkeys(_SUPPORTED, "ni dans 3.5 ni dans 3.7")
    contents = menage.text("contenu_1") or menage.text("contenu_2")
    return {
        "3.8.4": "" if menage.reseau_actuel == "non" else "réseau social : oui",
        "3.9": "" if contents else "aucun contenu noté",
    }


def _entrusted(menage: Menage) -> str:
    place = menage.text("localisation")
    if place not in ("limitrophe", "eloignee"):
        return "vit dans la commune d'origine" if place else "localisation actuelle inconnue"
    return "" if menage.text("suivi_confie") == "oui" else "suivi non confié à un autre"


# ------------------------------------------------------------------ chapter 4


def _of_files(facts: Facts, menage: Menage, question: str) -> str:
    """Why none of its files is in a question of chapter 4; "" where one is."""
    sets = {
        "4.2": dics.dossiers_ouverts,
        "4.2.1": dics.dossiers_octroyes,
        "4.2.2": dics.dossiers_rejetes,
        "4.2.3": dics.dossiers_en_cours,
        "4.3": dics.dossiers_anciens_octroyes,
    }
    files = [dossier for dossier in facts.dossiers if dossier.menage == menage.key]
    if not files:
        return f"aucun dossier ouvert au 31/12/{facts.year}" if question == "4.2" else ""
    if sets[question](facts) & set(files):
        return ""
    return _listed(list(dict.fromkeys(_of_file(facts, dossier, question) for dossier in files)))


def _of_file(facts: Facts, dossier: Dossier, question: str) -> str:
    opened = dossier.ouverture.year
    if question == "4.3" and opened == facts.year:
        return f"dossier ouvert en {opened} : voir 4.2"
    if question != "4.3" and opened != facts.year:
        return f"dossier ouvert en {opened}" + (" : voir 4.3" if question == "4.2" else "")
    decisions = {"octroi": "octroi", "refus_definitif": "rejet définitif", "refus_temporaire": "rejet temporaire"}
    if question == "4.3" and dossier.decision == "octroi" and dossier.date_decision:
        return f"octroi décidé en {dossier.date_decision.year}"
    return f"décision au 31/12/{facts.year} : {decisions.get(dossier.decision, 'aucune')}"
