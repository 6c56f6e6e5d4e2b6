"""Findings as people and programs receive them: one line each, with its place; and the
page of all messages.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from pipeline.edition.form import Form
from pipeline.findings.messages import (
    CATALOGUE,
    ERROR,
    OR,
    WARNING,
    basis,
    found,
    is_error,
    remedy,
    sentence,
    with_names,
    wrong,
)
from pipeline.model.problem import CellRef, Problem
from pipeline.model.submission import Submission
from pipeline.model.text import french_number

MOST_PIECES = 3  # places that a line names before it says "…"
MOST_ALIKE = (
    20  # different lines of one code in one column; beyond, the first stands for all
)
_VERSION = 1  # of what a program reads; another where a name means something else
FIRST = ", voici la première"
_Same = list[Problem]


def in_order(form: Form, problems: Iterable[Problem]) -> list[Problem]:
    """Errors first, then by sheet, row and column; what is of the file before all."""
    titles = ["", *(sheet.title for sheet in form.sheets.values())]

    def place(problem: Problem) -> tuple[bool, int, int, int, str]:
        title, row, column, _ = problem.ref or CellRef("")
        sheet = titles.index(title) if title in titles else len(titles)
        return (not is_error(problem), sheet, row, len(column), column)

    return sorted(problems, key=place)


def listing(problems: Iterable[Problem]) -> list[str]:
    """One line a finding, in the order given; what repeats in a sheet stands once, with
    its places and their number. Below the first that rests on a sentence of the form
    stands this, after a line break.
    """
    return [line for _, line in _lines(problems)]


def while_open(problems: Iterable[Problem]) -> list[str]:
    """Of the lines of ``listing`` those of a workbook that another program has open:
    what was read may be old.
    """
    return listing(problem for problem in problems if problem.code == "classeur-ouvert")


def grouped(problems: Iterable[Problem]) -> list[tuple[str, list[str]]]:
    """The lines of ``listing`` by title of sheet, in the order in which each first
    comes; the file's own under "".
    """
    sheets: dict[str, list[str]] = {}
    for sheet, line in _lines(problems):
        sheets.setdefault(sheet, []).append(line)
    return [*sheets.items()]


def _lines(problems: Iterable[Problem]) -> Iterator[tuple[str, str]]:
    """Each line with the title of its sheet."""
    said = {""}
    for same in _shortened(_repeated(problems)):
        below = basis(same[0])
        there = {found(problem) for problem in same}
        shown = ("" if below in said else below, *(there if len(there) == 1 else ()))
        lines = " ".join(filter(None, shown))
        yield same[0].sheet, _line(same) + f"\n{lines}" * bool(lines)
        said.add(below)


def of_households(
    form: Form, submission: Submission, problems: Iterable[Problem]
) -> dict[str, list[Problem]]:
    """The problems by the codes that stand in their rows, as typed, in the order of the
    codes; those in a row of several households under each, those of none under "".
    """
    codes = _codes_of_rows(form, submission)
    found: dict[str, list[Problem]] = {}
    for problem in problems:
        place = (problem.ref.sheet, problem.ref.row) if problem.ref else ("", 0)
        for code in codes.get(place, ("",)):
            found.setdefault(code, []).append(problem)
    return dict(sorted(found.items()))


def _codes_of_rows(
    form: Form, submission: Submission
) -> dict[tuple[str, int], tuple[str, ...]]:
    """Title and row -> the codes of households that stand in it, each once."""
    found = {}
    for key, rows in submission.rows.items():
        fields = form.sheets[key].fields.values()
        names = [field.key for field in fields if field.type in ("code", "codes")]
        for row in rows:
            codes: list[str] = []
            for value in (row.values.get(name) for name in names):
                several = value if isinstance(value, tuple) else (value,)
                codes += [code for code in several if isinstance(code, str)]
            if codes:
                found[row.title, row.number] = tuple(dict.fromkeys(codes))
    return found


def as_json(source: str, edition: str, problems: Sequence[Problem]) -> dict[str, Any]:
    """The findings for a program (schema/findings.schema.json), every place of each; the
    form is "" where the file itself is at fault.
    """
    unknown = any(is_error(problem) and problem.ref is None for problem in problems)
    errors = sum(map(is_error, problems))
    return {
        "version": _VERSION,
        "classeur": source,
        "formulaire": "" if unknown else edition,
        "erreurs": errors,
        "avertissements": len(problems) - errors,
        "constats": [_entry(same) for same in _repeated(problems)],
    }


def _entry(same: _Same) -> dict[str, Any]:
    first = same[0]
    cells = [ref.cell for ref in _places(same) if ref.cell]
    return {
        "code": first.code,
        "gravite": CATALOGUE[first.code].severity,
        "feuille": first.sheet,
        "cellule": "".join(cells[:1]),
        "cellules": cells,
        "message": wrong(first),
        "remede": remedy(first),
        "piste": first.facts.get("piste", "").replace(OR, " ou "),
        "conseil": first.facts.get("conseil", ""),
        "formulaire": first.facts.get("phrase", ""),
        "attendu": first.facts.get("voulu", ""),
        "trouve": first.facts.get("trouve", ""),
    }


# ---- what repeats


def _repeated(problems: Iterable[Problem]) -> list[_Same]:
    """The problems of one sheet that say the same, together."""
    found: dict[tuple[str, ...], _Same] = {}
    for problem in problems:
        key = problem.file, problem.sheet, problem.code, sentence(problem)
        found.setdefault(key, []).append(problem)
    return [*found.values()]


def _shortened(findings: list[_Same]) -> list[_Same]:
    """The same, but for a column whose every cell is wrong in its own way: its findings
    as one.
    """
    firsts = (same[0] for same in findings)
    columns = [
        (one.file, one.sheet, one.ref.column if one.ref else "", one.code)
        for one in firsts
    ]
    times = Counter(columns)
    found: dict[object, _Same] = {}
    for number, (column, same) in enumerate(zip(columns, findings, strict=True)):
        key = column if times[column] > MOST_ALIKE else number
        found.setdefault(key, []).extend(same)
    return [*found.values()]


def _line(same: _Same) -> str:
    refs, said = _places(same), sentence(same[0])
    if not refs:
        return said
    where = _where(refs)
    if len(refs) > 1:
        differ = any(sentence(problem) != said for problem in same)
        where += f" ({french_number(len(refs))} fois{FIRST if differ else ''})"
    return f"{where} : {said}"


# ---- places


def _places(same: _Same) -> list[CellRef]:
    """Every place once, in the order given."""
    return list(dict.fromkeys(problem.ref for problem in same if problem.ref))


def _where(refs: Sequence[CellRef]) -> str:
    """Places of one sheet: ``Ménages!F12:F20, G4``; only the first ones where they are
    many.
    """
    pieces = [*ranges(refs)]
    shown = ", ".join(pieces[:MOST_PIECES]) + "…" * (len(pieces) > MOST_PIECES)
    return refs[0].with_file(f"{refs[0].sheet}!{shown}" if shown else refs[0].sheet)


def spans(refs: Iterable[CellRef]) -> str:
    """Cells of one sheet, those of each file together: ``Détail CPAS!F5:F7, F9``."""
    files: dict[str, list[CellRef]] = {}
    for ref in refs:
        files.setdefault(ref.file, []).append(ref)
    return " ; ".join(
        own[0].with_file(f"{own[0].sheet}!{', '.join(ranges(own))}")
        for own in files.values()
    )


def ranges(refs: Sequence[CellRef]) -> Iterator[str]:
    """Cells column by column, those below each other as one range; a place that is a
    whole sheet is none.
    """
    runs: list[list[CellRef]] = []
    for ref in sorted(refs, key=lambda ref: (len(ref.column), ref.column, ref.row)):
        above = ref._replace(row=ref.row - 1)
        if runs and runs[-1][-1] == above:
            runs[-1].append(ref)
        else:
            runs.append([ref])
    for run in runs:
        yield ":".join(dict.fromkeys((run[0].cell, run[-1].cell)))


# ---- the page of messages

_INTRO = """# Les messages

