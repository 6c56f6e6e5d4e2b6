"""Sentences that speak of several questions, or of all: what they may change waits; what
changes nothing holds nothing back.
"""

from __future__ import annotations

import pytest

from pipeline.align.placed import Status
from pipeline.align.placing import align
from pipeline.align.scope import named
from pipeline.word_files.reading import Paragraph, Reading, Story
from tests.align.layouts import numbered
from tests.align.test_other_forms import DOCUMENT, at, form, unlike

OF_ALL = (
    "Tous les chiffres de ce rapport portent sur la période du 1er juillet 2022 au 30"
    " juin 2023.",
    "Remarque : tous les nombres sont à donner en équivalents temps plein.",
    "L'ensemble des réponses concerne uniquement les ménages avec enfants.",
)
OF_THE_FRONT = (
    "Données au 30 juin 2023.",
    "Ce rapport couvre la période de juillet 2022 à juin 2023.",
)
OF_NOTHING = (
    "Rapport relatif à la période du 1er janvier au 31 décembre 2023.",
    "Depuis 2002, le Plan HP accompagne les résidents permanents.",
    "Le Plan HP concerne les ménages qui résident dans un équipement touristique.",
    "La DiCS reste à votre disposition du 8 janvier au 31 mars 2024.",
    "Le chapitre 1 est à compléter par le chef de projet.",
    "Ce rapport est à remettre au plus tard le 31 mars 2024.",
    "Ce formulaire ne comporte pas de données nominatives.",
    "Aucun nom de ménage ne doit figurer dans ce rapport.",
    "Rapport à remettre au premier trimestre 2024",
    "Les données récoltées serviront à l'évaluation du Plan HP 2021-2026.",
    "Personne de contact pour les ménages :",
    "Vos données sont utilisées uniquement par la DiCS.",
    "Rapport à remettre au 31 mars 2024.",
    "Les données sont à envoyer à la DiCS pour le 31/03/2024.",
    "Document mis à jour au 12 mars 2024.",
    "Pour toute question, contactez la DiCS.",
    "Merci de répondre à toutes les questions.",
)
FIGURES = {"q2_5", "q2_6", "q2_7", "q3_1", "q3_5", "q3_7", "q4_2_1", "q4_3"}


# What they say is counted, or in which period; and which figures then wait.
OF_WHAT_COUNTS = {
    "Dans ce rapport, on entend par « ménage » chaque personne majeure.": "q2_5",
    "Ménage : toute personne de plus de 18 ans.": "q2_5",
    "Les chiffres demandés concernent les personnes et non les ménages.": "q2_5",
    "Comptez les personnes, pas les ménages.": "q2_5",
    "Un relogement est compté dès la signature du bail.": "q3_7",
    "Période de référence : du 1er juillet 2022 au 30 juin 2023.": "q3_7",
    "Rapport couvrant la période du 01/07/2022 au 30/06/2023": "q4_3",
    "Chiffres cumulés depuis le début du Plan HP.": "q4_3",
    "Situation au 30 juin 2023": "q2_6",
    "Les nombres sont exprimés en pourcentage.": "q2_6",
    "Les réponses portent sur le premier semestre 2023.": "q3_1",
    "Le chapitre 3 porte sur les personnes relogées depuis 2019.": "q3_1",
    "Chaque adulte compte pour un ménage.": "q2_5",
    "Les ménages en attente ne sont pas pris en compte dans ce rapport.": "q2_5",
    "Ce rapport ne concerne que le Domaine de Pincemaille.": "q4_3",
    "Rapport du troisième trimestre 2023": "q4_3",
}


def held(place: str, said: str) -> set[str]:
    """The places that wait once a sentence stands right before a question; at the front
    at the end and in the header without one.
    """
    blocks = form()
    where = {"front": 1, "end": len(blocks)}
    if place != "header":
        at_all = where[place] if place in where else at(blocks, place)
        blocks.insert(at_all, Paragraph(said))
    header = Story("en-tête", "", (Paragraph(said if place == "header" else ""),))
    reading = Reading(numbered(blocks), headers=(header,))
    found = unlike(align(DOCUMENT, reading))
    assert {*found.values()} <= {Status.REWORDED}
    return {*found}


