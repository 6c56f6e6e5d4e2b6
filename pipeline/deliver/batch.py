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
from pipeline.deliver.outputs import PROOF, folder_name, is_copy
from pipeline.deliver.pool import METHOD, Died, results, stoppable
from pipeline.deliver.report_set import left_over, report_files
from pipeline.editions.loader import known_forms, unmade
from pipeline.editions.reading import FormFileError
from pipeline.findings.installation import incomplete
from pipeline.findings.sentences import batch as say
from pipeline.findings.sentences.batch import ASIDE, DONE, LOCKED, REFUSED
from pipeline.findings.sentences.editions import origin
from pipeline.model.text import counted, listed

if TYPE_CHECKING:
    from pipeline.run import Outcome


@dataclass(frozen=True)
class Wish:
    """What is asked for, the same for every workbook."""

    into: Path
    alone: bool = False
    draft: bool = False
    password: str | None = None
    with_pdf: bool = False


@dataclass(frozen=True)
class Result:
    """What came of a workbook: ``end`` as above, ``line`` why there is no report,
    ``report`` where it is; ``beside``: what else is said of its files; ``caution``: what
    to do before it is sent; ``files``: what is yet to be delivered; ``opened``: that
    another program has it; ``origin``: where its edition is from, if it is not the
    program's.
    """

    end: str
    line: str = ""
    report: Path | None = None
    warnings: int = 0
    own_template: bool = False
    beside: tuple[str, ...] = ()
    caution: str = ""
    files: Mapping[str, bytes] = field(default_factory=dict)
    opened: str = ""
    origin: str = ""


Making = Callable[[Wish, Path, str], Result]


# ---- one workbook


def make(wish: Wish, path: Path, folder: str) -> Result:
    """Produce the files of one workbook, whose report goes into the folder that was
    read from it.
    """
    return _whatever_comes(lambda: _made(wish, path, folder))


def _whatever_comes(do: Callable[[], Result]) -> Result:
    """What comes of this, whatever happens."""
    try:
        return do()
    except (DeliveryError, FormFileError) as error:
        return Result(REFUSED, str(error))
    except Died as death:
        return Result(REFUSED, say.DIED.format(death.code))
    except MemoryError:
        return Result(REFUSED, say.NO_MEMORY)
    except ImportError as error:
        return Result(REFUSED, incomplete(error))
    except Exception as error:
        # Its message may hold what stands in the workbook, its place does not.
        fault = say.FAULT.format(type(error).__name__, place_in_program(error))
        said = unmade(error) if isinstance(error, OSError) else ""
        return Result(REFUSED, said or fault)


def _made(wish: Wish, path: Path, planned: str) -> Result:
    from pipeline.findings.listing import while_open
    from pipeline.run import produce, produce_draft

    outcome = (produce_draft if wish.draft else produce)(path, wish.password)
    opened = " ".join(while_open(outcome.problems))
    if outcome.report is None:
        return replace(_refused(outcome), opened=opened)
    report, files = report_files(wish.into, outcome, [path], wish.alone, wish.with_pdf)
    if report.parent.name != planned:
        return Result(REFUSED, say.SAVED_MEANWHILE)
    unproved = not (wish.alone or wish.draft) and PROOF not in files
    return Result(
        DONE,
        report=report,
        warnings=len(outcome.warnings),
        own_template=outcome.own_template,
        beside=(say.NO_PROOF,) if unproved else (),
        caution=outcome.caution,
        files=files,
        opened=opened,
        origin=outcome.form.origin
        and origin(outcome.form.edition, outcome.form.origin),
    )


def _delivered(wish: Wish, made: Future[Result]) -> Result:
    """What came of a workbook, its files put in place."""
    result = made.result()
    if result.report is None:
        return result
    folder, files = result.report.parent, result.files
    if wish.draft:
        for draft, content in files.items():
            put_in_place(folder / draft, content)
        return replace(result, files={})
    changed = map(say.CHANGED.format, strangers(folder))
    left = map(say.LEFT.format, left_over(folder, files))
    beside = (*changed, *left, *result.beside)
    deliver(folder, files, result.report.name)
    return replace(result, files={}, beside=beside)


