"""Four small workbooks of fictitious communes, for the options that the Estinnes
example does not tick.
"""

from __future__ import annotations

from tests.examples.rows import (
    Rows,
    contact,
    contacts,
    equipment,
    files,
    household,
    identification,
    text,
    tick,
)


def trois_vallees() -> Rows:
    """Les Trois-Vallées, 2024: other channels than presence, seven equipments, no file
    opened in the year.
    """
    first, second = "L'Orée du Bois", "Domaine du Grand Pré & Étang"
    return {
        "identification": identification("Les Trois-Vallées", 2024),
        "equipements": [
            equipment(first, "moins", channels="courriers_personnalises valves"),
            equipment(
                second, "moins", channels="courriers_standardises flyers a_la_commune"
            ),
            equipment("Les Genêts", channels="flyers"),
            equipment("Clos des Érables", channels="valves"),
            equipment("Camping de l'Écluse", channels="courriers_standardises"),
            equipment("Les Quatre-Vents", "moins"),
            equipment("Parc de la Sapinière", nature="sorti"),
        ],
        "menages": [
            household(
                "TV-01",
                first,
                "pension seconde_residence oui",
                pre="entame energie>oui sante>antenne",
            ),
            household(
                "TV-02",
                second,
                "ris loyer non",
                pre="poursuivi endettement>refus_menage",
            ),
            household("TV-03", "Les Genêts", "travail choix oui"),
            household(
                "TV-04",
                first,
                "chomage urgence oui",
                left="2023-10-09 ais origine",
                post="poursuivi loyer",
            ),
            household("TV-05", "Clos des Érables", "", left="2024-08-19 mr_mrs"),
        ],
        "contacts": [
            contact(
                "2024-02-29",
                "TV-01 ; TV-03",
                "permanence",
                remarque="exemple : 29 février d'une année bissextile",
            ),
            *contacts(
                "TV-02", "2024-04-10 telephone, 2024-05-15 mail, 2024-05-22 courrier"
            ),
            *contacts("TV-04", "2024-03-06 visite, 2024-09-11 telephone"),
            *contacts("TV-05", "2024-06-12 site", "départ en maison de repos en août"),
        ],
        "dossiers": files("2023-01 TV-04 2023-10-23 octroi 2024-01-15"),
        "reponses": [
            tick("1.1", "rien"),
            tick(
                "1.2.1",
                "communication",
                "Exemple : peu de lecteurs pour le bulletin, qu'il faut repenser.",
            ),
            # Deliberate warning: an axis without a difficulty.
            tick("1.2.1", "reconversions"),
            tick("2.1.1", "autres_canaux"),
            text(
                "2.3.2",
                "Exemple : les aides au relogement, les permanences\net l'allocation"
                " d'installation.",
            ),
            tick("4.1", "cpas"),
        ],
    }


def val_fleuri() -> Rows:
    """Val-Fleuri, 2023: regular presence in each equipment, at each frequency and with
    both approaches.
    """
    names = ("Le Hameau des Lilas", "Val d'Été", "Les Bruyères")
    return {
        "identification": identification("Val-Fleuri", 2023),
        "equipements": [
            equipment(names[0], "plusieurs_semaine", "spontanee"),
            equipment(names[1], "une_semaine", "permanence"),
            equipment(names[2], "une_quinzaine", "spontanee"),
        ],
        "menages": [
            household(
                "VF1",
                names[0],
                "mutuelle separation non",
                pre="entame administratif>oui mobilite>pas_de_service",
            ),
            household(
                "VF2",
                names[1],
                "travail propriete oui",
                left="2023-05-08 prive origine",
                post="entame droits",
            ),
            household("VF3", names[2], "pension choix oui"),
            household(
                "VF4",
                names[0],
                "ris conflit_locatif oui",
                left="2022-11-21 slsp limitrophe",
            ),
        ],
        "contacts": [
            contact("2023-02-14", "VF1;VF3", "site"),
            *contacts("VF2", "2023-03-07 site, 2023-05-23 visite, 2023-09-12 visite"),
            *contacts("VF4", "2023-01-17 telephone"),
        ],
        "dossiers": files(
            "A/1 VF2 2023-05-15 octroi 2023-06-19\nA/2 VF4 2023-01-09 refus_temporaire"
            " 2023-02-13"
        ),
        "reponses": [
            tick(
                "1.1",
                "communication",
                "Exemple : affiches refaites, une par équipement & par saison.",
            ),
            tick(
                "1.1",
                "autre",
                "Exemple : trois réunions pour répartir les tâches entre l'équipe et le CPAS.",
                precision="répartition du travail dans l'équipe",
            ),
            tick(
                "1.2.1",
                "facultatif",
                "Exemple : les branchements privés ne sont pas aux normes, et personne ne s'en"
                " dit responsable.",
                precision="l'accès à l'eau & à l'électricité",
            ),
            tick("2.1.1", "chaque"),
            tick("4.1", "cpas_partiel"),
        ],
    }


