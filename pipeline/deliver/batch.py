"""Many workbooks at once, on all cores. First the folder of each report is read from
its workbook, since one folder is for one workbook. Then each process reads, checks and
fills; the finished files come back and are delivered here, in the order of the
workbooks. Few of them wait at once, so that memory does not grow with the number of
workbooks.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.deliver.delivery import DeliveryError, deliver, put_in_place, strangers
from pipeline.deliver.outputs import (
    PROOF,
    folder_name,
    is_copy,
    left_over,
    report_files,
)
from pipeline.deliver.pool import METHOD, Died, results, stoppable
from pipeline.editions.loader import known_forms, remade, unmade
from pipeline.editions.reading import FormFileError
from pipeline.findings.installation import incomplete
from pipeline.findings.sentences import delivery as say
from pipeline.findings.sentences.editions import origin
from pipeline.model.text import counted, listed

if TYPE_CHECKING:
    from pipeline.run import Outcome

DONE, REFUSED, LOCKED, ASIDE = "produit", "refusé", "mot de passe", "laissé de côté"


@dataclass(frozen=True)
class Wish:
    """What is asked for, the same for every workbook."""

    into: Path
    alone: bool = False
    draft: bool = False
    password: str | None = None


@dataclass(frozen=True)
class Told:
    """What came of a workbook: ``end`` as above, ``line`` why there is no report,
    ``report`` where it is; ``unproved``: its proof would be too long; ``caution``: what
    to do before it is sent; ``files``: what is yet to be delivered; ``opened``: that
    another program has it; ``origin``: where its edition is from, if it is not the
    program's.
    """

    end: str
    line: str = ""
    report: Path | None = None
    warnings: int = 0
    strangers: tuple[str, ...] = ()
    own_template: bool = False
    left: tuple[str, ...] = ()
    unproved: bool = False
    caution: str = ""
    files: Mapping[str, bytes] = field(default_factory=dict)
    opened: str = ""
    origin: str = ""


Making = Callable[[Wish, Path, str], Told]


# ---- one workbook


def make(wish: Wish, path: Path, folder: str) -> Told:
    """Produce the files of one workbook, whose report goes into the folder that was
    read from it.
    """
    return _whatever_comes(lambda: _made(wish, path, folder))


def _whatever_comes(do: Callable[[], Told]) -> Told:
    """What is told by this; whatever happens instead is told too."""
    try:
        return do()
    except (DeliveryError, FormFileError) as error:
        return Told(REFUSED, str(error))
    except Died as death:
        return Told(REFUSED, say.DIED.format(death.code))
    except MemoryError:
        return Told(REFUSED, say.NO_MEMORY)
    except ImportError as error:
        return Told(REFUSED, incomplete(error))
    except (
        Exception
    ) as error:  # its message may hold what stands in the workbook, its place does not
        if isinstance(error, OSError) and (said := unmade(error)):
            return Told(REFUSED, said)
        return Told(
            REFUSED, say.FAULT.format(type(error).__name__, place_in_program(error))
        )


def _made(wish: Wish, path: Path, planned: str) -> Told:
    from pipeline.findings.listing import while_open
    from pipeline.run import produce, produce_draft

    outcome = (produce_draft if wish.draft else produce)(path, wish.password)
    opened = " ".join(while_open(outcome.problems))
    if outcome.report is None:
        return replace(_refused(outcome), opened=opened)
    report, files = report_files(wish.into, outcome, path, wish.alone)
    if report.parent.name != planned:
        return Told(REFUSED, say.SAVED_MEANWHILE)
    return Told(
        DONE,
        report=report,
        warnings=len(outcome.problems) - len(outcome.errors),
        own_template=outcome.own_template,
        unproved=not (wish.alone or wish.draft) and PROOF not in files,
        caution=outcome.caution,
        files=files,
        opened=opened,
        origin=outcome.form.origin
        and origin(outcome.form.edition, outcome.form.origin),
    )


def _delivered(wish: Wish, result: Future[Told]) -> Told:
    """What came of a workbook, its files put in place."""
    told = result.result()
    if told.report is None:
        return told
    folder, name = told.report.parent, told.report.name
    if wish.draft:
        for draft, content in told.files.items():
            put_in_place(folder / draft, content)
        return replace(told, files={})
    former, left = strangers(folder), left_over(folder, told.files)
    deliver(folder, told.files, name)
    return replace(told, files={}, strangers=former, left=left)


def _refused(outcome: Outcome) -> Told:
    """Why there is no report, in one line: the first error as the list of a single run
    has it, and how many.
    """
    from pipeline.findings.listing import listing

    codes = [problem.code for problem in outcome.problems]
    if codes == ["mot-de-passe-requis"]:
        return Told(LOCKED, say.LOCKED)
    errors = listing(outcome.errors)
    if codes == ["mot-de-passe-refuse"]:
        return Told(LOCKED, errors[0])
    if errors:
        count, first = len(outcome.errors), say.FIRST.format(errors[0])
        many = f"{counted(count, 'erreur')}, {first}"
        return Told(REFUSED, many if count > 1 else errors[0])
    if outcome.differences and (made := remade(outcome.form)):
        return Told(REFUSED, made[:1].lower() + made[1:])
    if outcome.own_template:
        return Told(REFUSED, say.OWN_TEMPLATE.format(outcome.form.edition))
    faults = outcome.contradictions or outcome.differences
    why = say.CONTRADICTIONS if outcome.contradictions else say.NOT_THE_FORM
    return Told(REFUSED, say.FAULT.format(why, say.FIRST.format(faults[0])))


def place_in_program(error: BaseException) -> str:
    """The innermost line of this program that an exception came through."""
    here, trace = "", error.__traceback__
    while trace:
        file = Path(trace.tb_frame.f_code.co_filename)
        if Path(__file__).parents[1] in file.parents:
            here = f"{file.name} ligne {trace.tb_lineno}"
        trace = trace.tb_next
    return here


# ---- many

_MOST_TWINS = 5  # names that a line repeats


def _folder(wish: Wish, path: Path) -> str:
    """The name of the folder into which the report of a workbook would go; empty where
    it is not known: why, is told when the report is made.
    """
    from pipeline.run import folder_of

    try:
        return folder_name(folder_of(path, wish.password))
    except Exception:
        return ""


@dataclass
class Batch:
    """A run over many workbooks; ``told`` says what came of each so far, by its number
    in the list.
    """

    paths: Sequence[Path]
    wish: Wish
    making: Making = make
    begun: Callable[[Path], None] = lambda path: None
    ended: Callable[[], None] = lambda: None
    told: dict[int, Told] = field(default_factory=dict)
    folders: list[str] = field(default_factory=list)

    def run(self, cores: int, method: str = METHOD) -> None:
        """Produce them all. Ctrl+C ends it once the workbooks at hand are done, a
        second one at once.
        """
        if method == "fork" and min(cores, len(self.paths)) > 1:
            _prepare(self.wish)  # once for all processes
        with stoppable() as stopped, suppress(KeyboardInterrupt):
            given = deque((path,) for path in self.paths)
            for result in results(
                partial(_folder, self.wish), given, cores, method, stopped
            ):
                self.folders.append("" if result.exception() else result.result())
            self.keep_apart()
            left = [
                number for number in range(len(self.folders)) if number not in self.told
            ]
            tasks = deque((self.paths[number], self.folders[number]) for number in left)
            made = results(
                partial(self.making, self.wish), tasks, cores, method, stopped
            )
            for number, result in zip(map(self._awaited, left), made, strict=False):
                self._end(
                    number, _whatever_comes(partial(_delivered, self.wish, result))
                )

    def _awaited(self, number: int) -> int:
        self.begun(self.paths[number])
        return number

    def _end(self, number: int, told: Told) -> None:
        self.ended()
        self.told[number] = told

    def keep_apart(self) -> None:
        """Of two workbooks for one folder none is made, since nothing says which is the
        right one. One that is a copy by its name is left aside where the other is
        there, and is no copy itself.
        """
        wanted: dict[str, list[int]] = {}
        for number, folder in enumerate(self.folders):
            wanted.setdefault(folder, []).append(number)
        for folder, numbers in wanted.items():
            if not folder or len(numbers) == 1:
                continue
            originals = [
                number for number in numbers if self._original(number, numbers) is None
            ]
            copied = {number: self._original(number, originals) for number in numbers}
            rest = [number for number in numbers if copied[number] is None]
            for number, original in copied.items():
                if original is not None:
                    self._end(
                        number, Told(ASIDE, say.COPY.format(self._name(original)))
                    )
                elif len(rest) > 1:
                    others = [self._name(other) for other in rest if other != number]
                    named = listed(others, _MOST_TWINS)
                    self._end(number, Told(REFUSED, say.TWINS.format(folder, named)))

    def _name(self, number: int) -> str:
        """The name of a workbook, with its folder where another has the same."""
        path = self.paths[number]
        return (
            path.name
            if sum(other.name == path.name for other in self.paths) == 1
            else str(path)
        )

    def _original(self, number: int, others: Iterable[int]) -> int | None:
        """Of which of the others a workbook is a copy, by its name."""
        stem = self.paths[number].stem
        return next(
            (other for other in others if is_copy(stem, self.paths[other].stem)), None
        )


def _prepare(wish: Wish) -> None:
    """Import and load, before forking, what every worker needs."""
    import pipeline.run

    if not (wish.alone or wish.draft):
        import pipeline.explain.dashboard
        import pipeline.explain.proof  # noqa: F401
    known_forms()
