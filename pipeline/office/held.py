"""Files that another program holds: how the system says so, and the owner file that
stands beside an open one.
"""

from __future__ import annotations

import errno
import os
from pathlib import Path

# What a system answers of a file that is open elsewhere, protected, or on a disk that
# does not give it out: a file on a share that Windows holds is "busy" or "locked" for
# Linux.
HELD = frozenset(
    (
        errno.EACCES,
        errno.EPERM,
        errno.EBUSY,
        errno.ETXTBSY,
        errno.EAGAIN,
        errno.EDEADLK,
        errno.ENOLCK,
        errno.EIO,
    )
)


def is_held(error: OSError) -> bool:
    """Whether a file that is there could not be had because of others, and not because
    of what is in it.
    """
    return isinstance(error, PermissionError) or error.errno in HELD


def owner_file(path: Path) -> str:
    """The name of the file that Excel, Word or LibreOffice put beside a file while it
    is open; "" where there is none. Word leaves out one or two of the first letters, by
    the length of the name.
    """
    name = path.name
    cut = (f"~${name[2:]}", f"~${name[1:]}") if path.suffix.lower() == ".docx" else ()
    owners = (*cut, f"~${name}", f".~lock.{name}#")
    return next(
        (owner for owner in owners if os.path.lexists(path.with_name(owner))), ""
    )
