"""The work of canevas modele adopter: what is refused, and files whole or none."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from pipeline.cli.common import HERE, misuse
from pipeline.cli.terminal import plain, visible, warn
from pipeline.edition.form import Form
from pipeline.editions.homes import homes
from pipeline.editions.loader import known_forms, load_form
from pipeline.findings.sentences import adoption as say
from pipeline.makers.adoption import adopt, cleaned, year_of
from pipeline.new_form.blank import compared_blank
from pipeline.office.package import UNREADABLE, read_parts
from pipeline.official.admission import borne
from pipeline.official.saved_places import OFFICIAL
from pipeline.received.admission import admitted
from pipeline.received.refusal import Unread
from pipeline.word_files.read_document import read_document
from pipeline.writing.file import NoPlace

_NAME = re.compile(r"[a-z]+-[0-9-]+")


def adopted(blank: Path, name: str, since: str) -> Form:
    """The edition that a blank becomes. The command ends here where it is refused."""
    known = homes(HERE)
    base = load_form(since, HERE)
    if not _NAME.fullmatch(name):
        raise misuse(say.NO_NAME.format(plain(name), base.family), "NOUVEAU-FORMULAIRE")
    if name in known or (HERE / name).exists():
        raise misuse(say.THERE.format(plain(name)), "NOUVEAU-FORMULAIRE")
    if base.extends:
        raise misuse(say.ONE_LEVEL.format(since, base.extends), "--depuis")
    folder = HERE / name
    try:
        data = admitted(blank)
        compared_blank(data, since, known_forms(HERE))
        _say_of(data, base, name)
        folder.mkdir(parents=True)
        form = adopt(data, base, known[since], folder)
        known_forms(HERE)  # beside the others, whose years it may have
        return form
    except (Unread, NoPlace) as why:
        _undo(folder)
        said = say.UNUSUAL if isinstance(why, NoPlace) else visible(why)
        raise misuse(f"{plain(blank.name)} : {said}", "VIERGE.docx") from why
    except BaseException:
        _undo(folder)
        raise


def _say_of(data: bytes, base: Form, name: str) -> None:
    """What is to be known of a blank before anything is written. Raises Unread where it
    is a report.
    """
    blank = borne(base, read_document(data))
    if blank.is_filled:
        raise Unread(say.FILLED)
    for note in say.of_blank(name, year_of(base, name), blank.year, blank.commune):
        warn(visible(note))


def is_taken_over(data: bytes, edition: str) -> bool:
    """Whether a blank is the one that an edition was adopted from, all of whose decisions
    are taken.
    """
    form = load_form(edition, HERE)
    own = Path(form.origin, edition, OFFICIAL)
    if not form.origin or not own.is_file() or any(d.is_open for d in form.decisions):
        return False
    try:
        return read_parts(cleaned(data)) == read_parts(own.read_bytes())
    except UNREADABLE:
        return False


def _undo(folder: Path) -> None:
    """Leave nothing of an edition that is not whole."""
    shutil.rmtree(folder, ignore_errors=True)
