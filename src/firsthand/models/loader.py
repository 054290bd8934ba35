"""The shipped weights, handed out only when their bytes are those that ``manifest.toml`` names.

A file that is missing, cut short or exchanged is never used: the error says which and what to do. Files are checked
once in a process, when they are first asked for. ``training/`` makes them and renews the manifest.
"""

from __future__ import annotations

import hashlib
import os
import tomllib
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from firsthand.errors import IntegrityError

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

FOLDER = Path(str(files("firsthand.models")))
MANIFEST = "manifest.toml"
_REMEDY = "install firsthand again; its weights come with the package and need no download"


def model_bytes(name: str, folder: Path = FOLDER) -> bytes:
    """The bytes of the shipped file ``name`` ("factuality.json").

    Raises IntegrityError when the file is missing, differs from the manifest, or the manifest does not name it.
    """
    expected = manifest(folder).get(name)
    if expected is None:
        raise IntegrityError("no shipped model has this name", thing=name, remedy=_REMEDY)
    try:
        data = (folder / name).read_bytes()
    except (OSError, ValueError) as err:
        said = getattr(err, "strerror", None) or err
        raise IntegrityError(f"model file cannot be read ({said})", thing=name, remedy=_REMEDY) from err
    if hashlib.sha256(data).hexdigest() != expected:
        raise IntegrityError("model file is damaged: its SHA-256 is not the one shipped", thing=name, remedy=_REMEDY)
    return data


def manifest(folder: Path = FOLDER) -> dict[str, str]:
    """Hexadecimal SHA-256 of each shipped file by its name. Raises IntegrityError."""
    try:
        table = tomllib.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        return {name: str(entry["sha256"]) for name, entry in table["files"].items()}
    except (OSError, ValueError, KeyError, AttributeError, TypeError, RecursionError) as err:
        raise IntegrityError(f"list of models cannot be used ({err})", thing=MANIFEST, remedy=_REMEDY) from err


@cache
def load_session(name: str, threads: int = 0) -> InferenceSession:
    """An onnxruntime session on the CPU for ``name`` ("sentences.onnx"), made once in a process and safe to share.

    Uses ``threads`` for each call; when 0, as many as ``OMP_NUM_THREADS`` says, or the runtime's choice. Raises
    IntegrityError.
    """
    import onnxruntime as ort

    options = ort.SessionOptions()
    wanted = os.environ.get("OMP_NUM_THREADS", "")
    options.intra_op_num_threads = threads or (int(wanted) if wanted.isdigit() else 0)
    options.log_severity_level = 3
    # Threads that wait must not keep a processor busy that the rest of the reading needs.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    # Without a fallback, whose banner would stand on standard output among a command's answers.
    return ort.InferenceSession(model_bytes(name), options, providers=["CPUExecutionProvider"], enable_fallback=False)


@cache
def load_tokenizer(name: str) -> Tokenizer:
    """The tokenizer kept in ``name`` ("sentences.tokenizer.json"). Raises IntegrityError."""
    from tokenizers import Tokenizer

    return Tokenizer.from_str(model_bytes(name).decode("utf-8"))