def _refused(outcome: Outcome) -> Result:
    """Why there is no report, in one line: the first error as the list of a single run
    has it, and how many.
    """
    from pipeline.findings.listing import listing

    codes = [problem.code for problem in outcome.problems]
    if codes == ["mot-de-passe-requis"]:
        return Result(LOCKED, say.NEEDS_PASSWORD)
    errors = [line.partition("\n")[0] for line in listing(outcome.errors)]
    if codes == ["mot-de-passe-refuse"]:
        return Result(LOCKED, errors[0])
    if errors:
        count, first = len(outcome.errors), say.FIRST.format(errors[0])
        many = f"{counted(count, 'faute')}, {first}"
        return Result(REFUSED, many if count > 1 else errors[0])
    if outcome.unfilled:
        return Result(REFUSED, outcome.unfilled)
    if outcome.own_template:
        return Result(REFUSED, say.OWN_TEMPLATE.format(outcome.form.edition))
    faults = outcome.contradictions or outcome.differences
    why = say.CONTRADICTIONS if outcome.contradictions else say.NOT_THE_FORM
    return Result(REFUSED, say.FAULT.format(why, say.FIRST.format(faults[0])))


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
    it is not known: why, is said when the report is made.
    """
    from pipeline.deliver.report_folder import folder_of

    try:
        return folder_name(folder_of(path, wish.password))
    except Exception:
        return ""


@dataclass
class Batch:
    """A run over many workbooks; ``result_of`` has what came of each so far, by its number
    in the list.
    """

    paths: Sequence[Path]
    wish: Wish
    making: Making = make
    begun: Callable[[Path], None] = lambda path: None
    ended: Callable[[], None] = lambda: None
    result_of: dict[int, Result] = field(default_factory=dict)
    folders: list[str] = field(default_factory=list)

    def run(self, cores: int, method: str = METHOD) -> None:
        """Produce them all. Ctrl+C ends it once the workbooks at hand are done, a
        second one at once.
        """
        if method == "fork" and min(cores, len(self.paths)) > 1:
            _prepare(self.wish)  # once for all processes
        with stoppable() as stopped, suppress(KeyboardInterrupt):
            given = deque((path,) for path in self.paths)
            name_of = partial(_folder, self.wish)
            for found in results(name_of, given, cores, method, stopped):
                self.folders.append("" if found.exception() else found.result())
            self.keep_apart()
            known = range(len(self.folders))
            left = [number for number in known if number not in self.result_of]
            tasks = deque((self.paths[number], self.folders[number]) for number in left)
            making = partial(self.making, self.wish)
            made = results(making, tasks, cores, method, stopped)
            for number in left:
                self.begun(self.paths[number])
                if (one := next(made, None)) is None:
                    break
                delivered = partial(_delivered, self.wish, one)
                self._end(number, _whatever_comes(delivered))

    def _end(self, number: int, result: Result) -> None:
        self.ended()
        self.result_of[number] = result

    def keep_apart(self) -> None:
        """Of two workbooks for one folder none is made, since nothing says which is the
        right one. One that is a copy by its name is left aside where the other is
        there, and is no copy itself.
        """
        wanted: dict[str, list[int]] = {}
        for number, folder in enumerate(self.folders):
            wanted.setdefault(folder, []).append(number)
        wanted.pop("", None)
        for folder, numbers in wanted.items():
            originals = [n for n in numbers if self._original(n, numbers) is None]
            copied = {number: self._original(number, originals) for number in numbers}
            rest = [number for number in numbers if copied[number] is None]
            for number, original in copied.items():
                others = [self._name(other) for other in rest if other != number]
                if original is not None:
                    copy = say.COPY.format(self._name(original))
                    self._end(number, Result(ASIDE, copy))
                elif others:
                    twins = say.TWINS.format(folder, listed(others, _MOST_TWINS))
                    self._end(number, Result(REFUSED, twins))

    def _name(self, number: int) -> str:
        """The name of a workbook, with its folder where another has the same."""
        path = self.paths[number]
        alike = sum(other.name == path.name for other in self.paths)
        return path.name if alike == 1 else str(path)

    def _original(self, number: int, others: Iterable[int]) -> int | None:
        """Of which of the others a workbook is a copy, by its name."""
        stem = self.paths[number].stem
        copied = (other for other in others if is_copy(stem, self.paths[other].stem))
        return next(copied, None)


def _prepare(wish: Wish) -> None:
    """Import and load, before forking, what every worker needs."""
    import pipeline.run

    if not (wish.alone or wish.draft):
        import pipeline.explain.dashboard
        import pipeline.explain.proof  # noqa: F401
    known_forms()
