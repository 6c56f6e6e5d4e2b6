"""Several workbooks of one report, kept by several hands: the same facts give the same
report however they are divided, and what does not go together is told at its file.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from pipeline.blank.part import named, part_of
from pipeline.blank.workbook import build_workbook
from pipeline.edition.form import PARTS, Form
from pipeline.editions.loader import load_form
from pipeline.findings.messages import sentence
from pipeline.model.problem import Problem
from pipeline.model.submission import Part
from pipeline.model.text import even_out
from pipeline.office.package import read_parts
from pipeline.run import Outcome, completed, drafted, look
from tests.cli.test_cli import run
from tests.product.test_random_outputs import drawn, without_errors
from tests.support.faults import BASE, FORM
from tests.support.marks import slow_after
from tests.support.quick_workbook import quick_workbook

Rows = Mapping[str, Sequence[Mapping[str, Any]]]
CLSS = load_form("clss-2022-2025")


def written(folder: Path, form: Form, rows: Rows, name: str) -> Path:
    path = folder / f"{name}.xlsx"
    path.write_bytes(quick_workbook(form, rows))
    return path


def told(problems: Sequence[Problem]) -> list[tuple[str, str]]:
    return [(problem.code, str(problem.ref or "")) for problem in problems]


# ---- pieces


def pieces(draw: random.Random, form: Form, rows: Rows, many: int) -> Sequence[Rows]:
    """The rows in consecutive pieces; each piece has the head. Rows that are equal stay
    together, since one that stands in two files counts once.
    """
    found: list[dict[str, Sequence[Mapping[str, Any]]]] = [{} for _ in range(many)]
    for sheet in form.sheets.values():
        own = rows[sheet.key]
        cuts = sorted(draw.randint(0, len(own)) for _ in range(many - 1))
        bounds = [0, *cuts, len(own)]
        for number, piece in enumerate(found):
            piece[sheet.key] = own[bounds[number] : bounds[number + 1]]
            if sheet is form.head:
                piece[sheet.key] = own
    return found


def has_equal_rows(form: Form, rows: Rows) -> bool:
    return any(
        dict(row) in [dict(other) for other in rows[key][:at]]
        for key in form.sheets
        if key != form.head.key
        for at, row in enumerate(rows[key])
    )


def as_told(outcome: Outcome) -> list[tuple[str, str]]:
    """The findings by code and sheet: places differ."""
    return sorted((problem.code, problem.sheet) for problem in outcome.problems)


@pytest.mark.parametrize("number", slow_after(1, range(60)))
def test_facts_in_pieces_give_the_report_of_one_workbook(
    number: int, tmp_path: Path
) -> None:
    form, rows = drawn(2 * number)
    rows = without_errors(form, rows, tmp_path / "entier.xlsx")
    draw = random.Random(number)
    whole = completed(look(written(tmp_path, form, rows, "entier")))
    if has_equal_rows(form, rows):
        rows = {key: [*map(dict, _once(found))] for key, found in rows.items()}
        whole = completed(look(written(tmp_path, form, rows, "entier")))
    parts = [
        written(tmp_path, form, piece, f"partie-{at}")
        for at, piece in enumerate(pieces(draw, form, rows, draw.randint(2, 4)))
    ]
    joined = completed(look(parts[0], others=parts[1:]))
    assert as_told(joined) == as_told(whole)
    assert joined.report == whole.report
    assert whole.report is not None or whole.errors


def _once(rows: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return [row for at, row in enumerate(rows) if dict(row) not in map(dict, rows[:at])]


def printed(part: Part) -> object:
    """What stands in a part, its inner ones included."""
    figures = {key: figure.value for key, figure in part.figures.items()}
    inner = {key: [*map(printed, own)] for key, own in part.parts.items()}
    return figures, inner


@pytest.mark.parametrize("number", slow_after(0, range(1, 80, 2)))
def test_facts_in_pieces_give_the_draft_of_one_workbook(
    number: int, tmp_path: Path
) -> None:
    """With all its errors: what they leave open is the same."""
    form, rows = drawn(number if number % 3 else number // 3 * 4)
    rows = {key: [*map(dict, _once(found))] for key, found in rows.items()}
    draw = random.Random(number)
    parts = [
        written(tmp_path, form, piece, f"partie-{at}")
        for at, piece in enumerate(pieces(draw, form, rows, draw.randint(2, 4)))
    ]
    whole = drafted(look(written(tmp_path, form, rows, "entier")))
    joined = drafted(look(parts[0], others=parts[1:]))
    assert as_told(joined) == as_told(whole)
    for one in ("figures", "parts"):
        told_of, other = (
            {
                name: printed(Part(found))
                if one == "figures"
                else [*map(printed, found)]
                for name, found in getattr(outcome.answers, one).items()
            }
            for outcome in (joined, whole)
        )
        assert told_of == other


# ---- findings


def beside(folder: Path, other: Rows, first: Rows = BASE) -> Outcome:
    """The small sound register, or ``first``, read with another file."""
    register = written(folder, FORM, {**first}, "registre")
    return look(register, others=[written(folder, FORM, other, "journal")])


HEAD = BASE["identification"][0]
JUNE = {"date": "2023-06-07", "codes": ("H-001",), "mode": "site"}


def test_a_row_that_two_files_have_counts_once_with_a_warning(tmp_path: Path) -> None:
    twice: Rows = {"identification": [HEAD], "contacts": [BASE["contacts"][1], JUNE]}
    outcome = beside(tmp_path, twice)
    assert told(outcome.problems) == [("ligne-commune", "Contacts!A5 (journal.xlsx)")]
    assert "Contacts!A6 (registre.xlsx) : elle" in sentence(outcome.problems[0])
    assert len(outcome.rows.sound["contacts"]) == len(BASE["contacts"]) + 1  # type: ignore[union-attr]


def test_the_same_key_in_two_files_is_an_error_at_the_second(tmp_path: Path) -> None:
    other = {"code": "H-002", "equipement": "Les Pins"}
    outcome = beside(tmp_path, {"identification": [HEAD], "menages": [other]})
    assert told(outcome.errors) == [("cle-double", "Ménages!A5 (journal.xlsx)")]
    assert "Ménages!A6 (registre.xlsx)" in sentence(outcome.errors[0])


def test_a_line_answered_in_another_way_is_an_error_at_the_second(
    tmp_path: Path,
) -> None:
    answer = {
        "question": "1.1",
        "ligne": "communication",
        "coche": "x",
        "texte": "Non.",
    }
    outcome = beside(tmp_path, {"identification": [HEAD], "reponses": [answer]})
    (problem,) = outcome.errors
    assert problem.code == "ligne-double" and problem.file == "journal.xlsx"


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ({"commune": "CLAIRBOIS"}, []),
        (
            {"commune": "Ailleurs"},
            [("partie-autre", "Identification!B5 (journal.xlsx)")],
        ),
        ({"annee": 2024}, [("partie-autre", "Identification!C5 (journal.xlsx)")]),
        ({"commune": None}, [("valeur-manquante", "Identification!B5 (journal.xlsx)")]),
    ],
)
def test_files_are_of_one_commune_and_year(
    cell: Mapping[str, Any], expected: list[tuple[str, str]], tmp_path: Path
) -> None:
    head = {key: value for key, value in {**HEAD, **cell}.items() if value is not None}
    outcome = beside(tmp_path, {"identification": [head]})
    assert told(outcome.errors) == expected


@pytest.mark.slow
def test_a_file_that_does_not_say_whose_it_is_is_refused(tmp_path: Path) -> None:
    outcome = beside(tmp_path, {"contacts": [JUNE]})
    place = "Identification (journal.xlsx)"
    assert told(outcome.errors) == [("trop-peu-de-lignes", place)]


@pytest.mark.slow
def test_files_are_of_one_form(tmp_path: Path) -> None:
    register = written(tmp_path, FORM, BASE, "registre")
    outcome = look(register, others=[written(tmp_path, CLSS, drawn(0)[1], "plan")])
    assert told(outcome.problems) == [("partie-autre-formulaire", "")]
    assert outcome.rows is None


# ---- a part


def part(folder: Path, form: Form, titles: Sequence[str], rows: Rows) -> Path:
    """The part with these sheets, filled from the rows of a whole workbook."""
    made = part_of(form, titles)
    head = {**rows[form.head.key][0], PARTS: named(made)}
    own = {key: rows[key] for key in made.sheets if key != form.head.key}
    path = folder / f"{'-'.join(titles)}.xlsx"
    path.write_bytes(build_workbook(made, {form.head.key: [head], **own}))
    return path


def test_a_part_alone_is_judged_by_its_own_sheets(tmp_path: Path) -> None:
    """The codes of its contacts stand in no sheet of its own."""
    outcome = completed(look(part(tmp_path, FORM, ["Contacts"], BASE)))
    assert outcome.problems == () and outcome.report is None
    lacking = ("Équipements", "Ménages", "Dossiers d'allocation", "Réponses")
    assert ", ".join(f"« {title} »" for title in lacking) in outcome.unfilled


def test_parts_make_the_report_of_the_whole(tmp_path: Path) -> None:
    whole = completed(look(written(tmp_path, FORM, BASE, "entier")))
    log = part(tmp_path, FORM, ["Contacts"], BASE)
    rest = [s.title for s in FORM.sheets.values() if s.key != "contacts"]
    register = part(tmp_path, FORM, rest, BASE)
    assert "« Contacts »" in completed(look(register)).unfilled
    joined = completed(look(register, others=[log]))
    assert joined.problems == () and joined.report == whole.report


@pytest.mark.slow
def test_of_a_plan_the_follow_up_alone_asks_for_nothing_else(tmp_path: Path) -> None:
    made = part_of(CLSS, ["Suivi"])
    head = {"edition": CLSS.edition, "organisme": "CPAS de B", "premiere_annee": 2022}
    path = tmp_path / "suivi.xlsx"
    rows: Rows = {"plan": [{**head, PARTS: named(made)}], "suivi": drawn(0)[1]["suivi"]}
    path.write_bytes(build_workbook(made, rows))
    assert look(path).errors == ()


def every_text(package: bytes) -> str:
    parts = read_parts(package).values()
    return even_out(" ".join(unescape(one.decode("utf-8", "replace")) for one in parts))


# What the register says of people, and nobody who keeps another sheet may learn.
OF_PEOPLE = ("statut", "raison", "probleme", "motif", "contenu", "remarque", "reseau")


@pytest.mark.parametrize("title", ["Contacts", "Dossiers d'allocation"])
def test_a_part_holds_nothing_of_the_register(title: str) -> None:
    """Nor a value of its lists, in any of its parts, names and comments included."""
    made = part_of(FORM, [title])
    rows = {"identification": [{**HEAD, PARTS: named(made)}]}
    text = every_text(build_workbook(made, rows))
    lists = {
        field.list
        for field in FORM.sheets["menages"].fields.values()
        if field.key.startswith(OF_PEOPLE) and field.list not in ("", "oui_non")
    }
    labels = {even_out(item.label) for one in lists for item in FORM.lists[one].items}
    whole = every_text(quick_workbook(FORM, BASE))
    assert all(f">{label}<" in whole for label in labels)
    assert not [label for label in labels if f">{label}<" in text]
    codes = {str(row["code"]) for row in BASE["menages"]}
    assert not [code for code in codes if even_out(code) in text]


@pytest.mark.slow
@pytest.mark.parametrize("form", [FORM, CLSS], ids=["dics", "clss"])
def test_every_sheet_may_be_a_part(form: Form) -> None:
    for sheet in form.sheets.values():
        made = part_of(form, [sheet.title])
        assert [*made.sheets] == list(dict.fromkeys([form.head.key, sheet.key]))
        assert build_workbook(made, {})


# ---- the commands


def test_each_file_has_its_own_list_and_copy(tmp_path: Path) -> None:
    register = written(tmp_path, FORM, BASE, "registre")
    other = {"date": "hier", "codes": ("H-001",), "mode": "site"}
    log = written(
        tmp_path, FORM, {"identification": [HEAD], "contacts": [other]}, "journal"
    )
    result = run("verifier", register, "--avec", log)
    assert result.exit_code == 1
    assert "registre.xlsx : 0 faute, 0 avertissement" in result.stdout
    assert "journal.xlsx : 1 faute, 0 avertissement" in result.stdout
    assert "    Contacts!A5 : « hier »" in result.stdout
    copies = [path.name for path in tmp_path.glob("* - à corriger.xlsx")]
    assert copies == ["journal - à corriger.xlsx"]
    told = run("produire", register, "--avec", log, "-o", tmp_path / "sortie")
    assert (
        told.exit_code == 1 and "Contacts!A5 (journal.xlsx) : « hier »" in told.stderr
    )
    alone = part(tmp_path, FORM, ["Contacts"], {**BASE, "contacts": [other]})
    lacking = run("produire", alone, "-o", tmp_path / "sortie")
    assert lacking.exit_code == 1 and "« Ménages », " in lacking.stderr


def test_several_files_name_theirs_where_a_figure_is_explained(tmp_path: Path) -> None:
    register = written(tmp_path, FORM, BASE, "registre")
    log = written(
        tmp_path, FORM, {"identification": [HEAD], "contacts": [JUNE]}, "journal"
    )
    result = run("expliquer", register, "--avec", log, "2.5")
    assert "Ménages!A5 (registre.xlsx) ; Contacts!A5" in result.stdout
    assert run("avancement", register, "--avec", log).exit_code == 0


def test_what_does_not_go_with_several_files_is_misuse(tmp_path: Path) -> None:
    register = written(tmp_path, FORM, BASE, "registre")
    log = written(tmp_path, FORM, {"identification": [HEAD]}, "journal")
    with_log = (register, "--avec", log)
    assert run("verifier", *with_log, "--adopter-copie").exit_code == 2
    assert run("controler", log, "--avec", log).exit_code == 2
    assert run("verifier", register, "--avec", register).exit_code == 2
    assert run("produire", register, log, "--avec", log).exit_code == 2


def test_a_part_is_made_by_name_and_not_carried_over(tmp_path: Path) -> None:
    new = ("classeur", "dics-2023", "--commune", "Clairbois", "--annee", 2023)
    log = tmp_path / "journal.xlsx"
    assert run(*new, "--feuilles", "contacts", "-o", log).exit_code == 0
    assert run("verifier", log).exit_code == 0
    for wrong in (("Journal",), ("Contacts", "--equipement", "Les Pins")):
        result = run(*new, "--feuilles", *wrong, "-o", tmp_path / "non.xlsx")
        assert result.exit_code == 2, result.output
    carried = run(
        "classeur", "dics-2023", "--reprendre", log, "-o", tmp_path / "n.xlsx"
    )
    assert carried.exit_code == 2 and "est une partie" in carried.stderr
