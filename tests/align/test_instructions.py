"""Instructions as authorities write them beside a question that counts households: those
that ask for no answer, or for another, and those that change nothing.
"""

from __future__ import annotations

import pytest

from pipeline.align.instructions import (
    asks_no_answer,
    asks_otherwise,
    begins_like_instruction,
    is_harmless,
    is_plain_instruction,
    is_unanswered,
)

QUESTION = ["3.1. Nombre de ménages relogés en Wallonie en 2023, en logement privé ?"]
TEXT = ["3.3.1. Pour quelle(s) raison(s) la rencontre n'a-t-elle pas eu lieu ?"]
NO_ANSWER = (
    "Ne pas remplir, sera complété par la DiCS.",
    "Ne pas remplir",
    "Ne rien inscrire ici.",
    "À ne pas compléter",
    "Ne complétez pas cette question.",
    "Cette rubrique ne doit plus être complétée.",
    "Il n'est pas nécessaire de répondre à cette question.",
    "Merci de ne rien écrire dans ce cadre.",
    "Laisser vide",
    "Laissez ce champ en blanc.",
    "Réservé à l'administration",
    "Cadre réservé au SPW",
    "Partie réservée à la DiCS, merci de ne pas compléter.",
    "Sera complété par la DiCS",
    "À compléter par le SPW Action sociale.",
    "À remplir par la Direction de la Cohésion sociale",
    "Chiffre prérempli par l'administration",
    "Calculé automatiquement",
    "Le total se calcule automatiquement",
    "Complété d'office",
    "Sans objet en 2023",
    "Question supprimée",
    "Non applicable",
    "Cette question ne concerne que les communes de plus de 10.000 habitants.",
    "Inutile de répondre à cette question.",
    "Rien à remplir ici.",
    "Ne remplissez pas cette case",
    "Cette case est remplie par la DiCS.",
    "Colonne complétée par nos services",
    "À compléter ultérieurement",
)
ANOTHER = (
    "Indiquer le pourcentage",
    "Indiquez un pourcentage (%).",
    "en euros",
    "En €",
    "En % du total",
    "Montant total en euros",
    "Exprimé en pour cent",
    "Donner la proportion de ménages",
    "En heures",
    "en ETP",
    "Moyenne par mois",
    "Indiquez le nombre de personnes",
    "Nombre de logements",
    "Nombre d'enfants",
    "Situation au 30 juin",
    "Chiffres au 1er janvier 2023",
    "Au 30/06/2023",
    "Total cumulé depuis le début de la convention",
    "Depuis 2020",
    "Donner les chiffres de 2022",
    "Pour l'année 2022",
    "Chiffres de l'année précédente",
    "Premier semestre uniquement",
    "Hors relogements en urgence",
    "Sauf les ménages isolés",
    "Y compris les ménages saisonniers",
    "Ne comptez pas les relogements provisoires.",
    "Ne pas comptabiliser les ménages relogés par le CPAS",
    "Uniquement les ménages avec enfants",
    "Ne prendre en compte que les relogements définitifs",
    "N'oubliez pas d'indiquer le pourcentage",
    "Si aucun ménage, indiquez 0. Donnez un pourcentage.",
)
THE_SAME = (
    "Indiquez le nombre de ménages.",
    "Réponse en chiffres",
    "(au 31/12/2023)",
    "Situation au 31 décembre 2023",
    "Nombre de ménages",
    "Une seule réponse",
    "Une seule réponse possible.",
    "Répondez uniquement en chiffres.",
    "Merci d'indiquer un nombre entier.",
    "Indiquez un nombre entier, sans décimale",
    "Ne laissez aucune case vide.",
    "Ne pas laisser de case vide",
    "N'oubliez pas de répondre.",
    "N'hésitez pas à préciser.",
    "Si aucun, indiquez 0.",
    "S'il n'y en a pas, indiquez 0",
    "Si vous n'êtes pas concerné, indiquez 0.",
    "Ne pas oublier de compléter cette case",
    "À compléter par le chef de projet",
    "À remplir par le travailleur social",
    "Rubrique à compléter par un agent du CPAS et/ou un travailleur social du pool HP",
    "Merci de compléter cette case.",
    "Veuillez compléter",
    "Voir note 3",
    "Voir le guide, page 12.",
    "Obligatoire",
    "Comptez chaque ménage une seule fois.",
    "Ne comptez pas deux fois le même ménage.",
    "Ne pas modifier le tableau",
    "Ne mentionnez pas de noms.",
    "Ne pas indiquer de données personnelles",
    "Maximum 10 lignes",
    "Ne pas dépasser 10 lignes",
    "Rappel : un ménage peut compter plusieurs personnes.",
    "Attention, chiffre obligatoire.",
    "Toute question : contactez la DiCS.",
    "Pour information, le plan est cofinancé par la Région.",
    "À renvoyer pour le 31/03/2024",
    "Chiffres de 2023",
    "En 2023",
    "Nombre de ménages concernés",
    "Chiffre à reprendre du registre",
    "Exemple : 12",
    "Répondez à chaque question",
    "Cochez une seule case",
    "Le rapport sera analysé par la DiCS",
    "Complétez en français",
    "Total",
    "Une raison par ménage",
)


