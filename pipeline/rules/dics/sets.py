"""The counting rules of the DiCS annual report (Plan HP). N is the report's year.

Sources: the form's questions and footnotes; a courtesy contact (footnotes 1, 4, 5) counts nowhere. On the day of the
relocation "met on site" still belongs to the pre-relocation chapter, everything else to the post-relocation one.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.model.text import even_out
from pipeline.rules.dics.records import HABITAT_VERT, Contact, Dossier, Facts, Menage
from pipeline.rules.registry import Registry, once

SETS: Registry[Facts] = Registry()
RENCONTRE = frozenset({"site", "permanence", "rendez_vous"})
TELEPHONE_MAIL = frozenset({"telephone", "mail"})
A_DISTANCE = TELEPHONE_MAIL | {"courrier"}
# The columns that put a household in a set.
_SUPPORTED = ("accompagnement_pre",)
_LEFT = ("date_relogement", "destination")
_AFTER = (*_LEFT, "accompagnement_post")
_NATURE = (*_LEFT, "equipement", "nature")


@dataclass(frozen=True)
class Probleme:
    """A household and one of its problems (2.8)."""

    menage: Menage
    probleme: str
    probleme_precision: str = field(compare=False)
    relais: str = field(compare=False)
    motif: str = field(compare=False)
    motif_precision: str = field(compare=False)

    @property
    def who(self) -> str:
        return self.menage.who


@dataclass(frozen=True)
class Motif:
    """A household and a reason for which it was not relayed (2.9), once in a reason."""

    menage: Menage
    motif: str
    motif_precision: tuple[str, ...] = field(compare=False)

    @property
    def who(self) -> str:
        return self.menage.who


@dataclass(frozen=True)
class Contenu:
    """A household and one content of its post-relocation support (3.9)."""

    menage: Menage
    contenu: str
    contenu_precision: str = field(compare=False)

    @property
    def who(self) -> str:
        return self.menage.who


def counts(contact: Contact, menage: Menage) -> bool:
    """No courtesy contact, and none from the end of follow-up on."""
    return not contact.courtoisie and (menage.fin_suivi is None or contact.date < menage.fin_suivi)


def is_pre(contact: Contact, menage: Menage) -> bool:
    """Before the departure, or on its day on site."""
    left = menage.date_relogement
    return left is None or contact.date < left or (contact.date == left and contact.mode == "site")


def is_post(contact: Contact, menage: Menage) -> bool:
    """After a relocation in Wallonia; after any other departure contacts count nowhere."""
    return menage.en_wallonie and not is_pre(contact, menage)


ContactsOf = Mapping[Menage, Sequence[Contact]]


@once
def _counted(facts: Facts) -> tuple[ContactsOf, ContactsOf]:
    """Before and after relocation: households with their contacts in N that count, in the log's order."""
    pre: dict[Menage, Sequence[Contact]] = {}
    post: dict[Menage, Sequence[Contact]] = {}
    for key, contacts in facts.contacts_of.items():
        if menage := facts.menages.get(key):
            counted = [contact for contact in contacts if contact.date.year == facts.year and counts(contact, menage)]
            if before := [contact for contact in counted if is_pre(contact, menage)]:
                pre[menage] = before
            if len(before) < len(counted) and (after := [contact for contact in counted if is_post(contact, menage)]):
                post[menage] = after
    return pre, post


def contacts_before(facts: Facts) -> ContactsOf:
    """Households with their contacts in N that count before relocation."""
    return _counted(facts)[0]


def contacts_after(facts: Facts) -> ContactsOf:
    """The same after relocation."""
    return _counted(facts)[1]


def _reached(contacts: ContactsOf, modes: Collection[str]) -> frozenset[Menage]:
    """The households with one of these contacts in one of the modes."""
    return frozenset(menage for menage, found in contacts.items() if any(contact.mode in modes for contact in found))


# ------------------------------------------------------------------ chapter 2, before relocation


@SETS.add(
    "ménages rencontrés dans l'année (sur site, en permanence ou sur rendez-vous), avant relogement", "2.5, note 1"
)
def rencontres(facts: Facts) -> frozenset[Menage]:
    return _reached(contacts_before(facts), RENCONTRE)


@SETS.add("ménages contactés par téléphone ou e-mail dans l'année, avant relogement, sans être dans 2.5", "2.6")
def contactes(facts: Facts) -> frozenset[Menage]:
    return _reached(contacts_before(facts), TELEPHONE_MAIL) - rencontres(facts)


@SETS.add("parmi 2.5 et 2.6, ménages dont l'accompagnement pré-relogement est entamé ou poursuivi", "2.7", _SUPPORTED)
def accompagnes_pre(facts: Facts) -> frozenset[Menage]:
    return frozenset(menage for menage in rencontres(facts) | contactes(facts) if menage.soutien_pre)


