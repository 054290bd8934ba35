"""Print the bill of materials (SBOM) of what `make setup` installs: CycloneDX 1.6 JSON, from requirements.lock alone.

``python scripts/sbom.py > sbom.json``: every package at its version with the SHA-256 of its files, the licence where
the package is installed here and says so, and the trained weights with theirs. No network; the same lock makes the
same bytes. Form: https://cyclonedx.org/docs/1.6/json/
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements.lock"
WEIGHTS = ROOT / "src" / "firsthand" / "models" / "manifest.toml"
_PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s\\;]+)", re.MULTILINE)
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


def bill() -> dict[str, Any]:
    """The whole document."""
    version = re.search(r'__version__ = "([^"]+)"', (ROOT / "src/firsthand/__init__.py").read_text("utf-8"))
    assert version
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": _component("application", "firsthand", version[1], "Apache-2.0")},
        "components": [*_packages(), *_weights()],
    }


def _packages() -> Iterator[dict[str, Any]]:
    text = LOCK.read_text("utf-8")
    pins = list(_PIN.finditer(text))
    for pin, following in zip(pins, [*pins[1:], None], strict=True):
        name = re.sub(r"[-_.]+", "-", pin["name"]).lower()
        made = _component("library", name, pin["version"], _licence(name))
        made["purl"] = f"pkg:pypi/{name}@{pin['version']}"
        block = text[pin.start() : following.start() if following else None]
        # One hash for each file of the release; which one is installed depends on the machine.
        made["properties"] = [{"name": "sha256", "value": value} for value in sorted(_HASH.findall(block))]
        yield made


def _licence(name: str) -> str:
    """As the installed package states it, on one line; empty when it is not installed or says nothing."""
    try:
        held = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return ""
    classified = [
        item.rpartition(" :: ")[2] for item in held.get_all("Classifier", []) if item.startswith("License ::")
    ]
    stated = held.get("License-Expression") or ", ".join(classified) or held.get("License") or ""
    return stated.strip().splitlines()[0][:120] if stated.strip() else ""


def _weights() -> Iterator[dict[str, Any]]:
    files = tomllib.loads(WEIGHTS.read_text("utf-8"))["files"]
    for name, entry in sorted(files.items()):
        made = _component("machine-learning-model", name, "", "")
        yield made | {"hashes": [{"alg": "SHA-256", "content": entry["sha256"]}]}


def _component(kind: str, name: str, version: str, licence: str) -> dict[str, Any]:
    made: dict[str, Any] = {"type": kind, "name": name, "bom-ref": f"{name}@{version}" if version else name}
    if version:
        made["version"] = version
    if licence:
        made["licenses"] = [{"license": {"name": licence}}]
    return made


if __name__ == "__main__":
    json.dump(bill(), sys.stdout, indent=2, ensure_ascii=False)
    sys.stdout.write("\n")
