"""The hand-written part of the Estinnes example: one fictitious household for each
boundary of the counting rules.
"""

from __future__ import annotations

from dataclasses import dataclass

from tests.examples.rows import Row, household

P, C = "Domaine de Pincemaille", "Chêne-Houdiez"


@dataclass(frozen=True)
class Case:
    """A household, the boundary it stands for (remark on its first contact), its
    contacts as rows.contacts reads.
    """

    remark: str
    menage: Row
    contacts: str


CASES = (
    # The day of departure, in each of the seven modes; also the seven destinations in
    # Wallonia.
    Case(
        "rencontré sur site le jour du départ, c'est encore avant le relogement",
        household(
            "H-001", P, "pension seconde_residence oui", left="2023-04-14 prive origine"
        ),
        "2023-04-14 site",
    ),
    Case(
        "en permanence le jour du départ, c'est déjà après le relogement",
        household(
            "H-002",
            C,
            "ris urgence non",
            left="2023-03-20 ais origine",
            post="entame droits appropriation",
        ),
        "2023-03-20 permanence",
    ),
    Case(
        "sur rendez-vous le jour du départ",
        household(
            "H-003",
            P,
            "chomage loyer oui",
            left="2023-05-10 apl limitrophe",
            post="entame mobilier loyer",
        ),
        "2023-05-10 rendez_vous",
    ),
    Case(
        "visite au nouveau domicile le jour même du départ",
        household(
            "H-004",
            P,
            "mutuelle separation non",
            left="2023-06-05 slsp eloignee",
            post="entame entretien usage",
            suivi_confie="oui",
        ),
        "2023-06-05 visite",
    ),
    Case(
        "appelé le jour du départ",
        household(
            "H-005",
            C,
            "travail conflit_locatif oui",
            left="2023-07-03 commune_cpas origine",
            post="entame proprietaire allocation",
        ),
        "2023-07-03 telephone",
    ),
    Case(
        "un e-mail le jour du départ",
        household(
            "H-006",
            P,
            "travail propriete oui",
            left="2023-08-16 flw limitrophe",
            post="entame quartier social",
        ),
        "2023-08-16 mail",
    ),
    Case(
        "une lettre le jour du départ",
        household(
            "H-007",
            C,
            "pension choix non",
            left="2023-09-11 autre eloignee",
            destination_precision="habitat groupé",
            post="entame relais autre",
            contenu_2_precision="préparation d'un second déménagement",
        ),
        "2023-09-11 courrier",
    ),
    # The first and last days of the year.
    Case(
        "relogé le premier jour de l'année",
        household(
            "H-008",
            P,
            "travail campagne oui",
            left="2023-01-01 prive limitrophe",
            post="entame droits loyer",
        ),
        "2023-01-18 visite, 2023-02-21 telephone, 2023-05-09 visite",
    ),
    Case(
        "relogé le dernier jour de l'année",
        household(
            "H-009",
            C,
            "ris creanciers non",
            pre="poursuivi preparation>oui recherche_logement>antenne",
            left="2023-12-31 ais origine",
        ),
        "2023-10-04 site, 2023-11-15 rendez_vous, 2023-12-31 telephone, 2024-01-09 visite",
    ),
    Case(
        "relogé le dernier jour de l'année précédente",
        household(
            "H-010",
            P,
            "mutuelle famille oui",
            left="2022-12-31 prive origine",
            post="poursuivi social relais",
        ),
        "2022-12-31 telephone, 2023-01-11 visite, 2023-03-22 permanence",
    ),
    Case(
        "relogement début 2024, il n'existe pas encore pour le rapport de 2023",
        household(
            "H-011",
            P,
            "chomage proprietaire_moins_exigeant oui",
            left="2024-02-12 slsp limitrophe",
            pre="poursuivi recherche_logement>oui preparation>antenne",
            post="entame appropriation",
        ),
        "2023-09-20 site, 2023-11-14 rendez_vous, 2024-01-16 telephone, 2024-02-20 visite",
    ),
    Case(
        "vu une seule fois, le 31 décembre",
        household("H-039", C, "travail choix oui"),
        "2023-12-31 site",
    ),
    Case(
        "vu une seule fois, le 1er janvier",
        household("H-044", P, "pension choix oui"),
        "2023-01-01 site",
    ),
    Case(
        "des contacts la veille et le lendemain de l'année seulement",
        household("H-041", C, "travail propriete oui"),
        "2022-12-31 site, 2024-01-01 telephone",
    ),
    # Courtesy, letters, telephone.
    Case(
        "un simple bonjour dans les allées",
        household("H-012", P, "pension seconde_residence oui"),
        "2023-01-05 ~site, 2023-06-21 ~site",
    ),
    Case(
        "visite de courtoisie au nouveau domicile",
        household("H-013", C, "pension famille oui", left="2021-10-04 prive origine"),
        "2023-03-14 ~visite",
    ),
    Case(
        "touché seulement par lettre",
        household("H-014", P, "chomage loyer non"),
        "2023-02-03 courrier, 2023-09-04 courrier",
    ),
    Case(
        "suivi uniquement par e-mail, faute de pouvoir se rencontrer",
        household(
            "H-015",
            C,
            "travail separation oui",
            pre="entame energie>oui emploi>refus_menage",
        ),
        "2023-03-02 mail, 2023-04-18 mail, 2023-10-10 courrier",
    ),
    Case(
        "au téléphone ; à la permanence, un simple bonjour",
        household(
            "H-016",
            P,
            "mutuelle conflit_voisinage non",
            pre="poursuivi sante_mentale>oui voisinage>antenne",
        ),
        "2023-02-16 telephone, 2023-05-17 ~permanence, 2023-11-08 telephone",
    ),
    # Other departures.
    Case(
        "départ en maison de repos, rien ne compte ensuite",
        household(
            "H-017",
            P,
            "pension seconde_residence non",
            left="2023-05-22 mr_mrs",
            pre="poursuivi sante>oui isolement>pas_de_service",
        ),
        "2022-11-09 site, 2023-03-08 site, 2023-04-26 rendez_vous, 2023-06-14 telephone",
    ),
    Case(
        "départ hors de Wallonie, vu sur site et appelé le même jour",
        household("H-018", C, "travail campagne oui", left="2023-08-28 hors_wallonie"),
        "2023-08-28 site, 2023-08-28 telephone",
    ),
    Case(
        "départ vers l'équipement HP d'une autre commune",
        household("H-019", P, "ris loyer oui", left="2023-10-16 autre_hp"),
        "2023-05-03 permanence",
    ),
    Case(
        "décès en novembre, noté comme autre départ",
        household(
            "H-020",
            C,
            "pension choix non",
            left="2023-11-03 autre_depart",
            pre="poursuivi sante>oui handicap>refus_menage",
        ),
        "2023-02-08 site, 2023-09-19 site",
    ),
    # Moves, ends of follow-up, changes.
    Case(
        "vivait au Domaine de Pincemaille jusqu'en mai ; l'équipement est changé, ce n'est pas"
        " un départ",
        household(
            "H-021", C, "ris separation oui", pre="entame administratif>oui enfants>oui"
        ),
        "2023-02-14 site, 2023-07-12 site, 2023-10-25 permanence",
    ),
    Case(
        "second déménagement : le logement est changé, jamais la date de relogement",
        household(
            "H-022",
            P,
            "mutuelle urgence non",
            left="2021-09-13 slsp eloignee",
            post="poursuivi quartier usage",
        ),
        "2023-04-05 visite, 2023-08-23 telephone",
    ),
    Case(
        "suivi arrêté fin juin ; revu ensuite, cela ne compte plus",
        household(
            "H-023",
            C,
            "travail conflit_locatif oui",
            left="2022-03-21 prive limitrophe",
            post="poursuivi loyer proprietaire",
            fin_suivi="2023-06-30",
            fin_suivi_raison="objectifs atteints",
        ),
        "2023-03-15 visite, 2023-06-30 telephone, 2023-09-27 rendez_vous",
    ),
    Case(
        "vu seulement le jour où le suivi s'arrête",
        household(
            "H-024",
            P,
            "pension choix oui",
            left="2020-05-18 ais origine",
            fin_suivi="2023-02-01",
            fin_suivi_raison="à la demande du ménage",
        ),
        "2023-02-01 visite",
    ),
    Case(
        "a trouvé du travail et des appuis après le relogement",
        household(
            "H-025",
            P,
            "chomage loyer non",
            left="2023-02-27 prive limitrophe",
            post="entame mobilier allocation",
            statut_apres="travail",
            reseau_apres="oui",
            pre="poursuivi recherche_logement>oui endettement>oui",
        ),
        "2023-01-24 rendez_vous, 2023-03-09 visite, 2023-06-07 visite",
    ),
    Case(
        "statut et réseau différents après le relogement",
        household(
            "H-026",
            C,
            "ris separation oui",
            left="2023-10-02 autre origine",
            post="entame droits autre",
            destination_precision="logement de transit",
            contenu_2_precision="aide au choix d'une école",
            statut_apres="autre",
            statut_apres_precision="étudiante",
            reseau_apres="non",
        ),
        "2023-06-15 permanence, 2023-10-11 visite, 2023-11-22 telephone",
    ),
    Case(
        "revu au bureau après le relogement, le suivi est confié au CPAS voisin",
        household(
            "H-027",
            P,
            "mutuelle urgence oui",
            left="2023-06-26 prive limitrophe",
            suivi_confie="oui",
        ),
        "2023-04-12 site, 2023-07-05 rendez_vous",
    ),
    Case(
        "rencontré avant, seulement appelé après",
        household("H-028", C, "travail propriete oui", left="2023-04-24 slsp origine"),
        "2023-02-22 site, 2023-05-16 telephone, 2023-06-20 mail",
    ),
    Case(
        "relogé en 2021 puis revenu au HP, où il a un nouveau code",
        household("H-029", P, "ris creanciers non", left="2021-05-10 prive limitrophe"),
        "2022-02-15 visite",
    ),
    Case(
        "revenu au HP après un relogement : nouvelle ligne, nouveau code",
        household(
            "H-030",
            P,
            "ris creanciers non",
            pre="entame endettement>oui assuetudes>refus_menage",
        ),
        "2023-05-24 site, 2023-09-06 rendez_vous",
    ),
    Case(
        "ménage séparé, une partie est relogée sous l'ancien code",
        household(
            "H-031", C, "travail separation oui", left="2023-05-30 prive origine"
        ),
        "2023-03-28 site, 2023-06-28 visite",
    ),
    Case(
        "ménage séparé, la partie restée sur place a un nouveau code",
        household(
            "H-032",
            C,
            "chomage separation non",
            pre="entame enfants>antenne administratif>antenne",
        ),
        "2023-06-28 site, 2023-08-30 telephone",
    ),
    # Allowance files.
    Case(
        "demande rejetée définitivement, puis une nouvelle demande : deux dossiers",
        household(
            "H-033",
            P,
            "mutuelle loyer non",
            left="2023-02-01 prive origine",
            post="entame allocation entretien",
        ),
        "2023-02-15 visite, 2023-09-05 permanence",
    ),
    Case(
        "dossier rouvert après un rejet temporaire : le même dossier, sa dernière décision",
        household(
            "H-034", C, "ris urgence oui", left="2023-01-23 commune_cpas limitrophe"
        ),
        "2023-02-09 visite, 2023-05-23 rendez_vous",
    ),
    Case(
        "bail signé le 28 décembre, départ du HP en janvier",
        household(
            "H-035", P, "travail famille oui", left="2023-01-09 prive limitrophe"
        ),
        "2023-01-25 visite",
    ),
    Case(
        "demande tardive, pour un relogement de mai 2022",
        household(
            "H-036", C, "chomage conflit_voisinage oui", left="2022-05-16 apl origine"
        ),
        "2023-01-09 permanence",
    ),
    Case(
        "accompagné avant et après son relogement de l'année",
        household(
            "H-040",
            P,
            "ris creanciers non",
            left="2023-10-23 ais eloignee",
            suivi_confie="oui",
            pre="poursuivi preparation>oui mobilite>pas_de_service",
            post="entame social usage",
        ),
        "2023-03-01 site, 2023-09-13 rendez_vous, 2023-11-16 visite, 2023-12-07 visite",
    ),
    Case(
        "dossier ouvert en novembre, décidé en janvier 2024",
        household(
            "H-043",
            C,
            "mutuelle proprietaire_moins_exigeant non",
            left="2023-11-06 apl origine",
            post="entame appropriation relais",
        ),
        "2023-11-20 visite, 2023-12-14 telephone, 2024-01-23 visite",
    ),
    Case(
        "rejet temporaire : le dossier reste en cours",
        household(
            "H-045",
            P,
            "pension conflit_voisinage oui",
            left="2023-09-25 slsp limitrophe",
        ),
        "2023-08-09 site, 2023-10-18 permanence, 2023-11-29 telephone",
    ),
    # "Autre", by two households with different precisions; two identical contacts.
    Case(
        "deux problématiques inhabituelles",
        household(
            "H-037",
            P,
            "autre autre non",
            statut_precision="étudiant",
            raison_precision="travail saisonnier",
            pre="entame autre>autre sante>refus_service",
            probleme_1_precision="litige avec un opérateur",
            motif_1_precision="service fermé pendant l'été",
            motif_2_precision="liste d'attente d'un an",
        ),
        "2023-04-19 site, 2023-07-19 rendez_vous",
    ),
    Case(
        "autres précisions que le ménage précédent",
        household(
            "H-038",
            C,
            "autre autre oui",
            statut_precision="sans revenu déclaré",
            raison_precision="à la suite d'amis déjà installés",
            pre="poursuivi autre>oui emploi>refus_service",
            probleme_1_precision="animaux & voisinage",
            motif_2_precision="dossier jugé incomplet",
        ),
        "2023-05-11 permanence, 2023-10-05 telephone",
    ),
    Case(
        "la même rencontre encodée deux fois",
        household("H-042", P, "travail choix oui"),
        "2023-06-13 site, 2023-06-13 site",
    ),
)