@pytest.mark.parametrize("place", ["front", "2.6.", "end"])
@pytest.mark.parametrize("said", OF_ALL)
def test_what_speaks_of_all_figures_holds_back_all(said: str, place: str) -> None:
    found = held(place, said)
    assert found >= FIGURES and "commune" not in found


@pytest.mark.parametrize("said", OF_THE_FRONT)
def test_what_the_front_says_of_the_figures_holds_back_all(said: str) -> None:
    assert held("front", said) >= FIGURES


@pytest.mark.parametrize("place", ["front", "end", "header"])
@pytest.mark.parametrize("said", OF_NOTHING)
def test_what_changes_nothing_holds_back_nothing(said: str, place: str) -> None:
    assert held(place, said) == set()


def test_a_sentence_holds_back_the_questions_that_it_names() -> None:
    said = "Les questions 2.5 à 2.7 portent sur les ménages entrés dans l'année."
    found = held("2.5.", said)
    assert found >= {"q2_5", "q2_6", "q2_7", "q2_7_1.travail", "q2_7_3"}
    assert not any(name.startswith(("q2_8", "q2_9", "q3")) for name in found)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Les questions 2.5 à 2.9 portent sur…", [25, 26, 271, 29]),
        ("(à additionner avec 2.6)", [26]),
        ("Voir 2.5 et 2.9.", [25, 29]),
        ("3.1 jusqu'à 3.2", [31]),
        ("version 2.55 du 12.05.2024", []),
        ("aucune", []),
    ],
)
def test_the_questions_that_a_text_names(said: str, expected: list[int]) -> None:
    names = {25: "2.5", 26: "2.6", 271: "2.7.1", 29: "2.9", 31: "3.1"}
    assert [*named(said, names)] == expected


@pytest.mark.parametrize(
    ("said", "waits"),
    [
        ("* Sans les ménages déjà comptés l'an passé.", True),
        ("(hors relogements d'urgence)", True),
        ("Dont les ménages de l'année précédente", True),
        ("(voir la note 1)", False),
        ("* Champ obligatoire", False),
    ],
)
def test_what_goes_on_with_a_question(said: str, waits: bool) -> None:
    """Behind the box of 2.5, before another question."""
    assert ("q2_5" in held("2.6.", said)) is waits


@pytest.mark.parametrize("place", ["front", "end", "header"])
@pytest.mark.parametrize("said", OF_WHAT_COUNTS)
def test_what_says_otherwise_what_is_counted_holds_back(said: str, place: str) -> None:
    assert OF_WHAT_COUNTS[said] in held(place, said)


def test_a_chapter_holds_back_its_own_questions() -> None:
    found = held("front", "Le chapitre 3 porte sur les personnes relogées depuis 2019.")
    assert found and all(name.startswith("q3_") for name in found)


@pytest.mark.parametrize("place", ["front", "2.6.", "end"])
@pytest.mark.parametrize("before", ["", "3 ", "(3) ", "[3] "])
def test_a_note_of_the_form_as_a_text_holds_back_nothing(
    before: str, place: str
) -> None:
    for note in DOCUMENT.wording["footnotes"]:
        assert held(place, f"{before}{note}") == set()


@pytest.mark.parametrize(
    ("place", "said", "waits"),
    [
        # Right before 4.2.1, behind the box of 4.2.
        (
            "4.2.1.",
            "Les trois questions suivantes portent sur les demandes d'avant 2023.",
            {"q4_2_1", "q4_2_2", "q4_2_3"},
        ),
        (
            "4.2.1.",
            "Les questions ci-dessous concernent les demandes d'avant 2023.",
            {"q4_2_1", "q4_2_2", "q4_2_3", "q4_3"},
        ),
        ("2.7.1.", "Le chiffre précédent ne comprend pas les isolés.", {"q2_7"}),
        (
            "2.7.1.",
            "Les deux chiffres ci-dessus : hors ménages suivis.",
            {"q2_6", "q2_7"},
        ),
        ("4.2.1.", "Les questions suivantes sont à compléter par le CPAS.", set()),
        ("4.2.1.", "Répondez aux trois questions suivantes.", set()),
    ],
)
def test_a_text_that_speaks_of_its_neighbours(
    place: str, said: str, waits: set[str]
) -> None:
    assert held(place, said) == waits
