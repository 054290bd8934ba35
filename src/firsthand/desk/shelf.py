"""The open case behind the desk: opened once, again when its settings change; dossiers kept until the store changes."""

from __future__ import annotations

import threading
from collections import OrderedDict
from datetime import UTC, datetime
from pathlib import Path

from firsthand.case import Case
from firsthand.model import Scene
from firsthand.publish import pictures, plan
from firsthand.publish.dossier import Dossier, gather
from firsthand.publish.overview import Overview, overview

SETTINGS = ("case.toml", "sites.geojson", "outlets.csv")
STORE = ("case.db", "case.db-wal")
MOST_PICTURES = 96

Stamp = tuple[tuple[int, int], ...]


class Shelf:
    """What the pages read. Safe to use from several threads."""

    def __init__(self, root: Path) -> None:
        """Open the case at ``root``. Raises CaseMissingError, CaseTooNewError, StorageError."""
        self.root = root
        self._lock = threading.Lock()
        self._settings = self._stamp(SETTINGS)
        self._case = Case(root)
        self._dossiers: dict[str, tuple[Stamp, Dossier]] = {}
        self._overview: tuple[Stamp, Overview] | None = None
        self._scenes: tuple[Stamp, dict[str, Scene]] | None = None
        self._pictures: OrderedDict[tuple[str, int], bytes] = OrderedDict()

    def case(self) -> Case:
        """The case, with its settings as they are on disk now."""
        with self._lock:
            now = self._stamp(SETTINGS)
            if now != self._settings:
                self._case.store.close()
                self._case, self._settings = Case(self.root), now
                self._dossiers.clear()
                self._overview = None
            return self._case

    def dossier(self, site_id: str) -> Dossier:
        """One site's records. Raises UnknownSiteError."""
        case = self.case()
        key, now = case.site(site_id).id, self._stamp(STORE)
        kept = self._dossiers.get(key)
        if kept is None or kept[0] != now:
            kept = (now, gather(case, key, now=datetime.now(UTC)))
            self._dossiers[key] = kept
        return kept[1]

    def overview(self) -> Overview:
        """The whole case at a glance."""
        case, now = self.case(), self._stamp(STORE)
        kept = self._overview
        if kept is None or kept[0] != now:
            kept = self._overview = (now, overview(case))
        return kept[1]

    def scenes(self) -> dict[str, Scene]:
        """All scenes by id."""
        now = self._stamp(STORE)
        kept = self._scenes
        if kept is None or kept[0] != now:
            kept = self._scenes = (now, {scene.id: scene for scene in self.case().store.scenes()})
        return kept[1]

    def scene_view(self, scene: Scene, longest_px: int) -> bytes | None:
        """A small picture of what a scene shows of its site, drawn once. Raises IntegrityError, UnknownSiteError."""
        key = (scene.sha256, longest_px)
        with self._lock:
            kept = self._pictures.get(key)
        if kept is None:
            case = self.case()
            bounds = plan.window(case.site(scene.site_id), scene.bounds)
            kept = pictures.scene_view(case, scene, bounds, longest_px)
            if kept is None:
                return None
        with self._lock:
            self._pictures[key] = kept
            self._pictures.move_to_end(key)
            while len(self._pictures) > MOST_PICTURES:
                self._pictures.popitem(last=False)
        return kept

    def _stamp(self, names: tuple[str, ...]) -> Stamp:
        found = []
        for name in names:
            path = self.root / name
            stat = path.stat() if path.exists() else None
            found.append((stat.st_mtime_ns, stat.st_size) if stat else (0, 0))
        return tuple(found)
