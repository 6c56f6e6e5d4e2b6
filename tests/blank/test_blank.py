"""The empty workbook: what Excel must find in it. Opened again with openpyxl, never
compared with its own builder.
"""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Iterable
from pathlib import Path
from shlex import split

import pytest
from click.testing import CliRunner, Result
from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.blank.sheets import Records
from pipeline.blank.workbook import build_workbook
from pipeline.cli import main
from pipeline.edition.form import Field, Form, Sheet
from pipeline.edition.questions import (
    Breakdown,
    Count,
    Equipments,
    Lines,
    Text,
    TickedTexts,
    Ticks,
)
from pipeline.editions.loader import load_form
from pipeline.office.package import repack
from pipeline.run import produce
from pipeline.workbook.read import load_cells, read
from tests.support.cases import beside, cases

KNOWN: dict[str, Records] = beside(__file__)["dics-2023"]


PLAN: dict[str, Records] = beside(__file__)["clss-2022-2025"]
ROWS = {"dics-2023": KNOWN, "clss-2022-2025": PLAN}


@pytest.fixture(scope="module")
def form() -> Form:
    return load_form("dics-2023")


@pytest.fixture(scope="module")
def book(form: Form) -> Workbook:
    return load_workbook(io.BytesIO(build_workbook(form, KNOWN)))


@pytest.fixture(scope="module", params=ROWS)
def any_form(request: pytest.FixtureRequest) -> Form:
    return load_form(request.param)


@pytest.fixture(scope="module")
def any_book(any_form: Form) -> Workbook:
    return load_workbook(io.BytesIO(build_workbook(any_form, ROWS[any_form.edition])))


@pytest.fixture(scope="module")
def plan() -> Workbook:
    return load_workbook(io.BytesIO(build_workbook(load_form("clss-2022-2025"), PLAN)))


def page_of(book: Workbook, title: str) -> Worksheet:
    page = book[title]
    assert isinstance(page, Worksheet)
    return page


def columns(form: Form, book: Workbook) -> list[tuple[Sheet, Field, Worksheet, int]]:
    """Every column of the record sheets; the answers sheet, whose rows are the form's
    lines, is looked at apart.
    """
    sheets = [sheet for sheet in form.sheets.values() if sheet.key != "reponses"]
    return [
        (sheet, field, page_of(book, sheet.title), number)
        for sheet in sheets
        for number, field in enumerate(sheet.fields.values(), 1)
    ]


def checks_at(page: Worksheet, cell: Cell | MergedCell) -> list[DataValidation]:
    found: list[DataValidation] = page.data_validations.dataValidation
    return [check for check in found if cell.coordinate in check.sqref]


def rule(check: DataValidation) -> tuple[object, ...]:
    return check.type, check.operator, check.formula1, check.formula2


def answer_row(form: Form, book: Workbook, label: str, line: str) -> dict[str, Cell]:
    page = page_of(book, "Réponses")
    rows = [
        row
        for row in page.iter_rows(min_row=5)
        if (row[0].value, row[1].value) == (label, line)
    ]
    assert len(rows) == 1
    return {
        key: cell
        for key, cell in zip(form.sheets["reponses"].fields, rows[0], strict=True)
        if type(cell) is Cell
    }


def test_the_sheets_stand_in_the_order_of_the_form(
    any_form: Form, any_book: Workbook
) -> None:
    assert any_book.sheetnames == [
        "Lisez-moi",
        *(sheet.title for sheet in any_form.sheets.values()),
        "Listes",
    ]
    assert all(
        page.sheet_state == "visible" and not page.merged_cells.ranges
        for page in any_book.worksheets
    )


# Two conditions ask for it, with a decision and without one.
ALWAYS = {"ouverture"}


def is_starred(field: Field) -> bool:
    return (field.required and not field.unless) or field.key in ALWAYS


def test_headings_stand_in_row_4_with_a_star_where_required(
    any_form: Form, any_book: Workbook
) -> None:
    for sheet in any_form.sheets.values():
        page = page_of(any_book, sheet.title)
        assert page["A1"].value == sheet.title
        wanted = [
            field.heading + (" *" if is_starred(field) else "")
            for field in sheet.fields.values()
        ]
        assert [cell.value for cell in page[4]] == wanted
        assert sheet.intro in [cell.value for cell in page[2]]
        shown = [cell.value for cell in page[3] if cell.value]
        assert shown == [group.title for group in sheet.groups.values()]