@SETS.add("parmi 2.7, ménages sans réseau social", "2.7.3", (*_SUPPORTED, "reseau"))
def accompagnes_pre_sans_reseau(facts: Facts) -> frozenset[Menage]:
    return frozenset(menage for menage in accompagnes_pre(facts) if menage.reseau == "non")


@SETS.add("problématiques des ménages de 2.7 (deux au plus par ménage)", "2.8", _SUPPORTED)
def problemes_traites(facts: Facts) -> frozenset[Probleme]:
    return frozenset(
        Probleme(
            menage,
            menage.text(f"probleme_{n}"),
            menage.text(f"probleme_{n}_precision"),
            menage.text(f"relais_{n}"),
            menage.text(f"motif_{n}"),
            menage.text(f"motif_{n}_precision"),
        )
        for menage in accompagnes_pre(facts)
        for n in (1, 2)
        if menage.text(f"probleme_{n}")
    )


@SETS.add("problématiques de 2.8 relayées vers un service compétent", "2.8, note 3", _SUPPORTED)
def problemes_relayes(facts: Facts) -> frozenset[Probleme]:
    return frozenset(pair for pair in problemes_traites(facts) if pair.relais == "oui")


@SETS.add("problématiques de 2.8 non relayées vers un service compétent", "2.8, note 3", _SUPPORTED)
def problemes_non_relayes(facts: Facts) -> frozenset[Probleme]:
    return frozenset(pair for pair in problemes_traites(facts) if pair.relais == "non")


@SETS.add("ménages de 2.8 non relayés, une fois par raison", "2.9", _SUPPORTED)
def motifs_de_non_relais(facts: Facts) -> frozenset[Motif]:
    precisions: dict[tuple[Menage, str], list[str]] = {}
    for pair in problemes_non_relayes(facts):
        precisions.setdefault((pair.menage, pair.motif), []).append(pair.motif_precision)
    return frozenset(Motif(menage, motif, tuple(texts)) for (menage, motif), texts in precisions.items())


# ------------------------------------------------------------------ chapter 3, after relocation


@SETS.add("ménages relogés en Wallonie dans l'année", "3.1 et RAPPEL du chapitre 3", _LEFT)
def reloges(facts: Facts) -> frozenset[Menage]:
    return frozenset(menage for menage in _en_wallonie(facts) if _year_of(menage) == facts.year)


def _en_wallonie(facts: Facts) -> list[Menage]:
    return [menage for menage in facts.menages.values() if menage.en_wallonie]


def _year_of(menage: Menage) -> int:
    return menage.date_relogement.year if menage.date_relogement else 0


@SETS.add("parmi 3.1, ménages rencontrés à leur nouveau domicile dans l'année", "3.2, note 4", _LEFT)
def reloges_visites(facts: Facts) -> frozenset[Menage]:
    return reloges(facts) & _reached(contacts_after(facts), {"visite"})


@SETS.add("parmi 3.1, ménages rencontrés ailleurs dans l'année, après relogement, sans être dans 3.2", "3.3", _LEFT)
def reloges_rencontres_ailleurs(facts: Facts) -> frozenset[Menage]:
    return reloges(facts) & _reached(contacts_after(facts), RENCONTRE) - reloges_visites(facts)


@SETS.add("parmi 3.1, ménages joints par téléphone, e-mail ou courrier, sans être dans 3.2 ni 3.3", "3.4", _LEFT)
def reloges_contactes(facts: Facts) -> frozenset[Menage]:
    met = reloges_visites(facts) | reloges_rencontres_ailleurs(facts)
    return reloges(facts) & _reached(contacts_after(facts), A_DISTANCE) - met


@SETS.add("parmi 3.1, ménages dont l'accompagnement post-relogement durable est entamé ou poursuivi", "3.5", _AFTER)
def reloges_accompagnes(facts: Facts) -> frozenset[Menage]:
    return frozenset(menage for menage in reloges(facts) if menage.soutien_post)


@once
def anciens(facts: Facts) -> frozenset[Menage]:
    """Relocated in Wallonia before N."""
    return frozenset(menage for menage in _en_wallonie(facts) if _year_of(menage) < facts.year)


@SETS.add("ménages relogés en Wallonie avant l'année, contactés ou rencontrés dans l'année", "3.6, note 5", _LEFT)
def anciens_contactes(facts: Facts) -> frozenset[Menage]:
    return anciens(facts) & contacts_after(facts).keys()


@SETS.add("ménages relogés en Wallonie avant l'année, accompagnement durable entamé ou poursuivi", "3.7", _AFTER)
def anciens_accompagnes(facts: Facts) -> frozenset[Menage]:
    return frozenset(menage for menage in anciens(facts) if menage.soutien_post)


@SETS.add("ménages de 3.5 et de 3.7 ensemble", "3.8", _AFTER)
def accompagnes_post(facts: Facts) -> frozenset[Menage]:
    return reloges_accompagnes(facts) | anciens_accompagnes(facts)


