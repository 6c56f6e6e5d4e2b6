"""Registers drawn at random over two years: what is noted of the second may be typed
into the old workbook or into the carried one, and its report is the same.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pipeline.carry_over.account import account
from pipeline.carry_over.new_workbook import NewWorkbook, new_workbook
from pipeline.carry_over.old import OldWorkbook
from pipeline.editions.loader import load_form
from pipeline.model.text import code_key
from pipeline.run import look
from pipeline.workbook.read import read_workbook
from tests.rules.dics.test_recount import check_figures
from tests.support import random_workbooks as drawn
from tests.support.marks import slow_after
from tests.support.quick_workbook import quick_workbook
from tests.support.recount import recount

FORM = load_form("dics-2023")
Cells = dict[str, Any]
# What a household's row says of one year alone.
YEARLY = (
    *("accompagnement_pre", "accompagnement_post"),
    *(
        f"{name}_{number}{end}"
        for name, ends in (
            ("probleme", ("", "_precision")),
            ("relais", ("",)),
            ("motif", ("", "_precision")),
            ("contenu", ("", "_precision")),
        )
        for number in (1, 2)
        for end in ends
    ),
)
DEPARTURE = (
    *("date_relogement", "destination", "destination_precision", "localisation"),
    *("suivi_confie", "statut_apres", "statut_apres_precision", "reseau_apres"),
)
POST = ("accompagnement_post", "contenu_1", "contenu_2")
POST_CELLS = (*POST, "contenu_1_precision", "contenu_2_precision")
ELSEWHERE = ("hors_wallonie", "mr_mrs", "autre_hp", "autre_depart")
FINAL = ("octroi", "refus_definitif")


@dataclass
class Household:
    """A household over both years. ``lasting``: its lasting cells before any fact of
    N+1; ``yearly``: the cells of N and of N+1; ``later``: its lasting facts of N+1.
    """

    lasting: Cells
    yearly: tuple[Cells, Cells]
    later: Cells
    code: str = field(init=False)

    def __post_init__(self) -> None:
        self.code = self.lasting["code"]


def household(draw: random.Random, code: str, sites: list[str], n: int) -> Household:
    """One that may leave for anywhere from N-2 to N+1, and whose follow-up may end."""
    row, other = (_sound(drawn.menage(draw, code, sites, n)) for _ in range(2))
    if "date_relogement" in row and draw.random() < 0.3:
        row = {key: row[key] for key in row if key not in (*DEPARTURE[2:], *POST_CELLS)}
        row["destination"] = draw.choice(ELSEWHERE)
    left = row.get("date_relogement", "")
    if left and row["destination"] not in ELSEWHERE and draw.random() < 0.4:
        end = drawn.day(draw, n + draw.randint(-1, 1))
        row |= {"fin_suivi": end} if end > left else {}
    is_later = left > f"{n}-12-31"
    later = {key: row[key] for key in DEPARTURE if key in row and is_later}
    if row.get("fin_suivi", "") > f"{n}-12-31":
        later["fin_suivi"] = row["fin_suivi"]
    now = {key: row[key] for key in YEARLY if key in row}
    then = {key: other[key] for key in YEARLY if key in other}
    if left and not is_later:
        then |= {key: now[key] for key in POST_CELLS if key in now and key not in then}
    if not left or row["destination"] in ELSEWHERE:
        then = {key: then[key] for key in then if key not in POST_CELLS}
    if is_later:  # supported after it left, in N+1 alone
        then |= {key: now[key] for key in POST_CELLS if key in now}
        now = {key: now[key] for key in now if key not in POST_CELLS}
    skipped = {*YEARLY, *later}
    lasting = {key: row[key] for key in row if key not in skipped}
    return Household(lasting, (now, then), later)


def _sound(row: Cells) -> Cells:
    """The row with precisions that say something."""
    return {key: "un mot" if "precision" in key else row[key] for key in row}


@dataclass
class Register:
    """The facts of both years, all of them, and which of those of N+1 (of a household
    the bundles "departure" and "end", a contact, a file, a decision) the old workbook
    has.
    """

    n: int
    sites: list[Cells]
    households: list[Household]
    contacts: list[tuple[Cells, bool]]
    files: list[tuple[Cells, bool]]
    in_old: dict[str, Cells]

    @classmethod
    def drawn(cls, draw: random.Random) -> Register:
        n = draw.choice([2023, 2024, 2025])
        names = [f"Site {number}" for number in range(draw.randint(1, 4))]
        codes = [f"H-{number:03}" for number in range(1, draw.randint(2, 14))]
        households = [household(draw, code, names, n) for code in codes]
        sites: list[Cells] = [drawn.equipment(draw, name) for name in names]
        for site in sites[1:]:
            nature = draw.choice(["hp", "habitat_vert", "sorti", ""])
            site |= {"nature": nature} if nature else {}
        rows = [{**one.lasting, **one.later} for one in households]
        contacts = [contact(draw, rows, n) for _ in range(draw.randint(0, 40))]
        files = [file(draw, codes, n, at) for at in range(draw.randint(0, 10))]
        in_old: dict[str, Cells] = {}
        for one in households:
            keys = [key for key in one.later if key != "fin_suivi"]
            bundles = [keys, ["fin_suivi"] if "fin_suivi" in one.later else []]
            kept = [bundle for bundle in bundles if draw.random() < 0.5]
            in_old[one.code] = {key: one.later[key] for keys in kept for key in keys}
        return cls(
            *(n, sites, households),
            [(one, _at_once(draw, one["date"], n)) for one in contacts],
            [(one, _at_once(draw, one["ouverture"], n)) for one in files],
            in_old,
        )

    def of_n(self, day: str) -> bool:
        return day <= f"{self.n}-12-31"

    def old(self, draw: random.Random) -> dict[str, list[Cells]]:
        """The rows of the old workbook: all of N, and what of N+1 was noted in it."""
        files = []
        for row, is_in_old in self.files:
            if is_in_old:
                decided = row.get("date_decision", "")
                waits = not self.of_n(decided) and draw.random() < 0.5
                cut = ("decision", "date_decision") if waits else ()
                files.append({key: row[key] for key in row if key not in cut})
        rows = []
        for one in self.households:
            own = self.in_old[one.code]
            noted = one.yearly[1] if "date_relogement" in own else {}
            post = {key: noted[key] for key in POST_CELLS if key in noted}
            rows.append({**one.lasting, **one.yearly[0], **own, **post})
        contacts = [row for row, is_in_old in self.contacts if is_in_old]
        return self._whole(self.n, rows, contacts, files, answered=True)

    def _whole(
        self,
        year: int,
        menages: list[Cells],
        contacts: list[Cells],
        files: list[Cells],
        answered: bool = False,
    ) -> dict[str, list[Cells]]:
        head = {"edition": FORM.edition, "commune": "Clairbois", "annee": year}
        answers = [
            {"question": "4.1", "ligne": "commune", "coche": "x"},
            {"question": "2.3.2", "ligne": "", "texte": "De N seulement."},
        ]
        return {
            "identification": [head],
            "equipements": self.sites,
            "menages": menages,
            "contacts": [
                {**row, "codes": tuple(row["codes"].split(" ; "))} for row in contacts
            ],
            "dossiers": files,
            "reponses": answers if answered else [],
        }

    def typed_on(self, made: NewWorkbook, path: Path) -> dict[str, list[Cells]]:
        """The rows of the carried workbook with the facts of N+1 that it lacks; what is
        told of households that it does not have is nobody's fact.
        """
        path.write_bytes(made.data)
        _, submission, _ = read_workbook(path, None)
        rows: dict[str, list[Cells]] = {
            key: [dict(row.values) for row in found]
            for key, found in submission.rows.items()
        }
        there = {code_key(str(row["code"])): row for row in rows["menages"]}
        for one in self.households:
            if row := there.get(code_key(one.code)):
                row.update({**one.later, **one.yearly[1]})
        known = there.keys()
        old = {id(row) for row, is_in_old in self.contacts if is_in_old}
        for row, _ in self.contacts:
            if id(row) not in old and _codes(row) <= known:
                codes = tuple(row["codes"].split(" ; "))
                rows["contacts"].append({**row, "codes": codes})
        carried = {str(row["numero"]): row for row in rows["dossiers"]}
        for row, is_in_old in self.files:
            if row["numero"] in carried:
                carried[row["numero"]].update(row)
            elif not is_in_old and code_key(row["menage"]) in known:
                rows["dossiers"].append(row)
        return rows

    def truth(self, known: set[str]) -> dict[str, list[Cells]]:
        """All facts of both years in one workbook of N+1; of households that are not
        ``known`` nothing of N+1 alone is a fact.
        """
        rows = [
            {
                **one.lasting,
                **one.later,
                **(one.yearly[1] if code_key(one.code) in known else {}),
            }
            for one in self.households
        ]
        contacts = [
            row for row, is_in_old in self.contacts if is_in_old or _codes(row) <= known
        ]
        files = [
            row
            for row, is_in_old in self.files
            if is_in_old or code_key(row["menage"]) in known
        ]
        return self._whole(self.n + 1, rows, contacts, files)


def _codes(row: Cells) -> set[str]:
    return {code_key(code) for code in row["codes"].split(" ; ")}


def _at_once(draw: random.Random, day: str, n: int) -> bool:
    """Whether the old workbook has it: all of N, and half of what is of N+1."""
    return day <= f"{n}-12-31" or draw.random() < 0.5


def contact(draw: random.Random, rows: list[Cells], n: int) -> Cells:
    """A contact of N-1 to N+1; nobody is visited who did not move within Wallonia."""
    made: Cells = drawn.contact(draw, rows, n)
    reached = [row for row in rows if row["code"] in made["codes"].split(" ; ")]
    elsewhere = any(row.get("destination") in ELSEWHERE for row in reached)
    return made | ({"mode": "mail"} if made["mode"] == "visite" and elsewhere else {})


def file(draw: random.Random, codes: list[str], n: int, at: int) -> Cells:
    """A file opened from N-1 to N+1 and perhaps decided since."""
    opened = drawn.day(draw, n + draw.randint(-1, 1))
    row = {"numero": f"D-{at}", "menage": draw.choice(codes), "ouverture": opened}
    if draw.random() < 0.7:
        decided = max(opened, drawn.day(draw, n + draw.randint(-1, 1)))
        row |= {
            "decision": drawn.any_of(draw, "decisions"),
            "date_decision": decided,
        }
    return row


def carried_over(register: Register, draw: random.Random, folder: Path) -> NewWorkbook:
    old = folder / "ancien.xlsx"
    old.write_bytes(quick_workbook(FORM, register.old(draw)))
    return new_workbook(OldWorkbook(old), FORM, None, (), date(2026, 1, 20))


@pytest.mark.parametrize("seed", slow_after(8, range(300)))
def test_the_next_report_equals_a_count_over_all_facts(
    seed: int, tmp_path: Path
) -> None:
    draw = random.Random(seed)
    register = Register.drawn(draw)
    made = carried_over(register, draw, tmp_path)
    new, all_facts = tmp_path / "nouveau.xlsx", tmp_path / "tout.xlsx"
    rows = register.typed_on(made, new)
    new.write_bytes(quick_workbook(FORM, rows))
    known = {code_key(str(row["code"])) for row in rows["menages"]}
    all_facts.write_bytes(quick_workbook(FORM, register.truth(known)))
    outcome = look(new)
    assert outcome.rows is not None
    faulty = outcome.rows.faulty
    assert not any(faulty[sheet] for sheet in ("menages", "contacts", "dossiers"))
    check_figures(outcome, recount(all_facts))


@pytest.mark.parametrize("seed", slow_after(8, range(300)))
def test_everything_goes_along_or_is_named_and_nothing_of_the_year_alone_survives(
    seed: int, tmp_path: Path
) -> None:
    draw = random.Random(seed)
    register = Register.drawn(draw)
    made = carried_over(register, draw, tmp_path)
    path = tmp_path / "nouveau.xlsx"
    path.write_bytes(made.data)
    _, submission, problems = read_workbook(path, None)
    assert problems == []
    rows = {
        key: [row.values for row in found] for key, found in submission.rows.items()
    }
    told = "\n".join(line for _, lines in account(made) for line in lines)
    for name, sheet in (("code", "menages"), ("numero", "dossiers")):
        there = {str(row[name]) for row in rows[sheet]}
        of_old = {str(row.values[name]) for row in made.old.submission.rows[sheet]}
        assert of_old - there <= {*told.replace(",", "").split()}
        assert there <= of_old
    check_nothing_of_n(register, rows)


def check_nothing_of_n(
    register: Register, rows: Mapping[str, list[Mapping[str, Any]]]
) -> None:
    assert not [row for row in rows["contacts"] if register.of_n(row["date"])]
    for row in rows["menages"]:
        filled = {key for key in YEARLY if key in row}
        is_later = not register.of_n(row.get("date_relogement", ""))
        assert filled <= ({*POST_CELLS} if is_later else set())
    over = [
        row
        for row in rows["dossiers"]
        if row.get("decision") in FINAL
        and register.of_n(row["date_decision"])
        and register.of_n(row["ouverture"])
    ]
    assert not over
    assert all(row.keys() <= {"nom", "nature"} for row in rows["equipements"])
    answered = [
        row["question"]
        for row in rows["reponses"]
        if row.keys() - {"question", "ligne"}
    ]
    assert answered == ["4.1"]