# Relocated in Wallonia before 2023: who, departure, support in 2023, precision of
# "Autre". Their contacts are drawn.
FORMER = (
    household(
        "H-046",
        P,
        "pension seconde_residence non",
        left="2022-07-04 prive origine",
        post="poursuivi relais social",
    ),
    household(
        "H-047",
        C,
        "ris loyer oui",
        left="2022-08-22 ais limitrophe",
        post="poursuivi droits loyer",
    ),
    household(
        "H-048",
        P,
        "mutuelle urgence non",
        left="2022-09-19 slsp eloignee",
        post="poursuivi appropriation entretien",
    ),
    household(
        "H-049",
        C,
        "chomage conflit_locatif oui",
        left="2022-10-17 apl origine",
        post="poursuivi proprietaire",
    ),
    household(
        "H-050",
        P,
        "travail separation oui",
        left="2022-11-14 commune_cpas limitrophe",
        post="entame mobilier quartier",
    ),
    household(
        "H-051",
        C,
        "autre famille non",
        statut_precision="aidante proche",
        left="2021-03-15 flw origine",
        post="poursuivi usage allocation",
    ),
    household(
        "H-052",
        P,
        "pension choix oui",
        left="2020-06-22 autre eloignee",
        destination_precision="habitat solidaire",
        post="poursuivi social",
    ),
    household(
        "H-053",
        C,
        "travail propriete oui",
        left="2021-11-08 prive limitrophe",
        post="poursuivi loyer relais",
    ),
    household("H-054", P, "mutuelle choix oui", left="2019-09-02 slsp origine"),
    household("H-055", C, "ris urgence oui", left="2022-06-30 prive origine"),
)

