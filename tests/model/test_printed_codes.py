"""Household codes inside printed texts: no spelling hides one, and a word before a
number is only asked about.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.printed_codes import code_finder
from pipeline.model.text import code_key
from pipeline.run import produce
from tests.support.faults import (
    Change,
    answer,
    equipement,
    identification,
    menage,
    workbook,
)


def found(text: str, *codes: str) -> list[tuple[str, bool]]:
    return [
        (one.code, one.is_sure)
        for one in code_finder({code: code_key(code) for code in codes})(text)
    ]


@pytest.mark.parametrize(
    "text",
    [
        *("le ménage H-017 est parti", "(h17)", "H 017", "h\u201117, puis", "vu H-0017.", "MÉNAGE H17", "H\n017"),
        *(f"vu H{sign}017." for sign in "./_:+·'’´`(°*#=|,;!?\\&@~^\"«»…–—−•"),
        *("H - 017", "H--017", "H017bis", "H-017b", "H017B", "H_017_", "H 17 bis", "H.17ter", "h.017B"),
        *("_H_017_", "H...017", "H\u200b017"),
        *("Н-017 in Cyrillic", "Η017 in Greek", "H-1７", "H-٠17", "Ｈ-017"),
        *("voir H/017/H/018", "H-017/018", "«H-017»", "H\u00a0017", "H-017,5"),
    ],
)  # fmt: skip
def test_a_code_in_any_spelling_is_found(text: str) -> None:
    assert ("H-017", True) in found(text, "H-017")


@pytest.mark.parametrize(
    "text",
    [
        *("17 ménages", "AH17", "H170", "H0171", "H-0171", "rue H, 17", "1H17", "", "H", "H-", "017"),
        *("H (17)", "H ; 17", "É-017", "H....017", "un HH-017", "H1.7", "H-1/7"),
    ],
)  # fmt: skip
def test_other_texts_hold_no_code(text: str) -> None:
    assert found(text, "H-017") == []


@pytest.mark.parametrize(
    "text",
    [
        "H. 017",
        "H : 017",
        "H° 17",
        "parc H / 17 ménages",
        "9 h 17",
        "9 H 17",
        "à 14 h 17",
    ],
)
def test_what_may_be_a_code_is_doubtful(text: str) -> None:
    assert found(text, "H-017") == [("H-017", False)]


@pytest.mark.parametrize("text", ["en 2023 H 17", "9 h-17", "9 H017", "les H 17"])
def test_the_time_is_no_excuse(text: str) -> None:
    assert found(text, "H-017") == [("H-017", True)]


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("DU-15", "Réunion du 15 mars."),
        ("DU-15", "Du 15 au 20 mars"),
        ("DU-015", "DU 15"),
        ("LE-3", "le 3"),
        ("A-17", "Il y en a 17."),
        ("À-17", "à 17 personnes"),
        ("EN2023", "En 2023, rien."),
        ("RUE-4", "rue 4"),
        ("MARS 15", "en mars 15 ménages"),
        ("N-17", "n° 17"),
        ("N-17", "n°17"),
        ("P-12", "p. 12"),
        ("ART-60", "un contrat art. 60"),
        ("ART-60", "un contrat art.60"),
        ("PAR12", "par\u00a012"),
        ("PARC-1", "Le dépliant du parc 1 est prêt."),
        ("PARC-1", "Parc 1 : un dépliant."),
        ("parc-01", "au parc 1"),
        ("CHALET-3", "chalet 3"),
        ("CHALET-12B", "près du chalet 12B"),
        ("LOT 12", "le lot 12"),
        ("AXE-1", "l'axe 1"),
        ("PHASE-2", "Phase\u00a02"),
        ("ZONE-3", "zone 3"),
        ("BLOC-4", "bloc 4"),
        ("ALLÉE-5", "allée 5"),
        ("EMPLACEMENT-8", "emplacement n° 7 ou emplacement 8"),
        ("SEMAINE-12", "la semaine 12"),
        ("JUIN-23", "en Juin 23"),
        ("12-CHALETS", "12 chalets"),
        ("DU-15B", "du 15B"),
        ("RUE-4", "RUE 4"),
    ],
)
def test_a_word_and_a_number_apart_are_doubtful(code: str, text: str) -> None:
    assert found(text, code) == [(code, False)]


@pytest.mark.parametrize(
    ("code", "text"),
    [
        *(
            ("DU-15", text)
            for text in ("DU-15", "du-15", "DU15", "du15", "du/15", "Du.15", "du_15")
        ),
        *(("N-17", text) for text in ("N-17", "n17", "N/17")),
        ("AB-17", "ab 17"),
        *(
            ("PARC-1", text)
            for text in ("parc-1", "Parc1", "PARC 1", "parc/1", "PaRC 1")
        ),
        ("PARC-B-3", "du parc b 3"),
        ("PARC-1-H", "du parc 1-H"),
        *(("MENAGE-3", text) for text in ("menage 3", "Menage 3")),
        ("FAMILLE-3", "la famille 3"),
        *(("H-17B", text) for text in ("h 17B", "H 17B")),
        ("12A", "12A"),
    ],
)
def test_a_code_written_as_one_is_sure(code: str, text: str) -> None:
    assert found(text, code) == [(code, True)]


@pytest.mark.parametrize(
    ("code", "texts"),
    [
        ("H/017", ("H/017", "H-17", "H.17", "h 017", "H017")),
        ("H.0.17", ("H.0.17", "H-0.17")),
        ("2023/H-4", ("2023/H-4", "2023-H-4", "2023H4", "2023.h.4", "2023 H 4")),
        ("H-17/3", ("H-17/3", "H17.3", "H-17-3", "H 17 3")),
        ("H-17B", ("H-17B", "h17b", "H.17.B", "H 17-B")),
        ("EST-H-017", ("EST-H-017", "EST/H/17", "est h 17")),
        ("НК-3", ("HK-3", "НК 3")),  # in Cyrillic
        ("É-3", ("É-3", "é/3", "E\u0301-3")),
        ("12A", ("12A", "12-a", "12/A", "012A")),
    ],
)
def test_codes_of_several_parts(code: str, texts: tuple[str, ...]) -> None:
    assert [text for text in texts if (code, True) not in found(text, code)] == []


def test_codes_that_are_not_these_parts() -> None:
    assert (
        found("annexe A1.2, H-17C, H-17BIS, 112A, 12AB, H-17B4", "A-12", "H-17B", "12A")
        == []
    )


def test_the_longest_and_every_code_is_found() -> None:
    assert found("H-17B puis H-18", "H-17", "H-17B", "H-18") == [
        ("H-17", True),
        ("H-17B", True),
        ("H-18", True),
    ]
    assert found("h 17", "h 0017", "H-17") == [("h 0017", True)]


TOKENS = [
    "H",
    "h",
    "017",
    "17",
    "0017",
    "171",
    "7",
    "a",
    "rue",
    "-",
    " ",
    "\n",
    ".",
    "/",
    "_",
    ", ",
    ". ",
    "…",
    "é",
]


@given(st.lists(st.sampled_from(TOKENS), max_size=12).map("".join))
def test_codes_are_found_wherever_they_stand(text: str) -> None:
    """Held against one pattern, written from the rule."""
    sure, soft = r"(?:[\s-]*|(?:[./_,]|\.\.\.){1,3}?)", r"\s*[./_]\s*"
    plain = text.replace("…", "...")
    number = r"0*1(?:[\s-]*0*)?7(?!\d)"
    wanted = re.search(rf"(?<![^\W_])[Hh](?:{sure}|{soft}){number}", plain)
    if wanted:
        assert found(text, "H-017"), wanted
    elif not re.search(r"[Hh][^a-zA-Zé]*1[^a-zA-Zé]*7", plain):
        assert not found(text, "H-017")


# ---- in a workbook


def told(folder: Path, *changes: Change) -> list[tuple[str, str, str]]:
    path = folder / "classeur.xlsx"
    path.write_bytes(workbook(*changes))
    problems = produce(path).problems
    return [
        (p.code, str(p.ref), p.facts["valeur"])
        for p in problems
        if p.code.startswith("code-")
    ]


def test_a_word_and_a_number_let_the_report_be_made(tmp_path: Path) -> None:
    text = answer("1.1", "communication", texte="Réunion du 15 mars, une autre le 20.")
    path = tmp_path / "classeur.xlsx"
    path.write_bytes(workbook(menage(8, code="DU-15"), *GONE, text))
    outcome = produce(path)
    (problem,) = [
        problem for problem in outcome.problems if problem.code == "code-possible"
    ]
    assert str(problem.ref) == "Réponses!E6" and problem.facts["code"] == "DU-15"
    assert outcome.report is not None and outcome.answers is not None
    assert (
        outcome.answers.figures["1.1"]["communication_texte"].value
        == "Réunion du 15 mars, une autre le 20."
    )


# H-004 is called otherwise; the contact that names it too.
GONE = (lambda draft: draft.rows["contacts"][0].update(codes=("H-001",)),)


@pytest.mark.parametrize(
    ("text", "code", "shown"),
    [
        (
            "Le ménage H.001 a été relogé, H/002 et H_003 non.",
            "code-dans-texte",
            "H.001",
        ),
        ("Réunion du 15, puis DU-15.", "code-dans-texte", "DU-15"),
        ("Réunion du 15, puis du 15.", "code-possible", "du 15"),
        ("Voir H. 002", "code-possible", "H. 002"),
    ],
)
def test_one_finding_a_text_and_the_surest(
    text: str, code: str, shown: str, tmp_path: Path
) -> None:
    changes = (menage(8, code="DU-15"), *GONE)
    assert told(tmp_path, *changes, answer("1.1", "communication", texte=text)) == [
        (code, "Réponses!E6", shown)
    ]


def test_every_printed_text_is_looked_at(tmp_path: Path) -> None:
    changes = (
        identification(5, commune="Clairbois H.001"),
        equipement(7, nom="Parc H/002"),
        menage(8, statut="autre", statut_precision="comme H_003"),
    )
    places = ["Identification!B5", "Équipements!A7", "Ménages!D8"]
    assert [(code, place) for code, place, _ in told(tmp_path, *changes)] == [
        ("code-dans-texte", p) for p in places
    ]