@pytest.mark.parametrize("said", NO_ANSWER)
def test_no_answer_is_asked_for(said: str) -> None:
    assert asks_no_answer(said)
    assert asks_otherwise(said, QUESTION) and asks_otherwise(said, TEXT)
    assert not is_plain_instruction(said, QUESTION)


@pytest.mark.parametrize("said", ANOTHER)
def test_another_answer_is_asked_for(said: str) -> None:
    """Of a question that is answered in words, they are about no figure."""
    assert asks_otherwise(said, QUESTION) and not asks_otherwise(said, TEXT)
    assert not is_plain_instruction(said, QUESTION)


@pytest.mark.parametrize("said", THE_SAME)
def test_the_same_answer_is_asked_for(said: str) -> None:
    """Of what begins as an instruction one can say so."""
    assert not asks_otherwise(said, QUESTION)
    asked = [f"{QUESTION[0]} 2023"]
    assert is_harmless(said, asked) or not begins_like_instruction(said)


@pytest.mark.parametrize(
    "said",
    ["Comptez des personnes.", "Tenir compte du logement précédent", "Prenez 2022",
     "Cochez ce que vous ne faites pas.", "Attention : reprendre les refus",
     "Merci de compter les ménages isolés"],
)  # fmt: skip
def test_an_instruction_of_which_one_cannot_say_that_it_changes_nothing(
    said: str,
) -> None:
    assert begins_like_instruction(said) and not is_harmless(said, QUESTION)


def test_what_the_question_says_itself_is_nothing_else() -> None:
    """4.2 counts the households of two years, 2.9 those that were not handed on."""
    of_two_years = ["4.2. Nombre de dossiers fin 2022 et en 2023"]
    assert not asks_otherwise("Dossiers de 2022 et de 2023", of_two_years)
    assert asks_otherwise("Dossiers de 2021", of_two_years)
    assert not asks_otherwise("Nombre de dossiers", of_two_years)
    assert asks_otherwise("Nombre de ménages", of_two_years)
    assert not asks_otherwise("en euros", ["Total des dépenses, en euros"])


@pytest.mark.parametrize(
    ("there", "is_open"),
    [
        ("Oui / Non", True),
        ("Oui / Non (biffer la mention inutile)", True),
        ("NON - OUI", True),
        ("Oui ou non", True),
        ("□ oui □ non", True),
        ("□ 0-10  □ 11-50  □ plus de 50", True),
        ("A compléter par la DiCS", True),
        ("Ne pas remplir", True),
        ("en euros", True),
        ("%", True),
        ("(au 31/12/2023)", True),
        ("Indiquez le nombre de ménages.", True),
        ("Oui", False),
        ("☒ oui □ non", False),
        ("12", False),
        ("12 %", False),
        ("10 (à vérifier)", False),
        ("vingt", False),
        ("Indiqué par le CPAS : 12", False),
        ("néant", False),
    ],
)
def test_words_of_the_form_at_a_place(there: str, is_open: bool) -> None:
    assert is_unanswered(there, is_text=False) is is_open


@pytest.mark.parametrize(
    ("there", "is_open"),
    [
        ("À compléter par le chef de projet.", True),
        ("Précisez en dix lignes au plus.", True),
        ("Une réunion avec les gestionnaires a été tenue.", False),
        ("Nous n'avons pas complété l'inventaire.", False),
        ("Nombre de visites en hausse.", False),
        ("Si nécessaire.", False),
    ],
)
def test_words_of_the_form_where_a_text_goes(there: str, is_open: bool) -> None:
    assert is_unanswered(there, is_text=True) is is_open
