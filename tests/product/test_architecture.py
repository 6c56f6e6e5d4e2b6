"""The plan of the packages: imports between them go down only, and what each library
may be used for.
"""

from __future__ import annotations

import ast
import configparser
import re
from pathlib import Path

from tests.support.paths import ROOT

PIPELINE = ROOT / "pipeline"
# From the ground up: a package imports only from those before it. ``run`` is the one
# module beside the packages.
ORDER = [
    *("model", "office", "edition", "findings", "check", "rules", "editions"),
    *("workbook", "word_files", "answers", "document", "gate", "align", "compare"),
    *("received", "writing", "new_form", "official"),
    *("run", "explain", "personal_data", "deliver", "marked_copy", "blank"),
    *("carry_over", "page", "makers", "cli"),
]
# Sentences for people, which import nothing: every package may import from them.
SENTENCES = "pipeline.findings.sentences"
# The packages, or modules of them, that may import each library from outside.
HOMES = {
    "click": {"cli"},
    "docx": {"document.compile_template", "makers"},
    "docxtpl": {"document.compile_template"},
    "jinja2": {"document.compile_template", "explain.dashboard"},
    "jsonschema": {"editions.strict"},
    "lxml": {"document.compile_template", "makers"},
    "markupsafe": {"explain.dashboard"},
    "msoffcrypto": {"workbook.admission"},
    "olefile": {"workbook.admission"},
    "openpyxl": {"blank"},
    "rapidfuzz": {"findings.near_names"},
    "xlsxwriter": {"explain.proof", "received.sheet"},
    "yaml": {"editions.reading"},
}
LONGEST = 400  # lines of a module
LONGEST_FUNCTION = 40


def modules() -> dict[str, ast.Module]:
    """The modules of pipeline/ by their dotted names, parsed."""
    found = {}
    for file in PIPELINE.rglob("*.py"):
        name = ".".join(file.relative_to(PIPELINE).with_suffix("").parts).removesuffix(
            "__init__"
        )
        found[name.removesuffix(".")] = ast.parse(file.read_text(encoding="utf-8"))
    return found


def imports(tree: ast.Module) -> set[str]:
    """The full names of what a module imports, inside functions too."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names} | {
                node.module
            }
    return found


def packages_of(tree: ast.Module) -> set[str]:
    """The packages of pipeline/ that a module imports from, but for its sentences."""
    own = {
        name.split(".")[1]
        for name in imports(tree)
        if name.startswith("pipeline.") and not name.startswith(SENTENCES)
    }
    return own & set(ORDER)


def test_sentences_import_nothing_of_the_product() -> None:
    for name, tree in modules().items():
        if name.startswith(SENTENCES.removeprefix("pipeline.")):
            assert not {used for used in imports(tree) if used.startswith("pipeline")}


def test_imports_between_packages_go_down() -> None:
    rank = {package: number for number, package in enumerate(ORDER)}
    found = modules()
    assert {name.split(".")[0] for name in found if name} == set(ORDER)
    upward = [
        f"{name} imports {package}"
        for name, tree in found.items()
        for package in packages_of(tree)
        if rank[package] > rank[name.split(".")[0]]
    ]
    assert upward == []


def test_promises() -> None:
    """The gate shares nothing with what fills and knows no wording, makers are for
    makers, the model stands alone.
    """
    used = {name: packages_of(tree) for name, tree in modules().items()}
    of_the_gate = {
        package for name in used if name.startswith("gate") for package in used[name]
    }
    assert of_the_gate <= {"gate", "model", "office"}
    below = ORDER[: ORDER.index("makers")]
    assert not [
        name
        for name, packages in used.items()
        if name.split(".")[0] in below and "makers" in packages
    ]
    assert not [
        name
        for name, packages in used.items()
        if name.startswith("model") and packages - {"model"}
    ]


def test_each_library_has_its_home() -> None:
    for name, tree in modules().items():
        for library in {module.partition(".")[0] for module in imports(tree)} & set(
            HOMES
        ):
            assert {name, name.split(".")[0]} & HOMES[library], (
                f"{name} imports {library}"
            )


def test_each_package_says_what_it_is() -> None:
    for folder in {file.parent for file in PIPELINE.rglob("*.py")}:
        assert ast.get_docstring(
            ast.parse((folder / "__init__.py").read_text(encoding="utf-8"))
        ), folder


def test_setup_lists_every_package() -> None:
    setup = configparser.ConfigParser()
    setup.read(ROOT / "setup.cfg", encoding="utf-8")
    folders = {
        ".".join(file.parent.relative_to(ROOT).parts) for file in PIPELINE.rglob("*.py")
    }
    listed = set(setup["options"]["packages"].split())
    assert listed == folders | {"pipeline.schema", "pipeline.templates_docx"}


def test_no_module_is_longer_than_people_read() -> None:
    for file in PIPELINE.rglob("*.py"):
        assert len(file.read_text(encoding="utf-8").splitlines()) <= LONGEST, file


def test_functions_are_short() -> None:
    for name, tree in modules().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                assert (node.end_lineno or 0) - node.lineno < LONGEST_FUNCTION, (
                    f"{name}.{node.name}"
                )


# A group that is never entered again: "(?>…)", or a quantifier and a plus behind a
# closing bracket.
POSSESSIVE = re.compile(r"\(\?>|\)(?:[*+?]|\{[\d,]+\})\+")


def test_the_rule_against_possessive_groups_finds_them() -> None:
    for pattern in (
        "(?>a|b)",
        "(?:a|b)*+",
        "(a)++",
        "(a)?+",
        "(?:[^<]|<(?!/))*+",
        "(a){2}+",
        "(a){1,3}+",
    ):
        assert POSSESSIVE.search(pattern), pattern
    for pattern in (
        "[^<]*+(?<= )",
        "a++",
        r"\d{2}+",
        "(a)*",
        "(a)+?",
        "(?=a)",
        "(?<=a)",
        "(?P<name>a)",
    ):
        assert not POSSESSIVE.search(pattern), pattern


def test_no_pattern_has_a_possessive_group() -> None:
    """The `re` of Python 3.11.2, Debian 12's own, never matches one that holds a
    look-ahead. A single character may be possessive. Patterns stand in the code and in
    the declarations of editions.
    """
    folders = [
        PIPELINE,
        *(ROOT / name for name in ("schema", "templates_docx", "benchmarks", ".ci")),
    ]
    files = [
        file
        for folder in folders
        for file in folder.rglob("*")
        if file.suffix in (".py", ".yaml", ".json")
    ]
    tests = [file for file in ROOT.glob("tests/**/*.py") if file != Path(__file__)]
    assert len(files) > 100 and len(tests) > 50
    for file in [*files, *tests]:
        lines = file.read_text(encoding="utf-8").splitlines()
        assert [line for line in lines if POSSESSIVE.search(line)] == [], file