def haute_clairiere() -> Rows:
    """Haute-Clairière, 2025: little presence, four equipments without priority, one
    reconverted into habitat vert.
    """
    priority_less = (
        "Le Refuge",
        "Les Mélèzes",
        "Rive d'Ourlette",
        "Camping du Vieux Moulin",
    )
    green = "Les Airelles"
    return {
        "identification": identification("Haute-Clairière", 2025),
        "equipements": [
            *(equipment(name, "moins", non_prioritaire="x") for name in priority_less),
            equipment(green, nature="habitat_vert"),
        ],
        "menages": [
            household("HC-1", green, "pension choix oui"),
            household(
                "HC-2",
                green,
                "travail campagne oui",
                left="2025-04-07 commune_cpas origine",
                post="entame usage",
            ),
            household(
                "HC-3",
                "Le Refuge",
                "chomage loyer non",
                left="2025-06-02 prive eloignee",
                suivi_confie="oui",
            ),
            household("HC-4", "Les Mélèzes", "mutuelle famille non"),
        ],
        "contacts": [
            *contacts(
                "HC-1",
                "2025-03-05 site",
                "l'équipement est devenu habitat vert, le ménage y reste : pas un relogement",
            ),
            *contacts("HC-2", "2025-04-23 visite, 2025-10-08 telephone"),
            *contacts("HC-3", "2025-02-18 site, 2025-06-17 permanence"),
            *contacts("HC-4", "2025-09-09 telephone"),
        ],
        "dossiers": [],
        "reponses": [
            tick(
                "1.1",
                "entrees",
                "Exemple : une convention a été préparée avec les deux gestionnaires.",
            ),
            tick(
                "1.1",
                "devenir",
                "Exemple : suivi de la reconversion en habitat vert, avec les habitants.",
            ),
            tick(
                "1.2.1",
                "logements",
                "Exemple : aucun terrain public n'est libre à moins d'une heure de marche.",
            ),
            tick(
                "1.2.1",
                "accompagnement",
                "Exemple : un mi-temps pour quatre équipements éloignés.",
            ),
            tick("2.1.1", "peu"),
            tick("2.4", "non_fragilises"),
            tick("2.4", "peu_nombreux"),
            tick("2.4", "connus"),
            tick("2.4", "choix"),
            tick("2.4", "autre", precision="l'un d'eux est fermé pour travaux"),
            text(
                "3.3.1", "Exemple : le ménage passait de toute façon à la permanence."
            ),
            tick("4.1", "non_defini"),
            text("5.1.1", "1"),
            text("8.1.1", "1"),
        ],
    }


def belle_rive() -> Rows:
    """Belle-Rive, 2024: a first year, one equipment and nobody in the register yet;
    every figure is 0.
    """
    return {
        "identification": identification("Belle-Rive", 2024),
        "equipements": [
            equipment("Camping de la Belle Rive", "plusieurs_semaine", "permanence")
        ],
        "menages": [],
        "contacts": [],
        "dossiers": [],
        "reponses": [
            tick("1.1", "rien"),
            tick(
                "1.2.1",
                "logements",
                "Exemple : le premier inventaire des terrains commence.",
            ),
            tick("2.1.1", "chaque"),
            tick("4.1", "cpas_signature"),
        ],
    }