@SETS.add("parmi 3.5 et 3.7, ménages sans réseau social après relogement", "3.8.4", (*_AFTER, "reseau_actuel"))
def accompagnes_post_sans_reseau(facts: Facts) -> frozenset[Menage]:
    return frozenset(menage for menage in accompagnes_post(facts) if menage.reseau_actuel == "non")


@SETS.add("contenus de l'accompagnement des ménages de 3.5 et 3.7 (deux au plus par ménage)", "3.9", _AFTER)
def contenus_travailles(facts: Facts) -> frozenset[Contenu]:
    return frozenset(
        Contenu(menage, menage.text(f"contenu_{n}"), menage.text(f"contenu_{n}_precision"))
        for menage in accompagnes_post(facts)
        for n in (1, 2)
        if menage.text(f"contenu_{n}")
    )


@SETS.add(
    "parmi 3.1, ménages vivant hors de la commune et dont le suivi est confié à un autre",
    "3.10, note 6",
    (*_LEFT, "localisation", "suivi_confie"),
)
def suivis_confies(facts: Facts) -> frozenset[Menage]:
    return frozenset(
        menage
        for menage in reloges(facts)
        if menage.localisation in ("limitrophe", "eloignee") and menage.suivi_confie == "oui"
    )


# ------------------------------------------------------------------ chapter 4, allowance files


@SETS.add("dossiers ouverts dans l'année", "4.2")
def dossiers_ouverts(facts: Facts) -> frozenset[Dossier]:
    return frozenset(dossier for dossier in facts.dossiers if dossier.ouverture.year == facts.year)


def _for_relocation_in(facts: Facts, year: int) -> frozenset[Dossier]:
    opened = dossiers_ouverts(facts)
    return frozenset(dossier for dossier in opened if dossier.relogement and dossier.relogement.year == year)


@SETS.add(
    "parmi 4.2, dossiers pour un relogement en Wallonie de l'année précédente", "4.2, « fin » de l'année précédente"
)
def dossiers_relogement_precedent(facts: Facts) -> frozenset[Dossier]:
    return _for_relocation_in(facts, facts.year - 1)


@SETS.add("parmi 4.2, dossiers pour un relogement en Wallonie de l'année", "4.2")
def dossiers_relogement_annee(facts: Facts) -> frozenset[Dossier]:
    return _for_relocation_in(facts, facts.year)


@SETS.add("parmi 4.2, dossiers dont la dernière décision au 31/12 est un octroi", "4.2.1")
def dossiers_octroyes(facts: Facts) -> frozenset[Dossier]:
    return frozenset(dossier for dossier in dossiers_ouverts(facts) if dossier.decision == "octroi")


@SETS.add("parmi 4.2, dossiers dont la dernière décision au 31/12 est un rejet définitif", "4.2.2")
def dossiers_rejetes(facts: Facts) -> frozenset[Dossier]:
    return frozenset(dossier for dossier in dossiers_ouverts(facts) if dossier.decision == "refus_definitif")


@SETS.add("parmi 4.2, dossiers sans décision au 31/12, ou rejetés temporairement", "4.2.3")
def dossiers_en_cours(facts: Facts) -> frozenset[Dossier]:
    return dossiers_ouverts(facts) - dossiers_octroyes(facts) - dossiers_rejetes(facts)


@SETS.add("dossiers ouverts avant l'année et octroyés dans l'année", "4.3")
def dossiers_anciens_octroyes(facts: Facts) -> frozenset[Dossier]:
    return frozenset(
        dossier
        for dossier in facts.dossiers
        if dossier.ouverture.year < facts.year
        and dossier.decision == "octroi"
        and dossier.date_decision is not None
        and dossier.date_decision.year == facts.year
    )


# ------------------------------------------------------------------ the inventory, and equipments


@SETS.add("parmi 3.1, ménages relogés d'un équipement reconverti en habitat vert", "état des lieux, 8.1.1", _NATURE)
def reloges_d_habitat_vert(facts: Facts) -> frozenset[Menage]:
    green = {name for name, row in facts.equipement_of.items() if row.values.get("nature") == HABITAT_VERT}
    return frozenset(menage for menage in reloges(facts) if even_out(menage.text("equipement")) in green)


@SETS.add("parmi 3.1, ménages relogés d'un équipement HP, ou sorti depuis du Plan HP", "état des lieux, 5.1.1", _NATURE)
def reloges_d_equipements_hp(facts: Facts) -> frozenset[Menage]:
    return reloges(facts) - reloges_d_habitat_vert(facts)


@SETS.add("équipements non prioritaires, dans l'ordre de la feuille", "2.4")
def non_prioritaires(facts: Facts) -> frozenset[Hashable]:
    return frozenset(str(row.values["nom"]) for row in facts.equipements if "non_prioritaire" in row.values)
