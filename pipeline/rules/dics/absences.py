"""Why a household is not in a figure of the DiCS report: the first condition of the rule's text that fails, in French.

Chapter 2 is asked of households that were still there in the year, chapter 3 of those that left; a household that has
not left is only told so at 3.1.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from datetime import date

from pipeline.edition.form import Form, Question
from pipeline.model.explained import Absence
from pipeline.rules.dics import sets as dics
from pipeline.rules.dics.records import Contact, Dossier, Facts, Menage
from pipeline.rules.dics.sets import A_DISTANCE, RENCONTRE, TELEPHONE_MAIL, counts, is_post, is_pre

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
# What a question counts, and DIVIDED before it where it divides that over the lines of a list.
DIVIDED = "par "
_BEFORE = (
    *("rencontres", "contactes", "accompagnes_pre", f"{DIVIDED}accompagnes_pre", "accompagnes_pre_sans_reseau"),
    *(f"{DIVIDED}problemes_traites", f"{DIVIDED}motifs_de_non_relais"),
)
_MOVED = ("reloges_visites", "reloges_rencontres_ailleurs", "reloges_contactes", "reloges_accompagnes")
_SUPPORTED = (f"{DIVIDED}accompagnes_post", "accompagnes_post_sans_reseau", f"{DIVIDED}contenus_travailles")
_FILES: dict[str, Callable[[Facts], frozenset[Dossier]]] = {
    "dossiers_ouverts": dics.dossiers_ouverts,
    "dossiers_octroyes": dics.dossiers_octroyes,
    "dossiers_rejetes": dics.dossiers_rejetes,
    "dossiers_en_cours": dics.dossiers_en_cours,
    "dossiers_anciens_octroyes": dics.dossiers_anciens_octroyes,
}


class _Labels:
    """How the report calls the questions that count some sets; in words, where it does not ask."""

    def __init__(self, form: Form) -> None:
        self.form = form

    def __call__(self, name: str, words: str) -> str:
        asked = self.form.counting(name)
        lines = (question for question in self.form.questions.values() if name in (question.lines or {}).values())
        asked = asked or next(lines, None)
        return asked.label if asked else words

    def see(self, name: str) -> str:
        """A word on the question that counts what another one does not, where there is one."""
        label = self(name, "")
        return f" : voir {label}" if label else ""


def absences(form: Form, facts: Facts, key: str) -> Iterator[Absence]:
    """The questions in which the household with this key does not count, in the form's order, each with its reason."""
    menage, labels = facts.menages[key], _Labels(form)
    reasons: dict[str, str] = {}
    if menage.date_relogement is None or menage.date_relogement.year >= facts.year:
        reasons |= {counted: _before(facts, menage, counted, labels) for counted in _BEFORE}
    reasons |= _after(facts, menage, labels)
    reasons |= {counted: _of_files(facts, menage, counted, labels) for counted in _FILES}
    for question in form.questions.values():
        if reason := reasons.get(_counted(question)):
            yield Absence(question.label, question.title, reason)


def _counted(question: Question) -> str:
    """What a question counts, as the reasons are named."""
    if question.kind == "breakdown":
        return f"{DIVIDED}{(question.columns or {}).get('', '')}"
    return question.set or (question.lines or {}).get("total", "")


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
    return next((words for modes, words in _BY_MODE if contact.mode in modes), "d'un mode qui ne compte pas ici")


def _listed(words: list[str]) -> str:
    return " et ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


# ------------------------------------------------------------------ chapter 2


def _before(facts: Facts, menage: Menage, counted: str, labels: _Labels) -> str:
    """Why not in a question of chapter 2; "" where it is in it."""
    met, called = menage in dics.rencontres(facts), menage in dics.contactes(facts)
    if counted == "rencontres":
        return "" if met else _unreached(facts, menage, is_pre, RENCONTRE)
    if counted == "contactes":
        missing = (
            f"déjà rencontré ({labels('rencontres', 'avant relogement')})"
            if met
            else _unreached(facts, menage, is_pre, TELEPHONE_MAIL)
        )
        return "" if called else missing
    supported = menage in dics.accompagnes_pre(facts)
    if counted == "accompagnes_pre" and not supported:
        neither = f"ni dans {labels('rencontres', 'les rencontres')} ni dans {labels('contactes', 'les contacts')}"
        return "accompagnement pré-relogement : aucun" if met or called else neither
    if not supported:
        return f"pas dans {labels('accompagnes_pre', 'les ménages accompagnés')}"
    if counted == "accompagnes_pre_sans_reseau":
        return "" if menage.text("reseau") == "non" else "réseau social : oui"
    problems = [pair for pair in dics.problemes_traites(facts) if pair.menage == menage]
    if counted.endswith(("problemes_traites", "motifs_de_non_relais")) and not problems:
        return "aucune problématique notée"
    if counted.endswith("motifs_de_non_relais") and all(pair.relais != "non" for pair in problems):
        return "toutes ses problématiques ont été relayées"
    return ""


