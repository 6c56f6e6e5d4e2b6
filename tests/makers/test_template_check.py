"""Tags of a template are checked: unknown, missing and doubled ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.editions.loader import load_form
from pipeline.makers.template_check import tag_faults
from tests.cli.test_cli import run
from tests.cli.test_controler import BODY, boxed, edited
from tests.support.paths import ROOT

TEMPLATE = ROOT / "templates_docx" / "dics-2023" / "modele.docx"


def test_the_template_of_the_edition_is_sound() -> None:
    assert tag_faults(load_form("dics-2023").document, TEMPLATE.read_bytes()) == []
    assert run("modele", "verifier", "dics-2023").exit_code == 0


@pytest.mark.parametrize(
    ("part", "old", "new", "told"),
    [
        (
            BODY,
            "{{ q2_5 }}",
            "{{ q2_55 }}",
            ["{{ q2_55 }} est inconnue. Vouliez-vous dire {{ q2_5 }} ?"],
        ),
        (BODY, "{{ q2_6 }}", "", ["{{ q2_6 }} manque"]),
        (
            BODY,
            "{{ q2_6 }}",
            "{{ q2_5 }}",
            ["{{ q2_5 }} est là une fois de trop", "{{ q2_6 }} manque"],
        ),
        (BODY, "{{ q2_6 }}", "{{ q2_6 }", ["n'est pas fermée", "{{ q2_6 }} manque"]),
        (
            BODY,
            "{{ q2_6 }}",
            "{{ q2_6|upper }}",
            ["{{ q2_6|upper }} est inconnue", "{{ q2_6 }} manque"],
        ),
        (BODY, "{{ q2_6 }}", "{{ q2_6 }}{# note #}", ["{# note #} est inconnue"]),
        (
            BODY,
            "e in q2_2_1",
            "e in q2_2_2",
            ["Vouliez-vous dire {%tr for e in q2_2_1 %} ?", "manque"],
        ),
        (
            "word/header1.xml",
            "{{ annee }}",
            "{{ anee }}",
            ["word/header1.xml", "{{ annee }} manque 1 fois"],
        ),
        (
            "word/footer1.xml",
            "DiCS",
            "{{ secret }}",
            ["word/footer1.xml", "{{ secret }} est inconnue"],
        ),
        (
            "word/footnotes.xml",
            "courtoisie",
            "{% if x %}",
            ["word/footnotes.xml", "{% if x %} est inconnue"],
        ),
        (
            "docProps/core.xml",
            "{{ commune }}",
            "{{ comune }}",
            ["docProps/core.xml", "{{ commune }} manque"],
        ),
        (
            "docProps/app.xml",
            "Microsoft Office Word",
            "{{ app }}",
            ["docProps/app.xml", "{{ app }} est inconnue"],
        ),
        (
            BODY,
            "{{ q2_6 }}",
            "{{ </w:t></w:r><w:r><w:t>q2_7x }}",
            ["{{ q2_7x }} est inconnue"],
        ),
    ],
)
def test_faults_of_tags_are_named_with_their_part(
    tmp_path: Path, part: str, old: str, new: str, told: list[str]
) -> None:
    other = edited(
        TEMPLATE, tmp_path / "modele.docx", part, lambda xml: xml.replace(old, new, 1)
    )
    result = run("modele", "verifier", "dics-2023", "--modele", other)
    assert result.exit_code == 1
    for words in told:
        assert words in result.stdout


def test_a_tag_in_a_text_box_is_named_once(tmp_path: Path) -> None:
    tag = "{{ q2_6 }}"
    other = edited(
        TEMPLATE,
        tmp_path / "modele.docx",
        BODY,
        lambda xml: xml.replace(tag, boxed(tag, "{{ q2_7x }}"), 1),
    )
    result = run("modele", "verifier", "dics-2023", "--modele", other)
    assert "{{ q2_7x }} est inconnue" in result.stdout and "1 faute " in result.stdout


def test_a_template_that_is_no_document(tmp_path: Path) -> None:
    other = tmp_path / "modele.docx"
    other.write_bytes(b"PK")
    assert run("modele", "verifier", "dics-2023", "--modele", other).exit_code == 2
