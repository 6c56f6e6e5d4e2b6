"""justificatif.xlsx: its figures are the report's, its formulas count them again, in
LibreOffice too.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from pipeline.edition.questions import Number
from pipeline.explain import proof
from pipeline.explain.proof import TooLong, proof_workbook
from pipeline.rules.families import FAMILIES
from tests.examples import EXAMPLES, PLANS, plan_bytes
from tests.explain.test_explanations import Known, known
from tests.support import recount
from tests.support.paths import ROOT
from tests.support.soffice import soffice
from tests.support.systems import posix

Cell = str | int | float | None
HEADINGS = [
    "N°",
    "Question",
    "Intitulé",
    "Ligne",
    "Règle",
    "Référence",
    "Rapport",
    "Recompte",
]
FIRST = 5


@pytest.fixture(
    scope="module", params=[*EXAMPLES, *PLANS], ids=lambda name: Path(name).stem
)
def explained(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Known:
    return example(str(request.param), tmp_path_factory.mktemp("example"))


def example(name: str, folder: Path) -> Known:
    """What is explained of an example, by the name of its file."""
    if name in EXAMPLES:
        return known(ROOT / name, "dics-2023")
    path = folder / Path(name).name
    path.write_bytes(plan_bytes(PLANS[name]()))
    return known(path, "clss-2022-2025")


@pytest.fixture(scope="module")
def data(explained: Known) -> bytes:
    return proof_workbook(*explained)


@pytest.fixture(scope="module")
def book(data: bytes) -> Workbook:
    """As a preview shows it."""
    return opened(data)


@pytest.fixture(scope="module")
def formulas(data: bytes) -> Workbook:
    return opened(data, values=False)


def opened(data: bytes, values: bool = True) -> Workbook:
    return load_workbook(io.BytesIO(data), data_only=values)


def figures_of(book: Workbook) -> list[dict[str, Any]]:
    page = book["Chiffres"]
    return [
        dict(zip(HEADINGS, [c.value for c in row], strict=True))
        for row in page.iter_rows(min_row=FIRST)
    ]


def proofs_of(book: Workbook) -> list[list[Any]]:
    """N°, figure, who, place, what it counts for."""
    return [
        [cell.value for cell in row] for row in book["Preuves"].iter_rows(min_row=FIRST)
    ]


def printed(question: str, line: str, known: Known) -> str:
    """A figure of a plan as the report prints it, found by its names alone."""
    answers = known[1]
    steps = line.split(", ")
    if question == "suivi":
        [part] = answers.parts["suivi"]
        places = ("vise", "annee", "quartier")
        [row] = [
            r
            for r in part.parts["lignes"]
            if [r.figures[p].value for p in places] == steps[:3]
        ]
        return row.figures[{"activités": "activites"}.get(steps[3], steps[3])].value
    [year] = [
        part
        for part in answers.parts["budgets"]
        if part.figures["annee"].value == steps[0]
    ]
    if len(steps) == 2:
        return year.parts["egal"][0].figures["montant"].value
    names = {"Référent": "referent", "CPAS": "cpas", "Appel à projets": "appel"}
    names |= {"Premier thème": "moitie_1", "Second thème": "moitie_2"}
    if steps[2] == "Détail":
        [place] = [
            p
            for p in year.parts["detail"][0].parts["quartiers"]
            if p.figures["quartier"].value == steps[1]
        ]
        if steps[3] == "Total":
            return place.figures["total"].value
        found = [
            p
            for p in place.parts["lignes"]
            if p.figures["intitule"].value == ", ".join(steps[3:])
        ]
        return found[0].figures["montant"].value
    parts = year.parts["inegal" if steps[2] == "Total" else "quartiers"]
    [place] = [p for p in parts if p.figures["quartier"].value == steps[1]]
    return place.figures["montant" if steps[2] == "Total" else names[steps[2]]].value


def euros(printed: str) -> float:
    """ "50.000,00 €" or "- €" as a number."""
    bare = printed.removesuffix(" €").replace(".", "").replace(",", ".")
    return 0.0 if bare == "-" else float(bare)


def divided(explained: Known) -> list[tuple[str, int]]:
    """How 3.1 divides into what the inventory asks for: beside the report's figures,
    and printed nowhere.
    """
    facts, _ = explained
    sets = FAMILIES[facts.form.family].sets
    return [
        (question.id, len(sets[question.set].members(facts)))
        for question in facts.form.asked(Number)
    ]


def test_every_counted_figure_is_the_reports(explained: Known, book: Workbook) -> None:
    facts, answers = explained
    lines = figures_of(book)
    if facts.form.family == "dics":
        shown = [
            (question, figure.value)
            for question, figures in answers.figures.items()
            for figure in figures.values()
        ]
        values = Counter((one, int(text)) for one, text in shown if text.isdecimal())
        values += Counter(divided(explained))
        assert Counter((line["Question"], line["Recompte"]) for line in lines) == values
    else:
        for line in lines:
            assert (
                euros(printed(line["Question"], line["Ligne"], explained))
                == line["Recompte"]
            ), line
    assert [line["Rapport"] for line in lines] == [line["Recompte"] for line in lines]


@pytest.mark.parametrize("workbook", EXAMPLES)
def test_the_figures_are_those_of_the_witness(workbook: str) -> None:
    lines = figures_of(opened(proof_workbook(*known(ROOT / workbook, "dics-2023"))))
    found = {
        (line["Question"], line["Ligne"] or ""): line["Recompte"] for line in lines
    }
    columns = {"": "Concernés", "relayes": "Relayés", "non_relayes": "Non relayés"}
    named = {
        "total": "Total",
        "annee_precedente": "Relogement de l'année précédente",
        "annee": "Relogement de l'année",
        "registre": "Selon le registre, à comparer (n'est pas imprimé)",
    }
    wanted = {}
    for question, figures in recount.recount(ROOT / workbook).items():
        for line, number in figures.items():
            bare, column = recount.line_and_column(line)
            label = named.get(line, bare)
            label = f"{label}, {columns[column]}" if question == "2.8" else label
            wanted[question, label] = number
    assert found == wanted


def test_the_proofs_add_up_to_the_figures(book: Workbook) -> None:
    added: dict[str, float] = defaultdict(float)
    for number, *_, adds in proofs_of(book):
        added[number] += adds
    for line in figures_of(book):
        whole = round(added[line["N°"]] * 100)
        if line["Règle"].startswith(("la moitié", "l'autre moitié")):
            whole = (whole + 1) // 2 if line["Règle"].startswith("la") else whole // 2
        assert round(line["Recompte"] * 100) == whole, line


def test_every_record_counts_once_in_a_figure(explained: Known, book: Workbook) -> None:
    facts, answers = explained
    proofs = proofs_of(book)
    assert all(
        re.fullmatch(r"[^!]+![A-Z]+(\d+)(, [A-Z]+\1)*", line[3]) for line in proofs
    )  # cells of one row
    # a household has two contents in the total of 3.9, each with its own places
    places = Counter(
        (line[0], line[2], line[3])
        for line in proofs
        if not str(line[1]).startswith("3.9 ")
    )
    assert set(places.values()) <= {1}
    if facts.form.family == "dics":
        records = [
            len(figure.records)
            for figures in answers.figures.values()
            for figure in figures.values()
        ]
        assert sum(line[4] for line in proofs) == sum(records) + sum(
            number for _, number in divided(explained)
        )


def test_every_figure_is_a_formula_over_the_proofs(formulas: Workbook) -> None:
    page = formulas["Chiffres"]
    for row in page.iter_rows(min_row=FIRST):
        assert re.search(
            rf"SUMIFS\(Preuves!\$E\$5:\$E\$\d+,Preuves!\$A\$5:\$A\$\d+,\$A{row[7].row}\)",
            str(row[7].value),
        )


def test_figures_and_proofs_lead_to_one_another(book: Workbook) -> None:
    figures, proofs = book["Chiffres"], book["Preuves"]
    proved = {line[0] for line in proofs_of(book)}
    for row in figures.iter_rows(min_row=FIRST):
        link = row[0].hyperlink
        assert bool(link) == (row[0].value in proved)
        if link:
            sheet, cell = str(link.location).split("!")
            assert (sheet, proofs[cell].value) == ("'Preuves'", row[0].value)
            back = str(proofs[cell].hyperlink.location).split("!")
            assert back == ["'Chiffres'", row[0].coordinate]
            above = proofs.cell(proofs[cell].row - 1, 1).value
            assert above != row[0].value  # its first proof


def test_the_first_line_says_that_it_stays_in_the_house(
    explained: Known, book: Workbook
) -> None:
    first = book.worksheets[0]
    assert first.title == "Chiffres" and str(first["A1"].value).startswith(
        "Ce justificatif reste dans votre service"
    )
    holds_codes = explained[0].form.family == "dics" and bool(proofs_of(book))
    assert ("codes des ménages" in str(first["A1"].value)) == holds_codes


def test_both_sheets_can_be_filtered_and_print_their_headings(book: Workbook) -> None:
    for page, columns in zip(book.worksheets, ("H", "E"), strict=True):
        assert page.auto_filter.ref == f"A4:{columns}{max(FIRST, page.max_row)}"
        assert page.freeze_panes == "C5" and page.print_title_rows == "$4:$4"
        assert (
            page.page_setup.orientation == "landscape"
            and page.page_setup.fitToHeight == 0
        )


def test_the_same_answers_give_the_same_bytes(explained: Known, data: bytes) -> None:
    assert proof_workbook(*explained) == data


def test_too_many_places_leave_those_that_count(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    explained = known(ROOT / "inputs/estinnes-2023.xlsx", "dics-2023")
    whole = opened(proof_workbook(*explained))
    counted = [line for line in proofs_of(whole) if line[4]]
    monkeypatch.setattr(proof, "MOST_PROOFS", len(counted))
    cut = opened(proof_workbook(*explained))
    assert figures_of(cut) == figures_of(whole)
    assert proofs_of(cut) == counted
    assert "seuls les endroits qui comptent" in str(cut["Preuves"]["A2"].value)
    monkeypatch.setattr(proof, "MOST_PROOFS", len(counted) - 1)
    with pytest.raises(TooLong):
        proof_workbook(*explained)


def test_a_text_is_never_a_formula(formulas: Workbook) -> None:
    for page in formulas.worksheets:
        for row in page.iter_rows(min_row=FIRST):
            assert [cell.column for cell in row if cell.data_type == "f"] in ([], [8])


# ---- LibreOffice counts again

ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"><item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item></oor:items>
"""


