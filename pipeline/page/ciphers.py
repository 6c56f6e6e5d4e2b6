"""What msoffcrypto asks of the library ``cryptography``, which is compiled and not to be
had in a browser: AES by the page's own ``@noble/ciphers``.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from types import ModuleType
from typing import Any, Protocol


class Aes(Protocol):
    """The functions that the page's script hands over: bytes in, bytes out."""

    def cbc(self, key: Any, vector: Any, data: Any) -> Any: ...

    def ecb(self, key: Any, data: Any) -> Any: ...


@dataclass
class AES:
    """The algorithm with its key."""

    key: bytes


@dataclass
class CBC:
    """The mode that chains blocks from a first vector."""

    iv: bytes


class ECB:
    """The mode of single blocks."""


class ARC4:
    """The cipher of workbooks older than 2007, which the admission refuses."""

    def __init__(self, key: bytes) -> None:
        raise NotImplementedError("ARC4")


def install(aes: Aes) -> None:
    """Put modules of the names that msoffcrypto imports where Python looks first."""
    modules: dict[str, dict[str, object]] = {
        "": {},
        ".hazmat": {},
        ".hazmat.backends": {"default_backend": lambda: None},
        ".hazmat.decrepit": {},
        ".hazmat.decrepit.ciphers": {},
        ".hazmat.decrepit.ciphers.algorithms": {"ARC4": ARC4},
        ".hazmat.primitives": {"serialization": ModuleType("serialization")},
        ".hazmat.primitives.asymmetric": {"padding": ModuleType("padding")},
        ".hazmat.primitives.ciphers": {"Cipher": _cipher(aes)},
        ".hazmat.primitives.ciphers.algorithms": {"AES": AES},
        ".hazmat.primitives.ciphers.modes": {"CBC": CBC, "ECB": ECB},
    }
    for name, contents in modules.items():
        module = ModuleType(f"cryptography{name}")
        module.__path__ = []
        vars(module).update(contents)
        sys.modules[module.__name__] = module
    ciphers = sys.modules["cryptography.hazmat.primitives.ciphers"]
    for name in ("algorithms", "modes"):
        setattr(ciphers, name, sys.modules[f"{ciphers.__name__}.{name}"])


def _cipher(aes: Aes) -> type:
    """The class that deciphers by the functions of the page."""
    from pyodide.ffi import to_js  # type: ignore[import-not-found]

    class Cipher:
        def __init__(self, algorithm: AES, mode: Any, backend: object = None) -> None:
            self.key, self.mode = algorithm.key, mode

        def decryptor(self) -> Cipher:
            return self

        def update(self, data: bytes) -> bytes:
            key, given = to_js(bytes(self.key)), to_js(bytes(data))
            if isinstance(self.mode, CBC):
                made = aes.cbc(key, to_js(bytes(self.mode.iv)), given)
            else:
                made = aes.ecb(key, given)
            clear: bytes = made.to_bytes()
            return clear

        def finalize(self) -> bytes:
            return b""

    return Cipher
