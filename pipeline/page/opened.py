"""The workbook that is open in the page, alone or with the files of others."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.deliver.outputs import adopted_as, beside, copy_of, marked_copy
from pipeline.findings.sentences.parts import is_part
from pipeline.marked_copy.content import content_of
from pipeline.marked_copy.marking import CannotMark, annotate
from pipeline.model.explained import Explained
from pipeline.rules.families import FAMILIES
from pipeline.run import Outcome, completed
from pipeline.workbook.admission import admit
from pipeline.workbook.figures import SUFFIX
from pipeline.workbook.part import missing

if TYPE_CHECKING:
    from pipeline.carry_over.old import OldWorkbook


@dataclass
class Opened:
    """The workbook that is open, its password, what came of it, and the ``others`` that
    were read with it.
    """

    path: Path
    password: str | None
    outcome: Outcome
    others: tuple[Path, ...] = ()

    @cached_property
    def figures(self) -> list[Explained]:
        """Every line of the report, none where nothing is counted."""
        facts, answers = self.outcome.facts, self.outcome.answers
        if answers is None:
            return []
        return list(FAMILIES[self.outcome.form.family].explain(facts, answers))

    @cached_property
    def completed(self) -> Outcome:
        """The workbook with its report, which is filled once for all its files."""
        return completed(self.outcome)

    @cached_property
    def beside(self) -> dict[str, bytes]:
        """The proof and the page of figures; none without a report."""
        has_report = self.completed.report is not None
        return beside(self.completed) if has_report else {}

    @cached_property
    def former(self) -> OldWorkbook:
        """The workbook as one to carry over. Raises CannotCarry."""
        from pipeline.carry_over.old import OldWorkbook  # the page is ready without it

        return OldWorkbook(self.path, self.password)

    @property
    def lacking(self) -> str:
        """That it is a part, with the sheets that none of the files has; else ""."""
        titles = missing(self.outcome.form, self.outcome.submission)
        return is_part(titles) if titles and self.outcome.rows is not None else ""

    def marked_copies(self) -> tuple[dict[str, bytes], list[str]]:
        """Each workbook with its own faults marked, and why one is not; a marked copy
        without faults as the workbook that it becomes. One of several without a finding
        has none.
        """
        files, whys = dict[str, bytes](), list[str]()
        for path, outcome in self.outcome.of_files([self.path, *self.others]):
            is_sound = not (outcome.problems or marked_copy(path.stem))
            if path.suffix.lower() == SUFFIX or (self.others and is_sound):
                continue
            try:
                name, copy = self._marked(path, outcome)
                files[name] = copy
            except CannotMark as reason:
                whys.append(str(reason))
        return files, whys

    def _marked(self, read: Path, outcome: Outcome) -> tuple[str, bytes]:
        """The name and the bytes of a marked copy. Raises CannotMark."""
        package, _ = admit(read, self.password)
        content = content_of(read, self.password)
        path = copy_of(read)
        made_of = content.origin_of_copy(path == read) if content else ""
        if not outcome.problems:
            path, made_of = adopted_as(path)[0], ""
        found = outcome.problems, outcome.seen
        return path.name, annotate(package or b"", *found, made_of)