def test_every_column_of_the_room_has_a_check_and_a_prompt_that_excel_takes(
    any_form: Form, any_book: Workbook
) -> None:
    for sheet, _field, page, number in columns(any_form, any_book):
        for row in (5, 4 + sheet.rows):
            assert len(checks_at(page, page.cell(row, number))) == 1
        assert not checks_at(page, page.cell(5 + sheet.rows, number))
    for page in any_book.worksheets:
        for check in page.data_validations.dataValidation:
            assert (
                check.showInputMessage
                and 0 < len(check.promptTitle) <= 32
                and 0 < len(check.prompt) <= 255
            )
            assert len(check.errorTitle or "") <= 32 and len(check.error or "") <= 225


def test_list_columns_are_held_to_the_name_of_their_list(
    any_form: Form, any_book: Workbook
) -> None:
    for _sheet, field, page, number in columns(any_form, any_book):
        (check,) = checks_at(page, page.cell(5, number))
        if field.type == "list":
            assert rule(check) == ("list", None, f"liste_{field.list}", None)
            assert check.errorStyle == "stop"
            assert check.showErrorMessage and check.error
        else:
            assert not (check.formula1 or "").startswith("liste_")


def test_the_names_of_lists_hold_their_labels(
    any_form: Form, any_book: Workbook
) -> None:
    for key, choices in any_form.lists.items():
        ((title, area),) = any_book.defined_names[f"liste_{key}"].destinations
        cells = page_of(any_book, title)[area.replace("$", "")]
        assert [cell.value for (cell,) in cells] == [
            item.label for item in choices.items
        ]
        top = page_of(any_book, title).cell(4, cells[0][0].column)
        assert top.value == choices.title
    assert page_of(any_book, "Listes")["A1"].value == "Ne pas modifier"


def test_a_reference_drops_down_the_keys_of_its_sheet(
    form: Form, book: Workbook
) -> None:
    page = page_of(book, "Ménages")
    (check,) = checks_at(page, page["B5"])
    assert rule(check) == ("list", None, "cles_equipements", None)
    assert (
        not check.allow_blank
    )  # else the blanks in the range would let Excel accept anything
    room = form.sheets["equipements"].rows
    assert (
        f"'Équipements'!$A$5:$A${4 + room}"
        in book.defined_names["cles_equipements"].attr_text
    )


def test_dates_are_real_and_dates_and_years_are_checked(
    form: Form, book: Workbook
) -> None:
    contacts = page_of(book, "Contacts")
    assert contacts["A5"].value == datetime.datetime(2023, 3, 15)
    assert (
        contacts["A5"].number_format
        == contacts.column_dimensions["A"].number_format
        == "dd/mm/yyyy"
    )
    (date,) = checks_at(contacts, contacts["A5"])
    assert rule(date) == ("date", "between", "1", "73415")
    identification = page_of(book, "Identification")
    (year,) = checks_at(identification, identification["C5"])
    assert rule(year) == ("whole", "between", "2023", "2026")


def test_numbers_of_a_plan_are_numbers_and_checked(plan: Workbook) -> None:
    budget, suivi = page_of(plan, "Budget"), page_of(plan, "Suivi")
    assert [budget[f"{letter}5"].value for letter in "CDF"] == [4760.5, 0, "beaucoup"]
    euros = {budget["C5"].number_format, budget.column_dimensions["C"].number_format}
    assert euros == {'#,##0.00 "€"'}
    (amount,) = checks_at(budget, budget["C5"])
    assert rule(amount) == ("decimal", "greaterThanOrEqual", "0", None)
    (whole,) = checks_at(suivi, suivi["E5"])
    assert rule(whole) == ("whole", "greaterThanOrEqual", "0", None)
    assert (
        amount.errorStyle == whole.errorStyle == "stop" and amount.error and whole.error
    )
    assert suivi["E5"].number_format == "0" and suivi["E5"].value == 12


def test_numbers_with_points_and_years_are_texts(plan: Workbook) -> None:
    page = page_of(plan, "Objectifs")
    assert [page[f"A{row}"].value for row in (5, 6)] == ["1", "1.1"]
    assert [page[f"L{row}"].value for row in (5, 6)] == ["2022 ; 2024", "2022-2024"]
    for letter in "AL":
        assert (
            page.column_dimensions[letter].number_format
            == page[f"{letter}5"].number_format
            == "@"
        )
        (check,) = checks_at(page, page[f"{letter}5"])
        assert check.type is None and check.prompt
    (reference,) = checks_at(page_of(plan, "Actions"), page_of(plan, "Actions")["A5"])
    assert rule(reference) == ("list", None, "cles_objectifs", None)


