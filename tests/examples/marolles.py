"""The plan 2022-2025 of Marolles and Anneessens as rows: its own words and amounts;
every activity of the follow-up is invented, and so are the organisations that lead
them.
"""

from __future__ import annotations

from pathlib import Path

from pipeline.model.submission import Text, Value
from pipeline.model.text import StyledText
from tests.support.cases import beside, load_cases

Row = dict[str, Value]
Rows = dict[str, list[Row]]

WORDS = Path(__file__).with_name("marolles_texts.yaml")
# Day, objective or action, quarter, organisation, people, of them new; then a remark.
# 1.1.1 A2 is above its 200 in 2022 only; 1.1.2 A3 has nothing in Stalingrad in 2022;
# 2.2 reaches its 80 though 2.2.2 lacks 3.
SUIVI = """
2022-02-10 | 3.1.1 A1 | Marolles   | Maison de quartier B   | 14 |    | exemple : première réunion du groupe de travail
2022-02-24 | 3.1.1 A1 | Anneessens | Maison de quartier E   | 11 |    |
2022-03-08 | 1.1.1 A1 | Marolles   | Association A          | 18 | 18 | exemple : essai de l'outil de repérage
2022-03-17 | 1.1.1 A2 | Marolles   | Association A          | 46 | 46 |
2022-03-29 | 1.1.1 A2 | Anneessens | Maison de quartier E   | 38 | 38 |
2022-04-12 | 1.1.2 A1 | Marolles   | Association A          | 12 |    | exemple : premier cycle & partage des rôles
2022-04-26 | 4.0.1 A1 | Anneessens | Groupe de travail CLSS |  9 |    |
2022-05-05 | 1.1.2 A3 | Marolles   | Service logement C     | 27 | 27 |
2022-05-19 | 1.1.1 A2 | Stalingrad | Association D          | 22 | 22 |
2022-06-02 | 2.2.1    | Marolles   | Association F          | 16 | 16 |
2022-06-14 | 2.1.2 A2 | Anneessens | Association G          | 19 | 15 | exemple : présence en rue, le soir
2022-06-23 | 1.1.2 A3 | Anneessens | Service logement C     | 21 | 21 |
2022-07-07 | 1.2.2 A3 | Anneessens | Association D          | 13 | 13 |
2022-08-30 | 2.2.1 A1 | Anneessens | Association F          | 12 | 12 |
2022-09-15 | 1.1.1 A2 | Marolles   | Maison médicale H      | 59 | 31 |
2022-09-27 | 1.2.2 A1 | Marolles   | Service logement C     | 15 |    |
2022-10-06 | 2.2.2    | Marolles   | Association J          |  6 |  6 |
2022-10-18 | 1.1.1 A2 | Anneessens | Maison de quartier E   | 48 | 20 |
2022-11-03 | 1.1.2 A3 | Marolles   | Service logement C     | 25 | 14 |
2022-11-15 | 2.1.1 A1 | Stalingrad | Maison médicale H      | 10 | 10 |
2022-11-24 | 1.1.2 A3 | Anneessens | Service logement C     | 17 | 11 |
2022-12-08 | 2.1.3 A1 | Anneessens | Association G          | 17 |    |
2023-01-19 | 3.1.1 A1 | Marolles   | Groupe de travail CLSS | 16 |    |
2023-02-02 | 1.1.1 A2 | Marolles   | Association A          | 44 | 30 |
2023-02-14 | 1.1.2 A3 | Stalingrad | Service logement C     | 12 | 12 | exemple : permanence ouverte en février
2023-03-02 | 2.2.1    | Marolles   | Association F          | 14 | 11 |
2023-03-16 | 1.1.1 A2 | Anneessens | Maison de quartier E   | 41 | 24 |
2023-03-28 | 2.1.2 A2 | Anneessens | Association G          | 24 | 12 |
2023-04-20 | 1.1.2 A3 | Marolles   | Service logement C     | 28 | 19 |
2023-05-04 | 2.2.2    | Anneessens | Association J          |  7 |  6 |
2023-05-16 | 1.1.2 A3 | Anneessens | Service logement C     | 33 | 20 |
2023-05-25 | 3.1.1 A4 | Stalingrad | Maison de quartier B   | 35 | 35 | exemple : fête de rue
2023-06-08 | 4.0.1    | Anneessens | Groupe de travail CLSS | 10 |    |
2023-06-20 | 1.2.2 A2 | Marolles   | Service logement C     |  8 |    |
2023-06-29 | 1.1.1 A2 | Stalingrad | Association D          | 26 | 14 |
2023-08-29 | 2.2.1 A1 | Anneessens | Association F          | 13 |  9 |
2023-09-07 | 1.2.2 A3 | Anneessens | Association D          | 18 | 10 |
2023-09-19 | 1.1.1 A2 | Marolles   | Maison médicale H      | 52 | 22 |
2023-10-05 | 1.1.2 A3 | Marolles   | Service logement C     | 22 | 13 |
2023-10-17 | 1.1.2 A3 | Anneessens | Service logement C     | 24 | 15 |
2023-10-26 | 2.2.2    | Marolles   | Association J          |  4 |  3 | exemple : deux contrats « article 60 » prolongés
2023-11-09 | 2.1.1 A2 | Marolles   | Maison médicale H      | 20 |    |
2023-11-21 | 1.1.1 A2 | Anneessens | Maison de quartier E   | 24 |  9 |
2023-12-05 | 2.2.1    | Anneessens | Association F          |  8 |  8 |
2023-12-14 | 4.0.1 A2 | Marolles   | Groupe de travail CLSS | 13 |    |
"""


def marolles() -> Rows:
    """The rows of inputs/marolles-anneessens-2022.xlsx: 21 objectives, 29 actions, 45
    activities.
    """
    words = load_cases(WORDS)
    typed = {sheet: [*map(dict, rows)] for sheet, rows in beside(__file__).items()}
    return {
        "plan": typed.pop("plan"),
        "quartiers": typed.pop("quartiers"),
        **{sheet: [_worded(row) for row in rows] for sheet, rows in words.items()},
        **typed,
        "suivi": [_activity(line) for line in SUIVI.strip().splitlines()],
    }


def _worded(row: dict[str, str]) -> Row:
    """A row of the words as the workbook takes it: years as numbers, bold as bold."""
    return {
        key: _years(text) if key == "annees" else styled(text)
        for key, text in row.items()
    }


def _years(text: str) -> tuple[int, ...]:
    """2022, or from 2022-2025 all years from the first to the last."""
    first, _, last = text.partition("-")
    return tuple(range(int(first), int(last or first) + 1))


def styled(text: str) -> Text:
    """The text with its **bold**; a text without any stays plain."""
    pieces = text.split("**")
    looks = [
        (piece, "Gras" if position % 2 else "") for position, piece in enumerate(pieces)
    ]
    return StyledText.of(looks) if len(pieces) > 1 else text


def _activity(line: str) -> Row:
    day, vise, quartier, organisation, personnes, nouvelles, remarque = (
        cell.strip() for cell in line.split("|")
    )
    row: Row = {
        "date": day,
        "vise": vise,
        "quartier": quartier,
        "organisation": organisation,
    }
    row["personnes"] = int(personnes)
    if nouvelles:
        row["nouvelles"] = int(nouvelles)
    if remarque:
        row["remarque"] = remarque
    return row