Tous les messages de Canevas, tels que son catalogue les contient. Cette page est fabriquée par
`canevas modele fabriquer` ; ne la modifiez pas à la main.

Chaque ligne d'une liste commence par le lieu : `Ménages!F12` est la cellule F12 de la
feuille Ménages ; `Ménages!F12:F20 (9 fois)` dit que la même chose vaut pour neuf
cellules. Ce qui est en *italique* est remplacé par ce qui se trouve dans votre classeur.
Quand une valeur ressemble à une autre, la ligne finit par une question :
Serait-ce « Chômage » ? Sous la première ligne d'une colonne, une autre dit la phrase du
formulaire, et ce qui est attendu. Le code est celui de la sortie `--json`.
"""
_SECTIONS = {
    ERROR: ("Fautes", "Aucun rapport n'est produit tant qu'il en reste une."),
    WARNING: ("Avertissements", "Le rapport est produit ; voyez si c'est voulu."),
}
_ACCENTS = {
    "annee": "année",
    "annees": "années",
    "de_qui": "de qui",
    "derniere": "dernière",
    "periode": "période",
    "precedente": "année précédente",
    "premier": "lieu",
    "premiere": "première",
    "remede": "selon ce que c'est",
}


def messages_page() -> str:
    """The page of the catalogue in Markdown: every code with its severity, sentence and
    remedy.
    """
    lines = [_INTRO]
    for severity, (title, meaning) in _SECTIONS.items():
        lines += [
            f"## {title}\n\n{meaning}\n",
            "| code | ce qui ne va pas | ce qu'il faut faire |",
            "|---|---|---|",
        ]
        lines += [
            f"| `{code}` | {_readable(message.sentence)} | {_readable(message.remedy)} |"
            for code, message in CATALOGUE.items()
            if message.severity == severity
        ]
        lines.append("")
    return "\n".join(lines)


def _readable(sentence: str) -> str:
    """A sentence of the catalogue for a table of the page, with words for its facts."""
    named = with_names(sentence, lambda fact: f"*{_ACCENTS.get(fact, fact)}*")
    return named.replace("|", "\\|")