def test_a_long_text_is_wrapped_in_the_highest_row_that_excel_has(
    plan: Workbook,
) -> None:
    page = page_of(plan, "Textes")
    assert (
        page.row_dimensions[5].height == 409
        and page.column_dimensions["B"].width == 120
    )
    assert page["B5"].alignment.wrap_text and page["B5"].alignment.vertical == "top"


def test_what_is_known_is_laid_in(book: Workbook) -> None:
    equipements, contacts = page_of(book, "Équipements"), page_of(book, "Contacts")
    assert [cell.value for cell in equipements[5]][:2] == [
        "Domaine de Pincemaille",
        "Équipement HP",
    ]
    assert [cell.value for cell in contacts[5]][1:3] == [
        "H-001 ; H-002",
        "Rencontré sur site",
    ]
    assert (contacts["F5"].value, contacts["F5"].data_type) == ("=1+1", "s"), (
        "a person's text is no formula"
    )
    assert [cell.value for cell in contacts[6]][:3] == [
        "vers Pâques",
        "H-001",
        "pigeon",
    ], "faults are kept as they are"
    assert contacts.column_dimensions["B"].number_format == "@"


def test_the_answers_sheet_holds_every_line_and_greys_what_does_not_apply(
    form: Form, book: Workbook
) -> None:
    lines = {
        (q.label, item.label)
        for q in form.questions.values()
        for item in q.answer_lines(form.lists)
    }
    page = page_of(book, "Réponses")
    rows = [(row[0].value, row[1].value) for row in page.iter_rows(min_row=5)]
    assert lines <= {*rows} and len(rows) == len({*rows})
    tick = answer_row(form, book, "1.1", "Communication / information")
    assert (tick["coche"].value, tick["texte"].value) == ("X", "Deux réunions.")
    axis = answer_row(form, book, "1.2.1", "Axe facultatif")
    text = answer_row(form, book, "2.3.2", "Objet de ces informations")
    assert text["texte"].value == "Les droits."
    title = form.questions["5.1.1"].title
    assert answer_row(form, book, "5.1.1", title)["texte"].value == 4
    grey = tick["precision"].fill.fgColor.rgb
    assert [key for key, cell in axis.items() if cell.fill.fgColor.rgb == grey] == []
    assert [key for key, cell in text.items() if cell.fill.fgColor.rgb == grey] == [
        "coche",
        "precision",
    ]
    (check,) = checks_at(page, axis["texte"])
    assert "difficulté" in str(check.prompt) and check.promptTitle == "Question 1.2.2"
    (check,) = checks_at(page, axis["coche"])
    assert check.formula1 == "liste_coche"


def test_an_answer_to_no_line_of_the_form_is_refused(form: Form) -> None:
    with pytest.raises(ValueError, match=r"9\.9"):
        build_workbook(form, {"reponses": [{"question": "9.9", "texte": "?"}]})


def pixels(page: Worksheet, letters: Iterable[str]) -> float:
    return sum(page.column_dimensions[letter].width * 7 + 5 for letter in letters)


@pytest.mark.parametrize(
    ("edition", "title", "open_ones"),
    [
        (
            "dics-2023",
            "Ménages",
            [
                *("Code *", "Équipement *", "Accompagnement pré-relogement"),
                *("Date de départ du HP", "Fin du suivi"),
            ],
        ),
        (
            "clss-2022-2025",
            "Objectifs",
            ["Numéro *", "Titre dans le récit *", "Texte du tableau"],
        ),
    ],
)
def test_the_groups_of_a_wide_sheet_fold_and_are_open(
    edition: str, title: str, open_ones: list[str]
) -> None:
    data = build_workbook(load_form(edition), ROWS[edition])
    page = page_of(load_workbook(io.BytesIO(data)), title)
    heads = {get_column_letter(n): cell.value for n, cell in enumerate(page[4], 1)}
    # openpyxl reads columns that are alike as one, named by the first of them.
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        at = 1 + [sheet.title for sheet in load_form(edition).sheets.values()].index(
            title
        )
        xml = package.read(f"xl/worksheets/sheet{at + 1}.xml").decode()
    columns = re.findall(r"<col [^>]*>", xml)
    assert len(columns) == len(heads)
    folding = ['outlineLevel="1"' in column for column in columns]
    assert not any("hidden" in column or "collapsed" in column for column in columns)
    kept = [letter for letter, folds in zip(heads, folding, strict=True) if not folds]
    assert [heads[letter] for letter in kept] == open_ones
    assert pixels(page, kept) < 1_300
    # The button of a group stands above the column before it.
    assert 'summaryRight="0"' in xml and 'outlineLevelCol="1"' in xml


