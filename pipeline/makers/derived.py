"""The files made from form.yaml and formulaire.json, never edited by hand: documents,
JSON, code book.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from pipeline.document.compile_template import compile_template
from pipeline.edition.form import Field, Form, Sheet
from pipeline.edition.row_schema import row_schema
from pipeline.editions.loader import form_json
from pipeline.findings.listing import messages_page
from pipeline.findings.sentences import makers as say
from pipeline.makers.template import (
    build_blank,
    build_draft_blank,
    build_template,
)
from pipeline.personal_data.declared import made_pages
from pipeline.rules.families import FAMILIES


def derived_files(form: Form) -> dict[str, bytes]:
    """Path below the project's root -> content."""
    made = {
        "docs/messages.md": messages_page().encode(),
        f"schema/{form.edition}/form.json": form_json(form),
        f"schema/{form.edition}/codebook.md": codebook(form).encode(),
    }
    for name, page in made_pages(form).items():
        made[f"schema/{form.edition}/{name}"] = page.encode()
    for document in form.documents:
        template = build_template(document)
        for file, content in (
            (document.blank, build_blank(document)),
            (document.draft_blank, build_draft_blank(document)),
            (document.template, template),
            (document.compiled, compile_template(template)),
        ):
            made[f"templates_docx/{form.edition}/{file.name}"] = content
    for sheet in form.sheets.values():
        text = json.dumps(row_schema(form, sheet), ensure_ascii=False, indent=1)
        made[f"schema/{form.edition}/{sheet.key}.schema.json"] = f"{text}\n".encode()
    return made


def codebook(form: Form) -> str:
    """The edition in readable French: each sheet's columns, each list, each question
    with its rule.
    """
    heading = say.BOOK.format(form.edition), say.MADE.format(form.title, form.edition)
    lines = (*heading, *_sheets(form), *_lists(form), *_questions(form), "")
    return "\n".join(lines)


def _sheets(form: Form) -> Iterator[str]:
    for sheet in form.sheets.values():
        yield say.SHEET.format(sheet.title, sheet.intro)
        yield say.COLUMNS
        for field in sheet.fields.values():
            star = " *" if sheet.always_required(field.key) else ""
            yield (
                f"| {field.heading}{star} | `{field.key}` | {_content(form, sheet, field)} |"
                f" {field.help} |"
            )


def _content(form: Form, sheet: Sheet, field: Field) -> str:
    if field.type == "list":
        return say.LIST.format(form.lists[field.list].title)
    if field.type == "reference":
        return say.SHEET_NAME.format(form.sheets[field.refers].title)
    if field.precision_of:
        return say.PRECISION.format(sheet.fields[field.precision_of].heading)
    printed = say.PRINTED if field.printed else say.PRIVATE if field.private else ""
    return say.CONTENTS[field.type].format(form.years[0], form.years[-1]) + printed


def _lists(form: Form) -> Iterator[str]:
    yield "\n## Listes"
    for choices in form.lists.values():
        yield f"\n### {choices.title}\n"
        for item in choices.items:
            asks = say.ASKS_PRECISION if item.precision else ""
            yield f"- {item.label} (`{item.key}`){asks}"


def _questions(form: Form) -> Iterator[str]:
    sets = FAMILIES[form.family].sets
    yield "\n## Questions\n\n| question | objet | compte |\n|---|---|---|"
    for question in form.questions.values():
        rules = [sets[name] for name in dict.fromkeys(question.named_sets)]
        told = "<br>".join(f"{rule.label} ({rule.reference})" for rule in rules)
        divided = question.divided_by
        by = f"<br>par « {form.lists[divided].title} »" if divided else ""
        yield f"| {question.label} | {question.title} | {told}{by} |"