@pytest.fixture(scope="module")
def profile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A throwaway profile that counts every formula again on opening."""
    folder = tmp_path_factory.mktemp("profile")
    (folder / "user").mkdir()
    (folder / "user/registrymodifications.xcu").write_text(ALWAYS, encoding="utf-8")
    return folder


def with_parts(data: bytes, change: Callable[[str], str]) -> bytes:
    """The workbook with its first sheet changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                content = change(content.decode()).encode()
            new.writestr(name, content)
    return out.getvalue()


@pytest.mark.office
@posix("a signal to a group of processes")
def test_libreoffice_counts_the_same_figures(profile: Path, tmp_path: Path) -> None:
    """Every stored result is made wrong before, so that none can be taken over."""
    stored, files = {}, []
    for name in (*EXAMPLES, *PLANS):
        data = proof_workbook(*example(name, tmp_path))
        stored[Path(name).stem] = figures_of(opened(data))
        stale = with_parts(
            data, lambda xml: re.sub(r"(</f>)<v>[^<]*</v>", r"\1<v>987654</v>", xml)
        )
        assert {line["Recompte"] for line in figures_of(opened(stale))} == {987654}
        files.append(tmp_path / f"{Path(name).stem}.xlsx")
        files[-1].write_bytes(stale)
    soffice(
        profile,
        "--convert-to",
        "xlsx",
        "--outdir",
        str(tmp_path / "out"),
        *map(str, files),
    )
    for name, lines in stored.items():
        again = figures_of(opened((tmp_path / "out" / f"{name}.xlsx").read_bytes()))
        assert len(again) == len(lines) > 10
        assert [(line["N°"], line["Recompte"]) for line in again] == [
            (line["N°"], line["Rapport"]) for line in lines
        ]


@pytest.mark.office
@posix("a signal to a group of processes")
def test_libreoffice_sees_a_proof_that_is_taken_away(
    profile: Path, tmp_path: Path
) -> None:
    """The formulas look at the proofs: without one household, its figures are one less."""
    book = opened(
        proof_workbook(*known(ROOT / "inputs/estinnes-2023.xlsx", "dics-2023")),
        values=False,
    )
    taken: Counter[str] = Counter()
    for row, (number, _, who, _, adds) in enumerate(proofs_of(book), FIRST):
        if who == "H-017":
            taken[number] += adds
            book["Preuves"].cell(row, 5, 0)
    book.save(tmp_path / "justificatif.xlsx")
    soffice(
        profile,
        "--convert-to",
        "xlsx",
        "--outdir",
        str(tmp_path / "out"),
        str(tmp_path / "justificatif.xlsx"),
    )
    again = figures_of(opened((tmp_path / "out/justificatif.xlsx").read_bytes()))
    assert (
        sum(taken.values()) == 12
    )  # 2.5, 2.7, 2.7.1 and .2 with their totals, 2.7.3, 2.8 four times, 2.9
    assert [line["Rapport"] - line["Recompte"] for line in again] == [
        taken[line["N°"]] for line in again
    ]