def test_a_folded_group_is_read_and_not_hidden(form: Form, tmp_path: Path) -> None:
    book = load_workbook(io.BytesIO(build_workbook(form, KNOWN)))
    page = page_of(book, "Ménages")
    page.column_dimensions.group("C", "G", hidden=True)
    page["C5"].value = "Travail"
    book.save(tmp_path / "classeur.xlsx")
    submission, problems = read(form, "x", load_cells(tmp_path / "classeur.xlsx")[0])
    assert submission.rows["menages"][0].values["statut"] == "travail"
    assert "colonnes-masquees" not in {problem.code for problem in problems}


def test_household_codes_drop_down_in_the_files_without_an_alert(
    form: Form, book: Workbook
) -> None:
    page = page_of(book, "Dossiers d'allocation")
    (check,) = checks_at(page, page["B5"])
    assert rule(check) == ("list", None, "cles_menages", None)
    assert not check.showErrorMessage
    area = book.defined_names["cles_menages"].attr_text
    assert area.startswith("'Ménages'!$A$5:INDEX('Ménages'!$A$5:$A$504,")


# Column -> words that the official form has for it.
DEFINED = {
    ("Contacts", "Mode *"): [
        "2.5. Nombre de ménages de résidents permanents rencontrés au cours de l’année 2023"
        " (sur site, en permanence ou sur rendez-vous) ?",
        'La notion de "rencontre" implique un contact pour faire rapidement le point',
        "Un simple contact de courtoisie ne doit pas être comptabilisé.",
    ],
    ("Ménages", "Problématique 1 - relayée"): [
        "Par relais vers un service compétent, on entend que l'antenne transmet la prise en"
        " charge de la problématique identifiée à un autre service",
    ],
    ("Ménages", "Raison de l'installation"): [
        "les ménages disposant de la capacité financière d'opter pour un logement"
        " traditionnel.",
    ],
    ("Ménages", "Accompagnement pré-relogement"): [
        "(=accompagnement général et/ou préparatoire à un relogement) plus approfondi",
    ],
    ("Ménages", "Accompagnement post-relogement"): [
        "un accompagnement social post-relogement durable a été entamé ou poursuivi",
    ],
}


@pytest.mark.parametrize("column", DEFINED, ids=str)
def test_a_definition_stands_at_the_heading_that_it_decides(
    column: tuple[str, str], book: Workbook
) -> None:
    page = page_of(book, column[0])
    (head,) = (cell for cell in page[4] if cell.value == column[1])
    assert head.comment
    assert all(words in head.comment.text for words in DEFINED[column])


def test_a_short_definition_stands_in_the_input_message(book: Workbook) -> None:
    page = page_of(book, "Ménages")
    (head,) = (cell for cell in page[4] if cell.value == "Raison de l'installation")
    (check,) = checks_at(page, page.cell(5, head.column))
    assert "(une seule). Se retrouveront dans cette catégorie" in str(check.prompt)
    assert "logement traditionnel." in str(check.prompt)


def test_the_room_filter_and_frozen_panes(book: Workbook) -> None:
    views = {
        page.title: (page.freeze_panes, page.auto_filter.ref)
        for page in book.worksheets
    }
    assert views["Ménages"] == ("B5", "A4:AG504")
    assert views["Contacts"] == ("C5", "A4:F5004")
    assert views["Dossiers d'allocation"][0] == "C5"
    assert views["Équipements"][0] == "B5" and views["Réponses"][0] == "C5"


def test_the_same_input_gives_the_same_bytes(any_form: Form) -> None:
    known = ROWS[any_form.edition]
    data = build_workbook(any_form, known)
    assert data == build_workbook(any_form, known) == repack(data)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert package.namelist()[0] == "[Content_Types].xml"
        assert {entry.date_time for entry in package.infolist()} == {
            (1980, 1, 1, 0, 0, 0)
        }
        assert (
            package.read("docProps/core.xml").count(b">2023-01-01T00:00:00Z<") == 2
        ), "created and modified"


# What a person answers, and nowhere else than in the workbook: the words of the official
# form, typed here from the form itself.
OFFICIAL = beside(__file__)["official"]
ANSWERED = (Ticks, TickedTexts, Text, Equipments)
COUNTED = (Breakdown, Count, Lines)


