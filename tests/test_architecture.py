"""The plan of the rooms: imports go down, each outside library has its home, no file grows into a hall."""

from __future__ import annotations

import ast
import re
from pathlib import Path

PIPELINE = Path(__file__).parent.parent / "pipeline"

# Floors from the ground up; a module imports only from floors below its own.
FLOORS = [
    [
        "problem",
        "form",
        "package",
        "text",
        "french",
        "rules.registry",
        "annotate_xml",
        "dashboard_view",
        "excel",
        "looks",
        "held",
        "own_editions",
        "workers",
    ],
    [
        "submission",
        "messages",
        "gate.addresses",
        "gate.events",
        "docx_file",
        "docx_table",
        "deliver",
        "blank_style",
        "annotate_grid",
        "number_format",
    ],
    [
        "intake",
        "xml_parts",
        "suggest",
        "printed_codes",
        "told",
        "findings",
        "wording",
        "gate.walk",
        "explained",
        "dashboard_charts",
        "annotate_package",
        "annotate_styles",
        "annotate_sheet",
    ],
    ["row_words", "compiled", "gate.blank", "field_values"],
    ["row_schema", "row_rules", "template", "gate.door"],
    ["blank_table", "workbook_scan", "gate", "rules.clss_text"],
    ["annotate_notes", "annotate_book", "compile_template", "official_form", "cell_values", "total_row"],
    [
        *("row_check", "references", "blank_answers", "places", "template_check", "quick_rows", "headings"),
        *("rules.clss_doubts", "rules.clss_kinds"),
    ],
    ["check", "render", "sheet_scan", "read_columns", "annotate_list"],
    ["rules.dics_records", "rules.clss_records", "blank", "compare", "overlooked", "draft", "annotate"],
    [
        "rules.dics",
        "rules.clss_plan",
        "rules.clss_tableaux",
        "rules.clss_budget",
        "rules.clss_suivi",
        "tally",
        "progress",
        "read",
    ],
    ["rules.clss_action_checks", "rules.clss_budget_checks", "rules.clss_suivi_checks"],
    [
        *("rules.dics_checks", "rules.dics_files", "rules.dics_answers", "rules.dics_explain"),
        *("rules.dics_guard", "rules.dics_dashboard"),
    ],
    ["rules.clss", "rules.clss_checks", "rules.dics_absences"],
    ["rules.clss_explain", "rules.clss_dashboard"],
    ["rules.families"],
    ["declared_names", "explain", "proof", "dashboard"],
    ["form_file"],
    ["derived", "read"],
    ["run"],
    ["outputs"],
    ["batch", "folder"],
    ["cli.common"],
    [
        *("cli.classeur", "cli.verifier", "cli.avancement", "cli.produire"),
        *("cli.expliquer", "cli.controler", "cli.modele"),
    ],
    ["cli.traiter"],
    ["cli"],
]
COMMANDS = {module for floor in FLOORS[-4:] for module in floor}
HOMES = {
    "click": COMMANDS,
    "docx": {"docx_file", "docx_table", "template"},
    "docxtpl": {"render", "compile_template"},
    "jinja2": {"render", "dashboard"},
    "jsonschema": {"form_file"},
    "lxml": {"docx_file", "docx_table", "compile_template"},
    "markupsafe": {"render", "dashboard_charts"},
    "msoffcrypto": {"intake"},
    "olefile": {"intake"},
    "openpyxl": {"blank", "blank_table", "blank_answers", "blank_style"},
    "rapidfuzz": {"suggest"},
    "xlsxwriter": {"proof"},
    "yaml": {"form_file"},
}
STANDARD = 400  # lines; tables of data excepted
TABLES = {"messages", "dics"}


def modules() -> dict[str, ast.Module]:
    found = {}
    for file in PIPELINE.rglob("*.py"):
        name = ".".join(file.relative_to(PIPELINE).with_suffix("").parts).removesuffix(".__init__")
        tree = ast.parse(file.read_text(encoding="utf-8"))
        if len(tree.body) > 1:  # more than a docstring
            found[name] = tree
    return found


def imports(tree: ast.Module) -> set[str]:
    """Full names of the imported modules, those inside functions included."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names} | {node.module}
    return found


def test_imports_go_down() -> None:
    floor_of = {module: number for number, floor in enumerate(FLOORS) for module in floor}
    found = modules()
    assert set(found) == set(floor_of)
    for name, tree in found.items():
        own = {module.removeprefix("pipeline.") for module in imports(tree) if module.startswith("pipeline.")}
        for module in own & set(found):
            assert floor_of[module] < floor_of[name], f"{name} imports {module}"


def test_each_library_has_its_home() -> None:
    for name, tree in modules().items():
        for library in {module.partition(".")[0] for module in imports(tree)} & set(HOMES):
            assert name in HOMES[library], f"{name} imports {library}"


def test_the_gate_knows_nothing_of_what_fills() -> None:
    """Nor of our wording: it is given what it needs, and so it is a check on all that makes a report."""
    below = {"gate", "package", "problem", "submission", "text"}
    found = modules()
    for name in [name for name in found if name.partition(".")[0] == "gate"]:
        own = {module.removeprefix("pipeline.") for module in imports(found[name]) if module.startswith("pipeline.")}
        assert {module.partition(".")[0] for module in own} <= below, name


def test_no_file_grows_into_a_hall() -> None:
    for file in PIPELINE.rglob("*.py"):
        assert len(file.read_text(encoding="utf-8").splitlines()) <= STANDARD or file.stem in TABLES, file


def test_functions_are_short() -> None:
    for name, tree in modules().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                assert (node.end_lineno or 0) - node.lineno < 40, f"{name}.{node.name}"


# A group that is never entered again: "(?>…)", or a quantifier and a plus behind a closing bracket.
POSSESSIVE = re.compile(r"\(\?>|\)(?:[*+?]|\{[\d,]+\})\+")


def test_the_rule_against_possessive_groups_finds_them() -> None:
    for pattern in ("(?>a|b)", "(?:a|b)*+", "(a)++", "(a)?+", "(?:[^<]|<(?!/))*+", "(a){2}+", "(a){1,3}+"):
        assert POSSESSIVE.search(pattern), pattern
    for pattern in ("[^<]*+(?<= )", "a++", r"\d{2}+", "(a)*", "(a)+?", "(?=a)", "(?<=a)", "(?P<name>a)"):
        assert not POSSESSIVE.search(pattern), pattern


def test_no_pattern_has_a_possessive_group() -> None:
    """The `re` of Python 3.11.2, Debian 12's own, never matches one that holds a look-ahead. A single character may be
    possessive. Patterns stand in the code and in the declarations of editions."""
    folders = [PIPELINE, *(PIPELINE.parent / name for name in ("schema", "templates_docx", "benchmarks", ".ci"))]
    files = [file for folder in folders for file in folder.rglob("*") if file.suffix in (".py", ".yaml", ".json")]
    tests = [file for file in PIPELINE.parent.glob("tests/**/*.py") if file != Path(__file__)]
    assert len(files) > 100 and len(tests) > 50
    for file in [*files, *tests]:
        lines = file.read_text(encoding="utf-8").splitlines()
        assert [line for line in lines if POSSESSIVE.search(line)] == [], file