# ------------------------------------------------------------------ chapter 3


def _after(facts: Facts, menage: Menage, labels: _Labels) -> dict[str, str]:
    """Why not in the questions of chapter 3; "" where it is in one."""
    year, left = facts.year, menage.date_relogement
    if left is None:
        return {"reloges": f"n'a pas quitté l'équipement avant le 31/12/{year}"}
    if not menage.en_wallonie:
        away = _ELSEWHERE.get(menage.text("destination"), "départ qui n'est pas un relogement en Wallonie")
        return {"reloges": away, "anciens_contactes": away}
    post = "" if menage.soutien_post else "accompagnement post-relogement : aucun"
    if left.year < year:
        reached = menage in dics.anciens_contactes(facts)
        reasons = {"reloges": f"relogé en {left.year}{labels.see('anciens_contactes')}"}
        outside = f"pas dans {labels('reloges', 'les relogements de l’année')}"
        reasons |= dict.fromkeys((*_MOVED, "suivis_confies"), outside)
        reasons["anciens_contactes"] = "" if reached else _unreached(facts, menage, is_post, RENCONTRE)
        reasons["anciens_accompagnes"] = post
    else:
        reasons = dict.fromkeys(
            ("anciens_contactes", "anciens_accompagnes"), f"relogé en {year}{labels.see('reloges')}"
        )
        reasons |= {**_moved(facts, menage, labels), "reloges_accompagnes": post, "suivis_confies": _entrusted(menage)}
    return reasons | _supported(menage, labels)


def _moved(facts: Facts, menage: Menage, labels: _Labels) -> dict[str, str]:
    """3.2, 3.3 and 3.4: each household in the first that it meets."""
    visited = f"déjà rencontré à son nouveau domicile ({labels('reloges_visites', 'après relogement')})"
    met = f"déjà rencontré ({labels('reloges_rencontres_ailleurs', 'après relogement')})"
    chain = {
        "reloges_visites": (dics.reloges_visites(facts), {"visite"}, visited),
        "reloges_rencontres_ailleurs": (dics.reloges_rencontres_ailleurs(facts), RENCONTRE, met),
        "reloges_contactes": (dics.reloges_contactes(facts), A_DISTANCE, ""),
    }
    reasons, earlier = {}, ""
    for counted, (members, modes, already) in chain.items():
        inside = menage in members
        reasons[counted] = "" if inside else earlier or _unreached(facts, menage, is_post, modes)
        earlier = earlier or (already if inside else "")
    return reasons


def _supported(menage: Menage, labels: _Labels) -> dict[str, str]:
    """3.8 and 3.9 speak of the households of 3.5 and 3.7."""
    if not menage.soutien_post:
        now, before = ("les ménages accompagnés de l’année", "ceux des années antérieures")
        neither = f"ni dans {labels('reloges_accompagnes', now)} ni dans {labels('anciens_accompagnes', before)}"
        return dict.fromkeys(_SUPPORTED, neither)
    contents = menage.text("contenu_1") or menage.text("contenu_2")
    return {
        "accompagnes_post_sans_reseau": "" if menage.reseau_actuel == "non" else "réseau social : oui",
        f"{DIVIDED}contenus_travailles": "" if contents else "aucun contenu noté",
    }


def _entrusted(menage: Menage) -> str:
    place = menage.text("localisation")
    if place not in ("limitrophe", "eloignee"):
        return "vit dans la commune d'origine" if place else "localisation actuelle inconnue"
    return "" if menage.text("suivi_confie") == "oui" else "suivi non confié à un autre"


# ------------------------------------------------------------------ chapter 4


def _of_files(facts: Facts, menage: Menage, counted: str, labels: _Labels) -> str:
    """Why none of its files is in a question of chapter 4; "" where one is."""
    files = [dossier for dossier in facts.dossiers if dossier.menage == menage.key]
    if not files:
        return f"aucun dossier ouvert au 31/12/{facts.year}" if counted == "dossiers_ouverts" else ""
    if _FILES[counted](facts) & set(files):
        return ""
    return _listed(list(dict.fromkeys(_of_file(facts, dossier, counted, labels) for dossier in files)))


def _of_file(facts: Facts, dossier: Dossier, counted: str, labels: _Labels) -> str:
    opened, older = dossier.ouverture.year, counted == "dossiers_anciens_octroyes"
    if older and opened == facts.year:
        return f"dossier ouvert en {opened}{labels.see('dossiers_ouverts')}"
    if not older and opened != facts.year:
        see = labels.see("dossiers_anciens_octroyes") if counted == "dossiers_ouverts" else ""
        return f"dossier ouvert en {opened}{see}"
    decisions = {"octroi": "octroi", "refus_definitif": "rejet définitif", "refus_temporaire": "rejet temporaire"}
    if older and dossier.decision == "octroi" and dossier.date_decision:
        return f"octroi décidé en {dossier.date_decision.year}"
    return f"décision au 31/12/{facts.year} : {decisions.get(dossier.decision, 'aucune')}"
