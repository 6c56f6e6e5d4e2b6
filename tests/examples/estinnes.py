"""The filled example of the repository: Estinnes, 2023. Every household, contact and
file in it is invented.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import cycle
from random import Random

from pipeline.editions.loader import load_form
from tests.examples.rows import Row, Rows, contact, contacts, household
from tests.support.cases import load_cases
from tests.support.paths import TESTS

PRE_MODES = (
    ("site",) * 4
    + ("permanence",) * 3
    + ("rendez_vous",) * 2
    + ("telephone",) * 3
    + ("mail", "courrier")
)
DISTANT_MODES = ("telephone", "telephone", "mail")
POST_MODES = ("visite", "visite", "telephone", "rendez_vous", "permanence", "mail")
REMARKS = (
    "exemple : explication des aides au relogement",
    "exemple : courrier du bailleur relu ensemble",
    "exemple : demande d'un document à la commune",
    "exemple : appel avec le service de médiation de dettes",
    "exemple : parle d'un souci de chauffage & d'humidité",
    "exemple : à rappeler\naprès la visite du médecin",
)
# Reasons of no relay that need no precision, as often as they occur.
NO_RELAY = ("refus_menage", "antenne", "pas_de_service", "antenne", "refus_menage")

WRITTEN = load_cases(TESTS / "examples" / "estinnes.yaml")
CASES, FORMER = WRITTEN["cases"], WRITTEN["former"]
P, C = (row["nom"] for row in WRITTEN["equipements"])


def estinnes() -> Rows:
    """The rows of inputs/estinnes-2023.xlsx: 92 households, about 400 contacts over
    2022-2024, 36 files.
    """
    residents = list(_residents())
    register = sorted(
        [*(case["menage"] for case in CASES), *FORMER, *residents],
        key=lambda row: row["code"],
    )
    journal = [
        row
        for case in CASES
        for row in contacts(case["menage"]["code"], case["contacts"], case["remark"])
    ]
    journal += [*_group_contacts(), *_drawn_contacts(residents)]
    return {
        "identification": WRITTEN["identification"],
        "equipements": WRITTEN["equipements"],
        "menages": register,
        "contacts": sorted(journal, key=lambda row: row["date"]),
        "dossiers": WRITTEN["dossiers"],
        "reponses": [
            *WRITTEN["reponses"],
            {"question": "5.1.1", "texte": str(_relocated_in_year(register))},
        ],
    }


def _relocated_in_year(register: list[Row]) -> int:
    """3.1, so that the optional numbers agree with it: only households relocated in
    Wallonia have a location.
    """
    return sum(
        row.get("date_relogement", "").startswith("2023") and "localisation" in row
        for row in register
    )


def _residents() -> Iterator[Row]:
    """H-056 to H-092, still there: 30 with support, for each problem relayed and not
    relayed, then 7 without.
    """
    lists = load_form("dics-2023").lists
    statuses = cycle([key for key in lists["statuts"].by_key if key != "autre"])
    reasons = cycle([key for key in lists["raisons"].by_key if key != "autre"])
    problems = [key for key in lists["problemes"].by_key if key != "autre"]
    no_relay = cycle(NO_RELAY)
    for number in range(56, 93):
        place = C if number % 3 == 0 else P
        who = f"{next(statuses)} {next(reasons)} {'non' if number % 4 == 0 else 'oui'}"
        pre = ""
        if number < 86:
            first, second = problems[number % 14], problems[(number * 3 + 5) % 14]
            second = second if second != first else problems[(number + 1) % 14]
            relay = "oui" if number // 14 % 2 else next(no_relay)
            pre = f"{'entame' if number % 3 == 1 else 'poursuivi'} {first}>{relay}"
            pre += (
                f" {second}>{'oui' if number % 2 else next(no_relay)}"
                if number % 5
                else ""
            )
        yield household(f"H-{number:03}", place, who, pre)


def _group_contacts() -> list[Row]:
    """Contacts of several households, one row each; the third is written as a hurried
    hand does.
    """
    return [
        contact(
            "2023-06-22",
            "H-056 ; H-059 ; H-062 ; H-065",
            "permanence",
            remarque="exemple : goûter d'été",
        ),
        contact(
            "2023-09-21",
            "H-057 ; H-060",
            "site",
            initiales="EX",
            remarque="exemple : deux voisins dans l'allée",
        ),
        contact(
            "2023-11-23",
            "h58;H 061 ; h-064",
            "permanence",
            remarque="exemple : atelier « énergie »",
        ),
        contact(
            "2022-12-15",
            "H-063 ; H-066",
            "site",
            remarque="exemple : avant l'année du rapport",
        ),
    ]


def _drawn_contacts(residents: list[Row]) -> Iterator[Row]:
    """The everyday contacts: residents by the weight of their support, former residents
    at their new homes.
    """
    draw = _Draw(Random(2023))
    for rank, row in enumerate(residents):
        if "accompagnement_pre" not in row:
            yield from draw.contacts(row["code"], 2, PRE_MODES, 2023)
            continue
        # Every tenth household with support could be reached only from a distance
        # (2.6).
        modes = DISTANT_MODES if rank % 10 == 9 else PRE_MODES
        yield from draw.contacts(row["code"], 1, (modes[0],), 2023)
        yield from draw.contacts(row["code"], 5 + rank % 4, modes, 2023)
        if row["accompagnement_pre"] == "poursuivi":
            yield from draw.contacts(row["code"], 1, PRE_MODES, 2022)
        if rank % 2:
            yield from draw.contacts(row["code"], 1, PRE_MODES, 2024)
    for row in FORMER:
        yield from draw.contacts(row["code"], 1, ("telephone",), 2023)
        yield from draw.contacts(
            row["code"], 3 if "accompagnement_post" in row else 1, POST_MODES, 2023
        )


class _Draw:
    """Working days and modes at random (a fixed seed), never the same household, day
    and mode twice.
    """

    def __init__(self, random: Random) -> None:
        self.random = random
        self.taken: set[tuple[str, date, str]] = set()

    def contacts(
        self, code: str, number: int, modes: tuple[str, ...], year: int
    ) -> Iterator[Row]:
        """``number`` contacts of the household in the year (2024: before the end of
        February).
        """
        for _ in range(number):
            day, mode = self._free_day(code, modes, year)
            remark = self.random.choice(REMARKS) if self.random.random() < 0.3 else ""
            yield contact(
                day.isoformat(),
                code,
                mode,
                initiales=self.random.choice(("EX", "DE", "")),
                remarque=remark,
            )

    def _free_day(
        self, code: str, modes: tuple[str, ...], year: int
    ) -> tuple[date, str]:
        while True:
            day = date(year, 1, 3) + timedelta(
                days=self.random.randrange(50 if year == 2024 else 355)
            )
            chosen = code, day, self.random.choice(modes)
            if day.weekday() < 5 and chosen not in self.taken:
                self.taken.add(chosen)
                return day, chosen[2]
