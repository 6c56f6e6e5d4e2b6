"""What the page asks of the workbooks that it has open: of one, or of several that are
kept by several hands. They are in its memory, and nowhere else.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from pipeline.deliver.outputs import file_name, marked_copy
from pipeline.findings.sentences import page as said
from pipeline.model.watch import Watch, unwatched
from pipeline.page.findings import findings
from pipeline.page.opened import Opened
from pipeline.rules.families import FAMILIES
from pipeline.run import Outcome, look
from pipeline.workbook.admission import admit, is_encrypted
from pipeline.workbook.figures import (
    SUFFIX,
    NoFigures,
    counted_figures,
    figures_file,
    labelled,
)

Data = dict[str, Any]
# In the memory of the page.
FOLDER, PARTS, ADDED = Path("classeur"), Path("parties"), Path("ajout")


class Workbooks:
    """The tasks about the workbook that is open."""

    def __init__(self, watch: Watch = unwatched) -> None:
        self.watch = watch
        self.opened: Opened | None = None

    def open(self, name: str, data: bytes, password: str | None) -> Data:
        """Read, check and count a workbook: its findings by sheet, and what can be
        made of it.
        """
        return self._look(put(FOLDER, name, data), password or None, ())

    def open_again(self, name: str, data: bytes) -> Data:
        """The same of the workbook that was open, once it was saved, with the files that
        were read with it.
        """
        opened = self._opened()
        return self._look(put(FOLDER, name, data), opened.password, opened.others)

    def add(self, *given: Any) -> Data:
        """The workbook that is open, read with these further files, a name and the bytes
        of each in turn, which take the places of former ones of their names; with why
        one is not among them.
        """
        opened, refused = self._opened(), list[str]()
        others = opened.others
        PARTS.mkdir(exist_ok=True)
        for name, data in zip(given[::2], given[1::2], strict=True):
            new = put(ADDED, name, data)
            if why := _unlike(new, opened):
                refused.append(why)
                new.unlink()
            else:
                path = new.replace(PARTS / new.name)
                others = (*(one for one in others if one != path), path)
        found = self._look(opened.path, opened.password, others)
        return {**found, "why": " ".join(refused)}

    def take_off(self, name: str) -> Data:
        """The workbook that is open, read without one of the files added."""
        opened = self._opened()
        others = tuple(one for one in opened.others if one.name != name)
        return self._look(opened.path, opened.password, others)

    def _look(self, path: Path, password: str | None, others: tuple[Path, ...]) -> Data:
        self._keep(others)
        outcome = look(path, password, self._watch_stage, others=others)
        self.opened = opened = Opened(path, password, outcome, others)
        households = _households(outcome)
        return {
            "name": path.name,
            "others": [one.name for one in others],
            "lacking": opened.lacking,
            "edition": outcome.form.edition if outcome.rows else "",
            "title": outcome.title,
            "households": households,
            **findings(outcome, households),
            "encrypted": any(map(is_encrypted, (path, *others))),
            "marked": marked_copy(path.stem) is not None,
            "counted": outcome.answers is not None,
            "read": outcome.rows is not None,
        }

    def _keep(self, others: tuple[Path, ...]) -> None:
        """Forget the other files."""
        for former in PARTS.iterdir() if PARTS.is_dir() else ():
            if former not in others:
                former.unlink()

    def count(self) -> Data:
        """The figures of the workbook, to be sent instead of its rows, or why there are
        none.
        """
        outcome = self._outcome()
        if outcome.errors or outcome.facts is None:
            return {"files": {}, "why": said.AT_FAULT}
        found = outcome.form, outcome.submission
        day = date.today().isoformat()
        try:
            received = counted_figures(*found, outcome.facts, day)
        except NoFigures as why:
            return {"files": {}, "why": str(why)}
        name = f"{file_name(f'chiffres {self._opened().path.stem}')}{SUFFIX}"
        files = {name: figures_file(*found, received)}
        return {"files": files, "lines": labelled(outcome.form, received)}

    def next_period(self) -> Data:
        """What the workbook that is open may be carried over to."""
        from pipeline.page.next_period import offered  # the page is ready without it

        return offered(self._opened())

    def carry_over(self, edition: str, year: int, columns: list[str]) -> Data:
        """The workbook of the next period, and the account of what went along."""
        from pipeline.page.next_period import carried

        return carried(self._opened(), edition, year, columns)

    def _watch_stage(self, stage: str, share: float) -> None:
        self.watch(said.STAGES[stage], share)

    def marked_copy(self) -> Data:
        """Each workbook with its own faults marked, or why there is none."""
        files, whys = self._opened().marked_copies()
        return {"files": files, "why": " ".join(whys)}

    def _opened(self) -> Opened:
        if self.opened is None:
            raise LookupError("no workbook is open")
        return self.opened

    def _outcome(self) -> Outcome:
        return self._opened().outcome


def _households(outcome: Outcome) -> list[str]:
    """The codes of the households of a workbook."""
    if outcome.facts is None:
        return []
    return [*FAMILIES[outcome.form.family].households(outcome.facts).values()]


def _unlike(path: Path, opened: Opened) -> str:
    """Why a file cannot be read with the workbook that is open: it has its name, or
    another password; else "".
    """
    if path.name == opened.path.name:
        return said.SAME_NAME.format(path.name)
    _, problems = admit(path, opened.password)
    is_locked = any(one.code.startswith("mot-de-passe") for one in problems)
    return said.OTHER_PASSWORD.format(path.name) if is_locked else ""


def put(folder: Path, name: str, data: bytes) -> Path:
    """Write a file as the only one of its folder."""
    folder.mkdir(exist_ok=True)
    for former in folder.iterdir():
        former.unlink()
    path = folder / Path(name).name
    path.write_bytes(data)
    return path