@pytest.mark.parametrize("question", OFFICIAL)
def test_a_question_stands_in_the_words_of_the_form(
    question: str, form: Form, book: Workbook
) -> None:
    """Its words in the rows of its number, in the order of the form, and where the rest
    of it is answered.
    """
    label = form.questions[question].label
    rows = page_of(book, "Réponses").iter_rows(min_row=5, values_only=True)
    own = "\n".join(str(row[1]) for row in rows if row[0] == label)
    at = 0
    for words in OFFICIAL[question]:
        assert words in own[at:], words
        at = own.index(words, at)


def test_no_question_that_a_person_answers_is_left_out(form: Form) -> None:
    asked = {q.id for q in form.questions.values() if isinstance(q, ANSWERED)}
    assert asked == {*OFFICIAL}


@cases(__file__, "counted")
def test_what_is_counted_stands_in_the_words_of_the_form_where_it_is_noted(
    question: str, sheet: str, column: str, words: str, form: Form, book: Workbook
) -> None:
    assert form.questions[question].sheets
    page = page_of(book, sheet)
    (head,) = (
        cell
        for cell in page[4]
        if str(cell.value).removesuffix(" *") == column.removesuffix(" *")
    )
    assert head.comment and words in head.comment.text


def test_no_question_that_is_counted_is_left_out(form: Form) -> None:
    counted = {q.id for q in form.questions.values() if isinstance(q, COUNTED)}
    assert counted == {row[0] for row in beside(__file__)["counted"][1:]}


@cases(__file__, "plan_parts")
def test_a_part_of_the_plan_stands_in_its_own_words_where_it_is_written(
    question: str, words: list[str], plan: Workbook
) -> None:
    """In a heading, an introduction or an input message of its sheets."""
    form = load_form("clss-2022-2025")
    said = []
    for key in form.questions[question].sheets:
        page = page_of(plan, form.sheets[key].title)
        cells = [cell.value for row in page["A1:Z4"] for cell in row]
        said += [str(value) for value in cells if value]
        said += [str(one.prompt) for one in page.data_validations.dataValidation]
    for one in words:
        assert re.search(rf"(?<!\w){re.escape(one)}(?!\w)", "\n".join(said)), one


def test_no_part_of_the_plan_is_left_out() -> None:
    parts = load_form("clss-2022-2025").questions
    assert {*parts} == {row[0] for row in beside(__file__)["plan_parts"][1:]}


def test_the_words_are_of_the_year_of_the_workbook(form: Form) -> None:
    rows: dict[str, Records] = {"identification": [{"annee": 2025}]}
    book = load_workbook(io.BytesIO(build_workbook(form, rows)))
    texts = [str(row[1].value) for row in page_of(book, "Réponses").iter_rows()]
    assert "1.2. Mise en œuvre du Plan HP en 2025." in texts
    assert not any("2023" in text for text in texts)


def test_questions_are_no_answers(form: Form, tmp_path: Path) -> None:
    """Whatever their year, and also where somebody wrote beside one: that is told."""
    path = tmp_path / "classeur.xlsx"
    rows: dict[str, Records] = {"identification": [{"annee": 2025}]}
    path.write_bytes(build_workbook(form, rows))
    submission, _ = read(form, path.name, load_cells(path)[0])
    lines = [
        (question.id, item.key)
        for question in form.questions.values()
        for item in question.answer_lines(form.lists)
    ]
    read_rows = [
        (row.values["question"], row.values["ligne"])
        for row in submission.rows["reponses"]
    ]
    assert read_rows == lines
    book = load_workbook(path)
    page_of(book, "Réponses")["C7"].value = "X"
    book.save(path)
    told = [(p.code, str(p.ref)) for p in produce(path).problems]
    assert ("ligne-inconnue", "Réponses!B7") in told


def test_no_page_ends_between_a_question_and_its_first_line(
    form: Form, book: Workbook
) -> None:
    page = page_of(book, "Réponses")
    lines = {
        item.label
        for q in form.questions.values()
        for item in q.answer_lines(form.lists)
    }
    breaks = [one.id for one in page.row_breaks.brk]
    assert breaks and page.page_setup.fitToWidth == 1
    asked_last = [row for row in breaks if page.cell(row, 2).value not in lines]
    # These are answered in another sheet.
    assert {page.cell(row, 1).value for row in asked_last} <= {"2.2.1", "2.3.1"}