# Number, household, opening, decision, its date, own relocation date.
FILES = """
2019-006 H-054 2019-09-16 octroi 2019-11-04
2020-003 H-052 2020-07-06 octroi 2020-09-14
2021-004 H-051 2021-03-29 octroi 2021-05-10
2021-013 H-022 2021-10-04 octroi 2021-12-06
2022-002 H-053 2022-01-17 octroi 2022-03-07 2021-11-08
2022-004 H-023 2022-04-04 octroi 2022-06-13
2022-011 H-055 2022-08-29 refus_definitif 2023-01-23
2022-014 H-049 2022-11-02 octroi 2023-05-15
2022-021 H-010 2022-12-19 octroi 2023-01-30
2023-001 H-036 2023-01-09 octroi 2023-03-06
2023-002 H-046 2023-01-16 octroi 2023-02-27
2023-003 H-047 2023-01-17 refus_definitif 2023-03-20
2023-004 H-034 2023-01-30 octroi 2023-06-12
2023-005 H-035 2023-01-31 octroi 2023-03-13 2022-12-28
2023-006 H-033 2023-02-06 refus_definitif 2023-04-03
2023-007 H-008 2023-02-13 octroi 2023-03-27
2023-008 H-048 2023-02-14 octroi 2023-04-24
2023-009 H-025 2023-03-06 octroi 2023-04-24
2023-010 H-002 2023-03-27 octroi 2023-05-15
2023-011 H-050 2023-04-03
2023-012 H-001 2023-04-24 octroi 2023-06-12
2023-013 H-028 2023-05-02 octroi 2023-06-26
2023-014 H-003 2023-05-15 octroi 2023-07-03
2023-015 H-004 2023-06-12 octroi 2023-08-21
2023-016 H-031 2023-06-13 refus_definitif 2023-09-04
2023-017 H-027 2023-07-03 octroi 2023-09-04
2023-018 H-005 2023-07-10 octroi 2023-09-25
2023-019 H-006 2023-08-21 octroi 2023-10-16
2023-020 H-033 2023-09-04 octroi 2023-11-06
2023-021 H-007 2023-09-18 octroi 2023-11-20 2023-09-11
2023-022 H-045 2023-10-02 refus_temporaire 2023-11-13
2023-023 H-026 2023-10-09 octroi 2023-12-29
2023-024 H-043 2023-11-13 octroi 2024-01-18
- H-040 2023-11-20
2023-026 H-009 2023-12-18
2024-001 H-011 2024-02-19
"""
