"""Registers with a few faults, and ways to mend them: drawn by a number."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import NamedTuple

from pipeline.edition.form import Field
from pipeline.model.submission import Value
from pipeline.office.excel import column_number
from tests.product.test_random_outputs import drawn
from tests.support.faults import FIRST_ROW, Rows
from tests.support.properties import DICS, outcome_of

MOST_DRAWN = 12  # registers that make a larger one
SHARE = 0.03  # of the rows, at most, are at fault
# The sheets whose rows are spoilt, those of records more often.
SHEETS = (
    "menages",
    "menages",
    "contacts",
    "contacts",
    "dossiers",
    "equipements",
    "reponses",
)


class Spoilt(NamedTuple):
    """A register without an error, the same with faults, and the cells at fault: sheet,
    number of the row, field.
    """

    sound: Rows
    rows: Rows
    cells: list[tuple[str, int, str]]


def spoilt(number: int, share: float = SHARE) -> Spoilt | None:
    """A drawn register with faults; None where it has too few rows for one."""
    draw = random.Random(number)
    sound = _without_errors(_together(number, draw.randint(1, MOST_DRAWN)))
    rows = {key: [dict(row) for row in found] for key, found in sound.items()}
    places = [
        (key, at) for key in dict.fromkeys(SHEETS) for at in range(len(rows[key]))
    ]
    most = int(len(places) * share)
    if not most or not rows["menages"] or outcome_of(DICS, sound).errors:
        return None
    cells: dict[tuple[str, int], str] = {}
    for _ in range(draw.randint(1, most)):
        key = draw.choice([one for one in SHEETS if rows[one]])
        at = draw.randrange(len(rows[key]))
        if (key, at) not in cells:
            cells[key, at] = _spoil(draw, rows, key, at)
    return Spoilt(sound, rows, [(key, at, field) for (key, at), field in cells.items()])


def _together(number: int, many: int) -> Rows:
    """A drawn register, and the households of others of its year with their contacts and
    files.
    """
    rows = drawn(4 * number + 2)[1]
    names = [row["nom"] for row in rows["equipements"]]
    for turn in range(1, 4 * many):
        more = drawn(4 * (number + 10_000 * turn) + 2)[1]
        if more["identification"] != rows["identification"]:
            continue
        for at, row in enumerate(more["menages"]):
            code = _renamed(str(row["code"]), turn)
            equipment = names[at % len(names)]
            rows["menages"].append({**row, "code": code, "equipement": equipment})
        for row in more["contacts"]:
            codes = tuple(_renamed(str(code), turn) for code in row["codes"])  # type: ignore[union-attr]
            rows["contacts"].append({**row, "codes": codes})
        for row in more["dossiers"]:
            code = _renamed(str(row["menage"]), turn)
            rows["dossiers"].append({**row, "menage": code})
    return rows


def _renamed(code: str, turn: int) -> str:
    return code.replace("H-", f"H-{turn}")


def _without_errors(rows: Rows) -> Rows:
    titles = {sheet.title: key for key, sheet in DICS.sheets.items()}
    for _ in range(8):
        at_fault = {
            (titles[problem.ref.sheet], problem.ref.row - FIRST_ROW)
            for problem in outcome_of(DICS, rows).errors
            if problem.ref
        }
        if not at_fault:
            break
        rows = {
            key: [row for at, row in enumerate(found) if (key, at) not in at_fault]
            for key, found in rows.items()
        }
    return rows


def _spoil(draw: random.Random, rows: Rows, key: str, at: int) -> str:
    """Put a fault into a cell of a row; gives its field."""
    sheet, row = DICS.sheets[key], rows[key][at]
    typed = [
        name
        for name in row
        if sheet.fields[name].type not in ("text", "edition", "question", "line")
    ]
    typed += [name for name in row if sheet.fields[name].required]
    name = draw.choice(typed or [*row])
    field = sheet.fields[name]
    kind = draw.random()
    if field.required and kind < 0.3:
        del row[name]
    elif name == sheet.key_field and kind < 0.7 and len(rows[key]) > 1:
        row[name] = draw.choice([one[name] for one in rows[key] if name in one])
    elif field.type == "codes":
        row[name] = (*row[name], "H-999") if kind < 0.6 else ("?",)  # type: ignore[misc]
    elif name == "menage" and kind < 0.7:
        row[name] = "H-999"
    elif field.type == "text":
        row.pop(name)
    else:
        row[name] = "?"
    return name


def mendings(case: Spoilt, number: int, many: int = 5) -> Iterator[Rows]:
    """The register mended in different ways, without an error."""
    draw = random.Random(f"{number} mended")
    for _ in range(many):
        for _ in range(12):
            rows = {
                key: [dict(row) for row in found] for key, found in case.rows.items()
            }
            for key, at, name in case.cells:
                value = _drawn(draw, case, key, at, DICS.sheets[key].fields[name])
                if value is None:
                    rows[key][at].pop(name, None)
                else:
                    rows[key][at][name] = value
            if _completed(draw, case, rows):
                yield rows
                break
        else:
            yield case.sound


def _completed(draw: random.Random, case: Spoilt, rows: Rows) -> bool:
    """Fill what a mended row calls for; whether no error is left."""
    titles = {sheet.title: sheet for sheet in DICS.sheets.values()}
    mended = {(key, at) for key, at, _ in case.cells}
    for _ in range(4):
        errors = outcome_of(DICS, rows).errors
        if not errors:
            return True
        for problem in errors:
            ref = problem.ref
            if ref is None or not ref.row:
                return False
            sheet = titles[ref.sheet]
            field = [*sheet.fields.values()][column_number(ref.column) - 1]
            place = sheet.key, ref.row - FIRST_ROW
            if place not in mended or field.key in rows[place[0]][place[1]]:
                return False
            value = _drawn(draw, case, *place, field)
            if value is not None:
                rows[place[0]][place[1]][field.key] = value
    return False


def _drawn(
    draw: random.Random, case: Spoilt, key: str, at: int, field: Field
) -> Value | None:
    """A value that a mended cell may hold."""
    meant = case.sound[key][at].get(field.key)
    codes = [str(row["code"]) for row in case.sound["menages"]]
    year = int(str(case.sound["identification"][0]["annee"]))
    if meant is not None and draw.random() < 0.3:
        return meant
    if not field.required and draw.random() < 0.15:
        return None
    if field.list:
        return draw.choice([*DICS.lists[field.list].by_key])
    if field.type == "date":
        other = f"{year + draw.randint(-2, 1)}-{draw.randint(1, 12):02}-{draw.randint(1, 28):02}"
        dates = [str(row["date"]) for row in case.sound["contacts"]]
        return draw.choice([other, *dates[:5]])
    if field.type == "codes":
        return tuple(draw.sample(codes, draw.randint(1, min(3, len(codes)))))
    if field.key == "menage":
        return draw.choice(codes)
    if field.key == "code":
        return draw.choice([meant or "H-500", "H-500", "H-999"])
    if field.key == "equipement":
        return draw.choice([row["nom"] for row in case.sound["equipements"]])
    return (
        meant
        if field.type in ("question", "line")
        else draw.choice(["étudiant", "autre chose"])
    )
