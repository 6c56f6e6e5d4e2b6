"""What a next edition changes is told under its question, each change once, and nothing
else; what programs and hands do to a blank is no change.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pipeline.align.notes import text_of
from pipeline.cli import main
from pipeline.edition.form import Form
from pipeline.editions.loader import load_form
from pipeline.new_form.changes import Compared
from pipeline.new_form.comparison import compared
from pipeline.new_form.listing import lines, verdict
from pipeline.new_form.words import is_negated, stretches
from pipeline.word_files.read_document import read_document
from pipeline.word_files.reading import Block, Paragraph, Reading, Row, Story, Table
from tests.align import layouts
from tests.align.edits import Blocks, map_texts
from tests.align.layouts import HEADS, LAYOUTS, numbered, table
from tests.align.test_other_forms import at, retyped, with_table
from tests.support.blanks.kinds import KINDS
from tests.support.marks import one_in
from tests.support.noises import NOISES
from tests.support.retouches import Report

DICS, PLAN = load_form("dics-2023"), load_form("clss-2022-2025")
BLANKS = {one.edition: one.document.blank.read_bytes() for one in (DICS, PLAN)}
NOTES = read_document(BLANKS["dics-2023"]).footnotes
Edit = Callable[[Blocks], Blocks]


def blank(layout: str = "as_declared") -> Blocks:
    made = LAYOUTS[layout]({**DICS.document.wording}, lambda name: HEADS.get(name, ""))
    return [*made.body]


def of(
    blocks: Blocks, notes: tuple[Story, ...] = NOTES, headers: tuple[Story, ...] = ()
) -> Compared:
    reading = Reading(numbered(blocks), footnotes=notes, headers=headers)
    return compared(DICS, DICS.document, reading)


def told(found: Compared) -> list[tuple[str, str, str]]:
    return [(c.question, c.what.value, c.part.value) for c in found.changes]


def said(number: str, change: Callable[[str], str]) -> Edit:
    """A heading with other words."""

    def edit(blocks: Blocks) -> Blocks:
        n = at(blocks, number)
        return [*blocks[:n], map_texts(blocks[n], change), *blocks[n + 1 :]]

    return edit


def behind(number: str, *new: Block) -> Edit:
    """New blocks before a heading."""

    def edit(blocks: Blocks) -> Blocks:
        n = at(blocks, number)
        return [*blocks[:n], *new, *blocks[n:]]

    return edit


def without(number: str, many: int) -> Edit:
    def edit(blocks: Blocks) -> Blocks:
        n = at(blocks, number)
        return [*blocks[:n], *blocks[n + many :]]

    return edit


def moved(number: str, many: int, before: str) -> Edit:
    def edit(blocks: Blocks) -> Blocks:
        n = at(blocks, number)
        part, rest = blocks[n : n + many], [*blocks[:n], *blocks[n + many :]]
        there = at(rest, before)
        return [*rest[:there], *part, *rest[there:]]

    return edit


def rows(number: str, change: Callable[[list[Row]], object]) -> Edit:
    return lambda blocks: with_table(blocks, number, change)


def replaced(old: str, new: str) -> Edit:
    """Words that stand once in the form, others."""

    def edit(blocks: Blocks) -> Blocks:
        made = [map_texts(one, lambda text: text.replace(old, new)) for one in blocks]
        assert sum(a != b for a, b in zip(made, blocks, strict=True)) == 1
        return made

    return edit


def heading(text: str) -> Paragraph:
    return Paragraph(text, style="Heading3", level=3)


def column(rows_: list[Row], order: list[int]) -> None:
    for n, row in enumerate(rows_):
        cells = [replace(row.cells[o], column=c) for c, o in enumerate(order)]
        rows_[n] = replace(row, cells=tuple(cells))


def one_column_more(rows_: list[Row]) -> None:
    for n, row in enumerate(rows_):
        new = layouts.cell("" if n else "Nombre d'enfants", column=len(row.cells))
        rows_[n] = replace(row, cells=(*row.cells, new))


# Blanks in which words are others, or are not there.
CHANGED = {
    *("reworded", "negated", "exchanged", "more", "less", "split and merged"),
    *("moved chapters", "all edits", "wider"),
    *("governed", "governed dots", "governed rows"),
}
NEW = heading("2.7.4. Pour les ménages accompagnés, nombre de ménages avec enfants")
BOX = table([""])
EDITS: dict[str, tuple[Edit, str, list[tuple[str, str, str]]]] = {
    "a question more": (
        behind("2.8.", NEW, BOX),
        "attendez",
        [("2.7.4", "new", "question")],
    ),
    "a question more without number or look": (
        behind("2.6.", Paragraph("Combien vivent seuls ?", style="Normal"), BOX),
        "attendez",
        [("Combien vivent seuls ?", "new", "question")],
    ),
    "a question more with a table": (
        behind("2.8.", NEW, table(["Âge", "Nombre"], ["0 à 5 ans", ""], ["6 ans", ""])),
        "attendez",
        [("2.7.4", "new", "question"), *[("2.7.4", "new", "line")] * 3],
    ),
    "a question less": (without("2.6.", 2), "attendez", [("2.6", "gone", "question")]),
    "a question with a table less": (
        without("2.7.1.", 2),
        "attendez",
        [("2.7.1", "gone", "question")],
    ),
    "a question elsewhere": (
        moved("2.7.3.", 2, "2.5."),
        "1 phrase à relire",
        [("2.7.3", "moved", "question")],
    ),
    "a question elsewhere under another number": (
        lambda b: said("2.7.3.", lambda t: t.replace("2.7.3.", "2.4.1."))(
            moved("2.7.3.", 2, "2.5.")(b)
        ),
        "2 phrases à relire",
        [("2.7.3", "renumbered", "question"), ("2.7.3", "moved", "question")],
    ),
    "another number": (
        said("3.8.4.", lambda t: t.replace("3.8.4.", "3.8.7.")),
        "1 phrase à relire",
        [("3.8.4", "renumbered", "question")],
    ),
    "other words": (
        said("2.5.", lambda t: t.replace("rencontrés", "vus au moins une fois")),
        "1 phrase à relire",
        [("2.5", "reworded", "question")],
    ),
    "the contrary": (
        said("2.7.3.", lambda t: t.replace("n'ont aucun", "ont un")),
        "attendez",
        [("2.7.3", "negated", "question")],
    ),
    "a contrary column": (
        replaced(
            "ménages non relayés vers un service", "ménages relayés par un service"
        ),
        "attendez",
        [("2.8", "negated", "column")],
    ),
    "a line more": (
        rows("2.7.1.", lambda r: r.insert(3, layouts.row("Indépendant", ""))),
        "attendez",
        [("2.7.1", "new", "line")],
    ),
    "a line less": (
        rows("2.7.1.", lambda r: r.pop(2)),
        "attendez",
        [("2.7.1", "gone", "line")],
    ),
    "a line with other words": (
        rows(
            "2.7.1.", lambda r: r.__setitem__(5, layouts.row("Pension, prépension", ""))
        ),
        "identique",
        [],
    ),
    "a line in place of another": (
        rows("3.8.3.", lambda r: r.__setitem__(2, layouts.row("Commune voisine", ""))),
        "attendez",
        [("3.8.3", "replaced", "line")],
    ),
    "a box to tick more": (
        rows("2.1.1.", lambda r: r.append(layouts.row("", "N'informe personne"))),
        "attendez",
        [("2.1.1", "new", "line")],
    ),
    "a line elsewhere": (
        rows("2.7.1.", lambda r: r.insert(1, r.pop(3))),
        "1 phrase à relire",
        [("2.7.1", "moved", "line")],
    ),
    "a column more": (
        rows("2.8.", one_column_more),
        "attendez",
        [("2.8", "new", "column")],
    ),
    "a column less": (
        rows("2.8.", lambda r: column(r, [0, 1, 3])),
        "attendez",
        [("2.8", "gone", "column")],
    ),
    "columns in another order": (
        rows("2.8.", lambda r: column(r, [0, 2, 1, 3])),
        "1 phrase à relire",
        [("2.8", "moved", "column")],
    ),
    "an instruction more": (
        behind("3.", Paragraph("Joignez le tableau de suivi.", style="Consigne")),
        "1 phrase à relire",
        [("3.10 (chapitre 2)", "new", "text")],
    ),
    "an instruction with other words": (
        replaced(
            "Rubrique à compléter par le chef de projet en titre",
            "Rubrique à compléter par le chef de projet ou son remplaçant",
        ),
        "1 phrase à relire",
        [("1", "reworded", "text")],
    ),
    "a question in two": (
        lambda b: behind(
            "2.6.",
            heading(
                "2.5.1. Nombre de ménages de résidents permanents rencontrés au cours de l’année 2023 sur site"
            ),
            BOX,
            heading(
                "2.5.2. Nombre de ménages de résidents permanents rencontrés au cours de l’année 2023 sur rendez-vous"
            ),
            BOX,
        )(without("2.5.", 2)(b)),
        "attendez",
        [
            ("2.5", "split", "question"),
            ("2.5.1", "new", "question"),
            ("2.5.2", "new", "question"),
        ],
    ),
    "two questions in one": (
        lambda b: behind(
            "2.7.",
            heading(
                "2.5. Nombre de ménages de résidents permanents rencontrés ou contactés par téléphone/mail au cours de l’année 2023 (sur site, en permanence, sur rendez-vous, faute de pouvoir les rencontrer)"
            ),
            BOX,
        )(without("2.5.", 4)(b)),
        "attendez",
        [
            ("2.5", "merged", "question"),
            ("2.6", "merged", "question"),
            ("2.6", "renumbered", "question"),
        ],
    ),
    "a line of the address less": (
        lambda blocks: [
            b for b in blocks if not isinstance(b, Paragraph) or b.text != "Jambes"
        ],
        "1 phrase à relire",
        [("première page", "gone", "text")],
    ),
}


@pytest.mark.parametrize("name", EDITS)
def test_each_change_is_told_under_its_question(name: str) -> None:
    edit, word, wanted = EDITS[name]
    found = of(edit(blank()))
    assert told(found) == wanted
    assert verdict(found) == word


# ---- what is no change


@pytest.mark.parametrize("layout", [name for name in LAYOUTS if name != "merged_heads"])
def test_the_layout_of_another_program_is_no_change(layout: str) -> None:
    assert told(of(blank(layout))) == []


@pytest.mark.parametrize("number", ["2.6.", "3.10", "(4)", "12 )"])
def test_a_number_alone_says_nothing_new(number: str) -> None:
    """Some forms have the numbers of their questions in a column of their own."""
    assert told(of(behind("2.6.", Paragraph(number))(blank()))) == []


@pytest.mark.parametrize("number", ["2.7.2.", "2.8."])
def test_heads_that_stand_again_where_a_table_is_split_are_no_line(number: str) -> None:
    def split(rows: list[Row]) -> None:
        rows.insert(4, rows[0])

    again = with_table(blank(), number, split)
    assert told(of(again)) == []
    below = next(n for n in range(at(again, number), len(again)) if is_table(again[n]))
    whole = again[below]
    assert isinstance(whole, Table)
    halves = [replace(whole, rows=rows) for rows in (whole.rows[:4], whole.rows[4:])]
    assert told(of([*again[:below], *halves, *again[below + 1 :]])) == []


def is_table(block: Block) -> bool:
    return isinstance(block, Table)


def test_a_head_above_the_heads_is_but_a_text() -> None:
    found = of(blank("merged_heads"))
    assert {change[1:] for change in told(found)} == {("new", "text")}


def test_typography_years_and_names_are_no_change() -> None:
    blocks = [map_texts(one, retyped) for one in blank()]
    assert told(of(blocks)) == []
    years = {"2023": "2031", "2022": "2030", "ESTINNES": "VRESSE-SUR-SEMOIS"}

    def of_next_year(text: str) -> str:
        for old, new in years.items():
            text = text.replace(old, new)
        return text

    assert told(of([map_texts(one, of_next_year) for one in blank()])) == []


@pytest.mark.parametrize("noise", NOISES)
@pytest.mark.parametrize("form", [DICS, PLAN], ids=lambda form: str(form.family))
def test_what_programs_leave_is_no_change(form: Form, noise: str) -> None:
    report = Report(BLANKS[form.edition])
    NOISES[noise](random.Random(1), report)
    found = compared(form, form.document, read_document(report.content))
    assert verdict(found) == "identique", told(found)


# What Word says beside their places asks for other units and years.
HINTED = ["controls with titles", "fields with help"]
LOOKS = [kind for kind in KINDS if kind not in (*CHANGED, *HINTED)]


@pytest.mark.parametrize("kind", one_in(4, LOOKS))
def test_a_blank_of_another_office_with_the_same_words_is_no_change(kind: str) -> None:
    found = compared(DICS, DICS.document, read_document(KINDS[kind]().content))
    others = [change for change in told(found) if change[2] != "note"]
    # These two have heads of their own.
    assert others == [] or kind in ("merged heads", "other figures"), others
    # "En pour cent" asks for another unit than the number of 2.7.3.
    assert found.waits == (kind == "other figures")


# ---- beside the text


def test_notes_and_the_header() -> None:
    note = Paragraph(f"{text_of(NOTES[1])} Sauf par courrier.")
    stories = (NOTES[0], NOTES[1]._replace(blocks=(note,)), *NOTES[2:-1])
    head = Story("en-tête", "word/header1.xml", (Paragraph("SPW · Plan HP 2027"),))
    found = of(blank(), stories, (head,))
    assert told(found) == [
        ("En-tête", "reworded", "header"),
        ("Notes de bas de page", "negated", "note"),
        ("Notes de bas de page", "gone", "note"),
    ]


# ---- the plan, whose parts repeat


def plan(change: Callable[[Paragraph], str]) -> Compared:
    reading = read_document(BLANKS[PLAN.edition])

    def changed(block: Block) -> Block:
        return map_texts(block, lambda text: change(Paragraph(text)))

    body = tuple(map(changed, reading.body))
    return compared(PLAN, PLAN.document, replace(reading, body=body))


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        (
            "Constats fondant l'objectif",
            "Constats qui fondent l'objectif",
            ("objectifs", "reworded", "text"),
        ),
        ("Dont nouvelles", "Dont nouvelles personnes", ("suivi", "reworded", "column")),
        ("Dont nouvelles", "Dont non nouvelles", ("suivi", "negated", "column")),
        (
            "Organisation : une organisation est",
            "Organisation : une organisation désigne",
            ("Glossaire", "reworded", "text"),
        ),
    ],
)
def test_a_text_of_the_plan_with_other_words(
    old: str, new: str, wanted: tuple[str, str, str]
) -> None:
    assert told(plan(lambda one: one.text.replace(old, new))) == [wanted]


def test_a_paragraph_and_a_heading_more_in_the_plan() -> None:
    reading = read_document(BLANKS[PLAN.edition])
    texts = [one.text if isinstance(one, Paragraph) else "" for one in reading.body]
    first = texts.index("Glossaire")
    new = [
        Paragraph("ÉVALUATION", "/new/1", "heading 1", 1),
        Paragraph("Décrivez comment le plan est évalué.", "/new/2", "Normal"),
    ]
    body = (*reading.body[:first], *new, *reading.body[first:])
    found = compared(PLAN, PLAN.document, replace(reading, body=body))
    assert told(found) == [
        ("ÉVALUATION", "new", "question"),
        ("ÉVALUATION", "new", "text"),
    ]
    assert verdict(found) == "attendez"


def with_rows(number: int, change: Callable[[list[Row]], object]) -> Compared:
    """The plan with the rows of one of its tables changed."""
    reading = read_document(BLANKS[PLAN.edition])
    tables = [n for n, one in enumerate(reading.body) if isinstance(one, Table)]
    table_ = reading.body[tables[number]]
    assert isinstance(table_, Table)
    rows_ = [*table_.rows]
    change(rows_)
    body = [*reading.body]
    body[tables[number]] = replace(table_, rows=tuple(rows_))
    return compared(PLAN, PLAN.document, replace(reading, body=numbered(body)))


def test_the_tables_of_the_plan() -> None:
    def one_row_more(rows_: list[Row]) -> None:
        rows_.insert(4, layouts.row("Subsides régionaux", "", ""))

    assert told(with_rows(3, one_column_more)) == [("suivi", "new", "column")]
    assert told(with_rows(0, one_column_more)) == [("tableaux", "new", "column")]
    gone = with_rows(3, lambda rows_: column(rows_, [0, 1, 2, 3, 4, 6, 7]))
    assert told(gone) == [("suivi", "gone", "column")]
    assert told(with_rows(1, one_row_more)) == [("budgets", "new", "line")]
    assert told(with_rows(1, lambda rows_: rows_.pop(3))) == [
        ("budgets", "gone", "line")
    ]


# ---- words


def test_the_words_that_differ() -> None:
    old, new = stretches(
        "2.5. Nombre de ménages rencontrés.", "2.6 Nombre des Ménages vus !"
    )
    assert old == (
        ("Nombre", False),
        ("de", True),
        ("ménages", False),
        ("rencontrés.", True),
    )
    assert new == (
        ("Nombre", False),
        ("des", True),
        ("Ménages", False),
        ("vus", True),
        ("!", False),
    )


@pytest.mark.parametrize(
    ("old", "new", "is_other"),
    [
        ("ménages relogés", "ménages non relogés", True),
        ("ménages qui ont un réseau", "ménages qui n’ont pas de réseau", True),
        ("au moins 15 jours", "au plus 15 jours", True),
        ("dossiers recevables", "dossiers irrecevables", True),
        ("revenus < 1 000", "revenus > 1 000", True),
        ("ménages qui n'ont pas de réseau", "ménages n'ayant pas de réseau", False),
        ("ménages rencontrés", "ménages rencontrés ou contactés", False),
    ],
)
def test_what_may_be_the_contrary(old: str, new: str, is_other: bool) -> None:
    assert is_negated(old, new) is is_other


def test_both_sentences_stand_one_above_the_other() -> None:
    edit, _, _ = EDITS["other words"]
    assert [*lines(of(edit(blank())), "dics-2023")][2:] == [
        "",
        "2.5. Nombre de ménages de résidents permanents rencontrés au…",
        "  question reformulée :",
        "    avant : Nombre de ménages de résidents permanents [rencontrés] au cours de l’année 2023 (sur site, en permanence ou sur rendez-vous) ?",
        "    après : Nombre de ménages de résidents permanents [vus au moins une fois] au cours de l’année 2023 (sur site, en permanence ou sur rendez-vous) ?",
    ]


# ---- the command


def run(*words: object) -> Result:
    return CliRunner().invoke(main, ["modele", "comparer", *map(str, words)])


def test_the_word_comes_first_and_the_exit_code_says_it(tmp_path: Path) -> None:
    file = tmp_path / "vierge.docx"
    file.write_bytes(BLANKS["dics-2023"])
    result = run(file, "dics-2023")
    assert (result.output.splitlines()[0], result.exit_code) == ("identique", 0)
    report = Report(BLANKS["dics-2023"])
    first = next(t for t in report.all("//w:t") if t.text == "RIS")
    first.text = "Aide du CPAS"
    file.write_bytes(report.content)
    result = run(file, "dics-2023")
    assert (result.output.splitlines()[0], result.exit_code) == ("attendez", 1)


def test_what_is_no_blank_of_this_form_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "vierge.docx"
    for content, said_ in (
        (BLANKS["clss-2022-2025"], "C'est un autre formulaire"),
        (b"%PDF-1.7", "C'est un PDF"),
        (b"", "Le fichier est vide"),
    ):
        file.write_bytes(content)
        result = run(file, "dics-2023")
        assert (result.exit_code, said_ in result.output) == (2, True), result.output
    assert run(tmp_path / "absent.docx", "dics-2023").exit_code == 2


@pytest.mark.parametrize("kind", HINTED)
def test_what_word_says_beside_a_place_is_told_where_its_answer_waits(
    kind: str,
) -> None:
    """Else produire would leave blank what the comparison calls identical."""
    made = KINDS[kind]()
    found = compared(DICS, DICS.document, read_document(made.content))
    waiting = [one for one in found.changes if one.what.value == "otherwise"]
    assert waiting and found.waits


def test_a_title_of_another_year_than_the_questions_is_told() -> None:
    blocks = blank()
    blocks[0] = map_texts(blocks[0], lambda text: text.replace("2023", "2024"))
    (change,) = of(blocks).changes
    assert change.what.value == "reworded" and "2024" in change.new
