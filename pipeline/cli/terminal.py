"""What a command shows: whole lines, with colours, links and wrapping where it is a
terminal that reads them, and as they are for a file or another program.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import sys
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

import click

from pipeline.model.text import decoded

_UNSEEN = re.compile("[\0-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_LONGEST = 300  # characters of a name that a sentence repeats
_WIDEST, _NARROWEST = 100, 30  # columns of a line
_USUAL = 80  # columns of a terminal that does not say
# The codes of colours and links, as far as they are written here.
_CODES = re.compile(r"\033\[[\d;]*m|\033\]8;;[^\033]*\033\\")
# A word with the blanks before it. What stands in quotes, and a French sign with the
# word that it belongs to, are not parted.
_WORD = re.compile(r'( *)((?:"[^"]*"|« | (?=[»:;?!](?: |$))|\S)+)')
_BARE = re.compile(r"[\w./+,=@-]+" if os.name != "nt" else r"[\w./\\:+=@-]+")
_SHELL_SIGNS = re.compile(r'["$`\\!]')  # which a shell reads within double quotes

bold = partial(click.style, bold=True)
good = partial(click.style, fg="green", bold=True)
caution = partial(click.style, fg="yellow", bold=True)
bad = partial(click.style, fg="red", bold=True)


def visible(text: object) -> str:
    """What was typed, or stands in a file, in one line and with nothing that a terminal
    would take for an order.
    """
    return _UNSEEN.sub("?", " / ".join(decoded(str(text)).splitlines()))


def plain(path: object) -> str:
    """A name as a sentence repeats it: visible, and not of any length."""
    shown = visible(path)
    return shown if len(shown) <= _LONGEST else f"{shown[:_LONGEST]}…"


def quoted(word: object) -> str:
    """A path, whole, as it can be typed in a command: in quotes where it has blanks or
    other signs that a shell reads.
    """
    shown = visible(word)
    if _BARE.fullmatch(shown):
        return shown
    if os.name != "nt" and _SHELL_SIGNS.search(shown):
        return shlex.quote(shown)
    return f'"{shown}"'


def link(path: Path, shown: str = "") -> str:
    """A path as it can be typed, or what is shown of it; a click on it opens the file."""
    uri = path.absolute().as_uri()
    return f"\033]8;;{uri}\033\\{shown or quoted(path)}\033]8;;\033\\"


def program() -> str:
    """How the program was called, so that a command that is advised can be typed: by its
    name where the system finds it, else by its path, or by ``python -m``.
    """
    if getattr(sys.modules["__main__"], "__package__", None):
        own = sys.orig_argv[: len(sys.orig_argv) - len(sys.argv) + 1]
        return " ".join(map(quoted, own))
    typed = sys.argv[0]
    if typed in ("", "-c"):  # a program called it
        return "canevas"
    name = os.path.basename(typed)
    found = shutil.which(name) or ""
    same = os.path.normcase(os.path.abspath(typed))
    if found and os.path.normcase(os.path.abspath(found)) in (same, f"{same}.exe"):
        return name
    return quoted(typed)


def show(line: str, err: bool = False) -> None:
    """Print lines, on a terminal none of them longer than it is wide; commands in them
    begin as the program was called.
    """
    if context := click.get_current_context(silent=True):
        line = _as_called(line, context.find_root())
    stream = sys.stderr if err else sys.stdout
    is_terminal = stream.isatty()
    if not is_terminal or not _has_colours():
        line = _CODES.sub("", line)
    for part in line.split("\n"):
        for shown in (
            wrapped(part, _columns(stream.fileno())) if is_terminal else [part]
        ):
            click.echo(shown, err=err)


def _as_called(line: str, program: click.Context) -> str:
    """A line whose commands begin as the program was called."""
    names = "|".join(getattr(program.command, "commands", ()))
    called = program.info_name or ""
    own = rf"(?<![\w/\\.-])canevas(?= (?:{names})\b)"
    return re.sub(own, lambda _: called, line) if "canevas " in line else line


def warn(line: str) -> None:
    """Write to the error stream, so that the summary can be redirected alone."""
    show(line, err=True)


def refuse(error: click.ClickException) -> None:
    """Say why a command cannot be run, and how it is called."""
    context = getattr(error, "ctx", None)
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        click.echo(error.format_message(), err=True)
        return
    if context is not None:
        warn(context.get_usage())
        warn(f"Pour de l'aide : {context.command_path} --help\n")
    warn(f"{bad('Erreur')} : {visible(error.format_message())}")


def _has_colours() -> bool:
    """Whether a terminal reads codes, and nobody wants none (https://no-color.org). On
    Windows only Windows Terminal is known to read them: older consoles print them.
    """
    is_asked = not os.environ.get("NO_COLOR")
    if os.name == "nt":
        return is_asked and "WT_SESSION" in os.environ
    return is_asked and os.environ.get("TERM", "") not in ("", "dumb", "linux")


def _columns(stream: int) -> int:
    try:
        columns = os.get_terminal_size(stream).columns
    except OSError:
        columns = 0
    return max(min(columns or _USUAL, _WIDEST), _NARROWEST)


def wrapped(line: str, width: int) -> Iterator[str]:
    """A line in lines of so many columns, those below the first moved in by two. A word,
    or a path in quotes, that is wider has a line of its own and is not cut.
    """
    margin = " " * (len(line) - len(line.lstrip(" ")) + 2)
    here = ""
    for gap, word in _WORD.findall(line):
        if here and _length(here + gap + word) > width:
            yield here
            here = margin + word
        else:
            here += gap + word
    yield here


def _length(text: str) -> int:
    return len(_CODES.sub("", text))


def say(heading: str, lines: Iterable[object]) -> None:
    """Findings below their heading."""
    for number, line in enumerate(lines):
        if number == 0:
            warn(f"{heading} :")
        for shown in indented(line):
            warn(f"  {shown}")


def indented(line: object) -> Iterator[str]:
    """A line of findings, its place bold; what stands below it is moved in."""
    first, *below = line.split("\n") if isinstance(line, str) else [line]
    place, colon, said = visible(first).partition(" : ")
    yield bold(place) + colon + said if colon and "!" in place else place + colon + said
    yield from (f"    {visible(text)}" for text in below)


def in_utf8(text: str) -> bytes:
    """What a program reads, whatever the console's encoding. A name of a file may hold
    bytes that are no UTF-8.
    """
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace").encode()
