"""A finished document as PDF, made by LibreOffice where it is installed: tagged, and with
the flag of PDF/UA, which nobody has validated.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path

from pipeline.deliver.delivery import DeliveryError
from pipeline.findings.sentences import delivery as say

SECONDS = 180  # for one document, the first start of a profile included
_HOMES = (
    ("ProgramFiles", "LibreOffice/program/soffice.com"),
    ("ProgramW6432", "LibreOffice/program/soffice.com"),
    ("ProgramFiles(x86)", "LibreOffice/program/soffice.com"),
)
_MAC = "/Applications/LibreOffice.app/Contents/MacOS/soffice"
_WISHES = {
    name: {"type": "boolean", "value": "true"}
    for name in ("UseTaggedPDF", "PDFUACompliance", "DisplayPDFDocumentTitle")
}
_FILTER = f"pdf:writer_pdf_Export:{json.dumps(_WISHES, separators=(',', ':'))}"


@cache
def soffice() -> str:
    """LibreOffice's program, "" where there is none: on the path, or where its installer
    puts it on Windows and on a Mac.
    """
    for name in ("soffice", "libreoffice"):
        if found := shutil.which(name):
            return found
    homes = [
        Path(os.environ[name], path) for name, path in _HOMES if name in os.environ
    ]
    return next((str(file) for file in (*homes, Path(_MAC)) if file.is_file()), "")


def pdf_of(document: bytes) -> bytes:
    """The PDF of a Word document. Raises DeliveryError where LibreOffice gives none."""
    # On Windows a program that was stopped may still hold its files.
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as made:
        folder = Path(made)
        source = folder / "document.docx"
        source.write_bytes(document)
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        quiet = ("--headless", "--norestore", "--nologo", profile)
        to_pdf = ("--convert-to", _FILTER, "--outdir", made, str(source))
        _run([soffice(), *quiet, *to_pdf])
        with suppress(OSError):
            content = source.with_suffix(".pdf").read_bytes()
            if content.startswith(b"%PDF") and content.rstrip().endswith(b"%%EOF"):
                return content
    raise DeliveryError(say.NO_PDF)


def _run(command: list[str]) -> None:
    """Run a program without pipes, which a process that it leaves behind would hold
    open; past its time it is ended with the processes that it started.
    """
    none = subprocess.DEVNULL
    with (
        suppress(OSError),
        subprocess.Popen(
            command, stdin=none, stdout=none, stderr=none, start_new_session=True
        ) as process,
    ):
        try:
            process.wait(SECONDS)
        except BaseException as error:
            if sys.platform == "win32":
                process.kill()
            else:
                os.killpg(process.pid, signal.SIGKILL)
            if not isinstance(error, subprocess.TimeoutExpired):
                raise