def test_the_heading_rows_are_repeated_on_paper(
    any_form: Form, any_book: Workbook
) -> None:
    for sheet in any_form.sheets.values():
        page = page_of(any_book, sheet.title)
        assert page.print_title_rows == "$3:$4"
        assert page.page_setup.fitToHeight == 0 and page.sheet_properties.pageSetUpPr
        assert page.sheet_properties.pageSetUpPr.fitToPage
        width = sum(field.width for field in sheet.fields.values())
        # At 190 characters a page of A4 across is printed at 78 %: 8.6 points.
        assert width / (page.page_setup.fitToWidth or 1) <= 190


def test_the_readme_names_the_page_and_commands_that_are_there(
    any_book: Workbook,
) -> None:
    page = page_of(any_book, "Lisez-moi")
    text = "\n".join(str(row[1].value) for row in page.iter_rows(max_col=2))
    assert "canevas.html d'un double clic" in text
    named = {*re.findall(r"canevas (--help|[a-z]+)", text)}
    assert named == {"--help", "verifier", "produire"}
    for word in named:
        shown = CliRunner().invoke(main, [word, *["--help"] * (word != "--help")])
        assert shown.exit_code == 0 and shown.output


def test_no_text_stands_in_its_cell(any_form: Form) -> None:
    """Phones and Numbers show such cells as empty."""
    data = build_workbook(any_form, ROWS[any_form.edition])
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    sheets = [part for name, part in parts.items() if "worksheets/sheet" in name]
    assert not any(b"inlineStr" in part for part in sheets)
    used = [int(n) for part in sheets for n in re.findall(rb't="s"><v>(\d+)', part)]
    items = parts["xl/sharedStrings.xml"].count(b"<si>")
    assert {*used} == {*range(items)}
    head = re.search(
        rb'count="(\d+)" uniqueCount="(\d+)"', parts["xl/sharedStrings.xml"]
    )
    assert head and [int(n) for n in head.groups()] == [len(used), items]
    assert b"/xl/sharedStrings.xml" in parts["[Content_Types].xml"]


# ---- the command


def classeur(target: Path, words: str) -> Result:
    return CliRunner().invoke(main, ["classeur", *split(words), "-o", str(target)])


def test_a_new_plan_knows_what_the_command_was_told(tmp_path: Path) -> None:
    words = "--commune 'CPAS de Clairbois' --annee 2022 --quartier 'Le Canal'"
    told = f"clss-2022-2025 {words} --quartier 'Les Tilleuls'"
    result = classeur(tmp_path / "plan.xlsx", told)
    assert result.exit_code == 0, result.output
    book = load_workbook(tmp_path / "plan.xlsx")
    filled = {
        cell.coordinate: cell.value
        for cell in book["Plan"][5]
        if cell.value is not None
    }
    assert filled == {"A5": "clss-2022-2025", "B5": "CPAS de Clairbois", "F5": 2022}
    assert [book["Quartiers"][f"A{row}"].value for row in (5, 6, 7)] == [
        "Le Canal",
        "Les Tilleuls",
        None,
    ]


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("plan", "plan.xlsx"),
        ("plan.2022", "plan.2022.xlsx"),
        ("PLAN.XLSX", "PLAN.XLSX"),
    ],
)
def test_the_file_is_an_xlsx_whatever_its_name(
    name: str, made: str, tmp_path: Path
) -> None:
    words = "clss-2022-2025 --commune X --annee 2022"
    result = classeur(tmp_path / name, words)
    assert result.exit_code == 0 and made in result.output
    assert [file.name for file in tmp_path.iterdir()] == [made]
    again = classeur(tmp_path / name, words)
    assert again.exit_code == 2 and "existe déjà" in again.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            "clss-2022-2025 --commune X --annee 2022 --equipement Pins",
            "--equipement clss-2022",
        ),
        (
            "dics-2023 --commune X --annee 2023 --quartier Canal",
            "--quartier dics-2023",
        ),
        ("clss-2022-2025 --commune X --annee 2019", "--annee 2020 2035"),
        ("clss-2022-2025 --commune X", "--annee manque"),
        ("clss-2022-2025 --annee 2022", "--commune manque"),
    ],
)
def test_what_an_edition_does_not_take_is_refused(
    words: str, said: str, tmp_path: Path
) -> None:
    result = classeur(tmp_path / "x.xlsx", words)
    assert result.exit_code == 2 and not list(tmp_path.iterdir())
    assert all(word in result.stderr for word in said.split()), result.stderr
    assert "required" not in result.stderr and "Invalid" not in result.stderr
