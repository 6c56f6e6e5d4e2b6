"""The folder of a report, as its workbook alone names it."""

from __future__ import annotations

from pathlib import Path

from pipeline.check.sound_rows import check, report_day
from pipeline.editions.homes import beside
from pipeline.editions.loader import known_forms
from pipeline.findings.messages import is_error
from pipeline.model.text import even_out
from pipeline.rules.families import FAMILIES
from pipeline.workbook.form_in import find_edition
from pipeline.workbook.read import load_cells, read


def folder_of(path: Path, password: str | None = None) -> str:
    """What names the folder of a workbook's report, read from the sheet that says its
    year, and from no other; empty where a fault in that sheet, or in the file, leaves
    it unknown.
    """
    forms = known_forms(beside(path))
    heads = {even_out(form.sheets[form.as_at[0]].title) for form in forms}
    sheets, problems = load_cells(path, password, heads, forms)
    form = find_edition(sheets, forms)
    if form is None or any(is_error(problem) for problem in problems):
        return ""
    submission, _ = read(
        form,
        path.name,
        {title: cells for title, cells in sheets.items() if title in heads},
        forms,
    )
    day = report_day(form, submission)
    rows, _ = check(form, submission, day)
    if day is None or rows.faulty[form.as_at[0]]:
        return ""
    family = FAMILIES[form.family]
    return form.folder.format(**family.head(family.build_facts(form, rows, day)))
