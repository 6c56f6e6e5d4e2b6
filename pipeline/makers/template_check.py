"""modele.docx against the places of its form: unknown, missing and doubled tags in
every part, before any data.
"""

from __future__ import annotations

import difflib
import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from itertools import chain, islice

from pipeline.edition.wording import Document
from pipeline.findings.sentences import makers as say
from pipeline.makers.template import build_template
from pipeline.makers.word import paragraph_texts

TAG = re.compile(r"\{\{[^{}]*\}\}|\{%[^{}]*%\}|\{#[^{}]*#\}")
_NAME = re.compile(r"\{\{(r )? *([a-z_][a-z0-9_.]*) *\}\}")
MOST_FAULTS = 500
_LONGEST = 200  # characters of a tag that may be a misspelling
_LEFT_OPEN = re.compile(r"\{[{%#]|[}%#]\}")


def tag_faults(document: Document, template: bytes) -> list[str]:
    """What is wrong with the tags of a template of a document, in French, and where: the
    part and the beginning of the paragraph; no more than MOST_FAULTS. Raises
    zipfile.BadZipFile where it is no package, SyntaxError or ValueError where a part is
    no XML.
    """
    wanted = _wanted(document)
    found: Counter[str] = Counter()
    told = (
        _paragraph(part, text, wanted, found) for part, text in _paragraphs(template)
    )
    faults = list(islice(chain.from_iterable(told), MOST_FAULTS))
    if len(faults) == MOST_FAULTS:
        return faults
    for tag, lacking in (wanted - found).items():
        times = f" {lacking} fois" if wanted[tag] > 1 else ""
        faults.append(f"le modèle : l'étiquette {tag} manque{times}.")
    return faults


def _wanted(document: Document) -> Counter[str]:
    """The tags that the form's wording asks for, each with how often it stands."""
    return Counter(
        _tidy(match[0])
        for _, text in _paragraphs(build_template(document))
        for match in TAG.finditer(text)
    )


def _paragraphs(template: bytes) -> Iterator[tuple[str, str]]:
    """Each paragraph's text, with its part."""
    with zipfile.ZipFile(io.BytesIO(template)) as package:
        for part in package.namelist():
            if part.endswith(".xml"):
                for text in paragraph_texts(package.read(part)):
                    yield part, text


def _paragraph(
    part: str, text: str, wanted: Counter[str], found: Counter[str]
) -> Iterator[str]:
    where = f"{part}, « {TAG.sub('…', text).strip()[:50]} » :"
    for match in TAG.finditer(text):
        tag = _tidy(match[0])
        found[tag] += 1
        if tag not in wanted:
            near = (
                difflib.get_close_matches(tag, wanted, n=1, cutoff=0.6)
                if len(tag) < _LONGEST
                else ()
            )
            hint = f" Vouliez-vous dire {near[0]} ?" if near else ""
            yield f"{where} l'étiquette {tag} est inconnue.{hint}"
        elif found[tag] > wanted[tag]:
            yield f"{where} {say.DOUBLED.format(tag)}"
    if _LEFT_OPEN.search(TAG.sub("", text)):
        yield f"{where} {say.UNBALANCED}"


def _tidy(tag: str) -> str:
    """Inner blanks evened out, as the template engine reads them."""
    if match := _NAME.fullmatch(tag):
        return f"{{{{{match[1] or ' '}{match[2]} }}}}"
    return re.sub(r" *(%\}|\}\}|#\})$", r" \1", " ".join(tag.split()))
