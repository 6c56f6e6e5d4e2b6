"""Figures of a DiCS report that comes in, one changed by hand: which do not agree then,
and which say nothing.
"""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from pipeline.editions.loader import load_form
from pipeline.model.received import cents_of, figure_of, ticked
from pipeline.model.submission import Places
from pipeline.rules.families import FAMILIES

FORM = load_form("dics-2023")
# A small report that holds together; every other figure is 0.
SOUND = {
    **{"q2_5": "10", "q2_6": "4", "q2_7": "6", "q2_7_3": "2"},
    **{"q2_7_1.ris": "4", "q2_7_1.travail": "2", "q2_7_1.total": "6"},
    **{"q2_7_2.choix": "6", "q2_7_2.total": "6"},
    **{"q2_8.sante": "5", "q2_8.sante_relayes": "3", "q2_8.sante_non_relayes": "2"},
    **{"q2_8.mobilite": "2", "q2_8.mobilite_relayes": "2", "q2_9.antenne": "2"},
    **{"q3_1": "5", "q3_2": "2", "q3_3": "1", "q3_4": "1", "q3_5": "3"},
    **{"q3_6": "4", "q3_7": "2", "q3_8_1.ris": "5", "q3_8_1.total": "5"},
    **{"q3_8_2.ais": "5", "q3_8_2.total": "5"},
    **{"q3_8_3.origine": "5", "q3_8_3.total": "5", "q3_8_4": "1"},
    **{"q3_9.loyer": "4", "q3_9.droits": "2", "q3_9.total": "6", "q3_10": "1"},
    **{"q4_2.total": "6", "q4_2.annee_precedente": "1", "q4_2.annee": "4"},
    **{"q4_2.aucun": "", "q4_2_1": "3", "q4_2_2": "1", "q4_2_3": "2", "q4_3": "1"},
}
SAME, MOST = "Ce devrait être le même nombre.", "Ce devrait être ce nombre au plus."
# What is changed -> all that does not agree then.
CHANGED: list[tuple[dict[str, str], list[str]]] = [
    ({"q2_5": "1"}, [f"2.7 : 6, mais 2.5 + 2.6 : 5 en tout. {MOST}"]),
    ({"q2_5": "2"}, []),
    ({"q2_7_1.total": "7"}, ["2.7.1 (Total) : 7, mais 2.7 : 6.", "Les lignes de 2.7.1 : 6 en tout, mais 2.7.1 (Total) : 7."]),
    ({"q2_7_1.chomage": "1"}, [f"Les lignes de 2.7.1 : 7 en tout, mais 2.7.1 (Total) : 6. {SAME}"]),
    ({"q2_7_2.choix": "5"}, ["Les lignes de 2.7.2 : 5 en tout, mais 2.7.2 (Total) : 6."]),
    ({"q2_7_3": "7"}, [f"2.7.3 : 7, mais 2.7 : 6. {MOST}"]),
    (
        {"q2_8.sante": "6"},
        [f"2.8 (Santé, relayés) + 2.8 (Santé, non relayés) : 5 en tout, mais 2.8 (Santé) : 6. {SAME}"],
    ),
    (
        {"q2_8.sante": "7", "q2_8.sante_relayes": "5"},
        [f"2.8 (Santé) : 7, mais 2.7 : 6. {MOST}"],
    ),
    (
        {"q2_8.mobilite": "6", "q2_8.mobilite_relayes": "6", "q2_8.sante": "6"}
        | {"q2_8.sante_relayes": "4", "q2_8.isolement": "1", "q2_8.isolement_relayes": "1"},
        ["Les lignes de 2.8 : 13 en tout, mais 2.7 : 6. Ce devrait être le double de ce nombre au plus."],
    ),
    (
        {"q2_9.antenne": "3"},
        ["Les lignes de 2.9 : 3 en tout, mais les lignes de 2.8 (non relayés) : 2 en tout."],
    ),
    # two problems of a household may have one reason, but not none
    ({"q2_9.antenne": "1"}, []),
    ({"q2_9.antenne": "0"}, ["Les lignes de 2.9 : 0 en tout, mais les lignes de 2.8 (non relayés) : 2"]),
    ({"q3_2": "4"}, [f"3.2 + 3.3 + 3.4 : 6 en tout, mais 3.1 : 5. {MOST}"]),
    ({"q3_5": "6", "q3_7": "0", "q3_1": "5"}, ["3.5 : 6, mais 3.1 : 5."] + ["3.8."] * 3),
    ({"q3_6": "1"}, ["3.7 : 2, mais 3.6 : 1. D'habitude, c'est ce nombre au plus : est-ce voulu ?"]),
    ({"q3_8_1.total": "4", "q3_8_1.ris": "4"}, [f"3.8.1 (Total) : 4, mais 3.5 + 3.7 : 5 en tout. {SAME}"]),
    ({"q3_8_4": "6"}, ["3.8.4 : 6, mais 3.5 + 3.7 : 5 en tout."]),
    ({"q3_9.total": "5"}, ["Les lignes de 3.9 : 6 en tout, mais 3.9 (Total) : 5."]),
    ({"q3_10": "6"}, ["3.10 : 6, mais 3.1 : 5."]),
    ({"q4_2_3": "1"}, [f"4.2.1 + 4.2.2 + 4.2.3 : 5 en tout, mais 4.2 (Total) : 6. {SAME}"]),
    (
        {"q4_2.annee": "6"},
        ["4.2 (Relogement de l'année précédente) + 4.2 (Relogement de l'année) : 7 en tout, mais"],
    ),
    ({"q4_2.aucun": "X"}, ["4.2 (Total) : 6, mais la case « Pas de dossiers » est cochée."]),
    # What is no figure is no 0: nothing is said, but that the others are too many.
    ({"q2_7": "six"}, []),
    ({"q2_7": ""}, []),
    ({"q2_7_1.total": "", "q2_7_1.ris": "3"}, ["Les lignes de 2.7.1 : 5 en tout, mais 2.7 : 6."]),
    ({"q2_7_1.ris": "", "q2_7_1.travail": "1"}, []),
    ({"q2_7_1.ris": "/", "q2_7_1.travail": "8"}, ["Les lignes de 2.7.1 : 8 en tout, mais 2.7.1 (Total) : 6."]),
    ({"q3_3": "une", "q3_2": "6"}, ["3.2 + 3.3 + 3.4 : 7 en tout, mais 3.1 : 5."]),
]  # fmt: skip


