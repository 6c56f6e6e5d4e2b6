"""A document that came back, compared whole: is it damaged, what does it say otherwise
than form and workbook, what is to be settled before it is sent?
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from pipeline.compare.before_sending import REVISION, to_settle
from pipeline.compare.damage import Damage, damages
from pipeline.compare.differences import differences
from pipeline.findings.sentences import control as say
from pipeline.findings.sentences import documents
from pipeline.model.problem import Difference
from pipeline.office.package import UNREADABLE, read_parts
from pipeline.office.package import comments as comments_of
from pipeline.word_files.read_document import NotReadable, read_document


@dataclass(frozen=True)
class Control:
    """``unread``: why the document could not be read (a French sentence); then it is
    not known whether it differs. ``is_same``: its bytes are those that are made.
    """

    damages: tuple[Damage, ...] = ()
    differences: tuple[Difference, ...] = ()
    to_settle: tuple[str, ...] = ()
    saved_by: str = ""
    unread: str = ""
    is_read: bool = False
    is_same: bool = False

    @property
    def is_faultless(self) -> bool:
        """Whether the document can be sent as it is."""
        return not (self.damages or self.differences or self.to_settle or self.unread)

    @property
    def verdict(self) -> str:
        """In French; "" where the differences are it."""
        if self.is_same and self.is_faultless:
            return say.SAME
        if self.differences:
            return ""
        if not self.is_read:
            return say.NOT_COMPARED
        return say.ALIKE if self.is_faultless else say.TO_SETTLE


def control(
    made: bytes, document: bytes, codes: Mapping[str, str], is_filled: bool = False
) -> Control:
    """A document beside the one that is made. ``codes``: of households, as typed -> as
    compared; ``is_filled``: the one that is made is a file of others with answers,
    whose own comments and tracked changes are to be settled too.
    """
    try:
        parts, comments = read_parts(document), comments_of(document)
    except UNREADABLE:
        no_document = documents.A_DOCUMENT, documents.NO_DOCUMENT
        return Control(differences=(Difference(documents.THE_FILE, *no_document),))
    made_parts = read_parts(made)
    is_same = [*parts.items()] == [*made_parts.items()] and not comments
    if is_same and not is_filled:
        return Control(is_same=True)
    try:
        found = read_document(document)
    except NotReadable as error:
        damaged = damages(parts)
        return Control(tuple(damaged), unread="" if damaged else str(error))
    damaged = [] if found.is_strict else damages(parts)
    wanted = read_document(made)
    if is_filled:
        marks = tuple(one for one in wanted.marks if one.kind not in REVISION)
        wanted = replace(wanted, marks=marks)
    return Control(
        tuple(damaged),
        tuple(differences(wanted, found)),
        tuple(to_settle(wanted, found, made_parts, parts, codes, comments)),
        found.properties.get("lastModifiedBy", ""),
        is_read=True,
        is_same=is_same,
    )