def told(changes: Mapping[str, str]) -> list[str]:
    texts: dict[str, str] = dict.fromkeys(all_places(), "0") | SOUND | dict(changes)
    return [
        one.sentence
        for one in FAMILIES[FORM.family].contradictions(FORM, Places(texts))
    ]


def all_places() -> list[str]:
    """The places of every figure."""
    return [
        f"q{question.id.replace('.', '_')}{'.' if line.key else ''}{line.key}"
        for question in FORM.questions.values()
        for line in question.counted(FORM.lists)
    ]


def test_a_sound_report_holds_together() -> None:
    assert told({}) == []


@pytest.mark.parametrize(("changes", "expected"), CHANGED)
def test_one_figure_is_changed(changes: dict[str, str], expected: list[str]) -> None:
    found = told(changes)
    assert len(found) == len(expected), found
    for sentence, start in zip(found, expected, strict=True):
        assert sentence.startswith(start)


def test_a_contradiction_names_its_places() -> None:
    texts = dict.fromkeys(all_places(), "0") | SOUND | {"q3_10": "6"}
    (found,) = FAMILIES[FORM.family].contradictions(FORM, Places(texts))
    assert found.places == ("q3_10", "q3_1")


def test_what_is_a_figure() -> None:
    for text, figure in {
        "0": 0,
        " 12\n": 12,
        "1\u202f234": 1234,
        "1 234 567": 1234567,
    }.items():
        assert figure_of(text) == figure
    no_figures = (
        "",
        "/",
        "-",
        "douze",
        "12 ménages",
        "1.234",
        "12,5",
        "-3",
        "12 34",
        "½",
        "٣",
        "X",
    )
    assert [*map(figure_of, no_figures)] == [None] * len(no_figures)
    assert figure_of("9" * 5_000) is None


def test_what_is_an_amount() -> None:
    amounts = {
        "50.000,00 €": 5_000_000,
        "- €": 0,
        "50 000 €": 5_000_000,
        "7": 700,
        "-1,05 €": -105,
    }
    assert {text: cents_of(text) for text in amounts} == amounts
    assert [*map(cents_of, ("", "50.00", "mille", "1,5 €", "12 €/mois"))] == [None] * 5


def test_what_is_a_tick() -> None:
    assert [*map(ticked, ("X", " x ", "☒", "✓", "", "☐", "oui", "1"))] == [
        *(True, True, True, True),
        *(False, False, None, None),
    ]
