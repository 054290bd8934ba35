"""The open case behind the desk: opened once, again when its settings change; what is costly is kept for a while."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from firsthand.case import Case
from firsthand.desk.digest import Digest, digest
from firsthand.desk.home import Counts
from firsthand.desk.looking import activity_series, contact_sheet, pair_pictures
from firsthand.errors import UnknownIdError
from firsthand.model import Chip, Scene, Site
from firsthand.publish.drawing import pictures, plan

if TYPE_CHECKING:
    from firsthand.watch.activity import ActivityLook

SETTINGS = ("case.toml", "sites.geojson", "outlets.csv")
MOST_KEPT = 160
"""Pictures, digests and series kept in memory."""

Stamp = tuple[tuple[int, int], ...]
Kept = TypeVar("Kept")


class Shelf:
    """What the pages read. Safe to use from several threads."""

    def __init__(self, root: Path) -> None:
        """Open the case at ``root``. Raises CaseMissingError, CaseTooNewError, StorageError."""
        self.root = root
        self._lock = threading.Lock()
        self._settings = self._stamp(SETTINGS)
        self._case = Case(root)
        self._case.store.make_ready()
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()
        self._making: dict[Hashable, threading.Lock] = {}

    def case(self) -> Case:
        """The case, with its settings as they are on disk now."""
        with self._lock:
            now = self._stamp(SETTINGS)
            if now != self._settings:
                self._case.store.close()
                self._case, self._settings = Case(self.root), now
                self._kept.clear()
            return self._case

    def digest(self, site_id: str) -> Digest:
        """One site's records, bounded. Raises UnknownSiteError."""
        case = self.case()
        site = case.site(site_id)
        return self._keep(("digest", site.id, case.store.stamp()), lambda: digest(case, site.id))

    def scene_view(self, scene: Scene, longest_px: int) -> bytes | None:
        """A small picture of what a scene shows of its site, drawn once. Raises IntegrityError, UnknownSiteError."""
        case = self.case()
        bounds = plan.window(case.site(scene.site_id), scene.bounds)
        key = ("scene", scene.sha256, longest_px)
        return self._keep(key, lambda: pictures.scene_view(case, scene, bounds, longest_px))

    def pair(self, before_id: str, after_id: str) -> tuple[bytes, bytes]:
        """Two dates of one site as JPEGs of the same ground. Raises UnknownIdError, InputError."""
        case = self.case()
        one, other = case.store.scene(before_id), case.store.scene(after_id)
        if one.site_id != other.site_id:
            raise UnknownIdError("these images are of two sites", thing=after_id, remedy="choose two of one site")
        looks = {look.scene_id: look for look in case.store.looks(one.site_id)}
        shifts = tuple(looks[id].shift_px if id in looks else None for id in (before_id, after_id))
        site = case.site(one.site_id)
        key = ("pair", one.sha256, other.sha256, shifts)
        return self._keep(key, lambda: pair_pictures(case, site, (one, other)))

    def contact_sheet(self, site_id: str) -> bytes:
        """All looks of a site as one PNG. Raises UnknownSiteError; UsageError when there is nothing to draw."""
        case = self.case()
        site = case.site(site_id)
        return self._keep(("sheet", site.id, self._seen(case, site)), lambda: contact_sheet(case, site))

    def activity(self, site: Site) -> tuple[tuple[ActivityLook, ...], str]:
        """The activity series of a site, computed once for its images, or else why there is none."""
        case = self.case()
        return self._keep(("activity", site.id, self._seen(case, site)), lambda: activity_series(case, site))

    def counts(self) -> Counts:
        """How much the case holds."""
        store = self.case().store
        return self._keep(("counts", store.stamp()), lambda: Counts(store.counts(), store.site_counts()))

    def told(self, name: str, make: Callable[[], Kept]) -> Kept:
        """What ``make`` tells of the store, made once for each state of it."""
        return self._keep((name, self.case().store.stamp()), make)

    def weighed(self, name: str, make: Callable[[], Kept]) -> Kept:
        """What ``make`` tells of the claims and their judgements, made once for each run of the stages that make them;
        for what reads the whole case, and does not change with a decision until it is heeded."""
        store = self.case().store
        runs = [tuple(sorted(store.fingerprints(stage).items())) for stage in ("trace", "weigh")]
        return self._keep((name, *runs, store.counts()["claim"]), make)

    def chip(self, name: str) -> Chip:
        """The chip with this file name; only names that the store holds are ever opened. Raises UnknownIdError."""
        found = self.case().store.chip(name)
        if found is None:
            raise UnknownIdError("no such picture in this case", thing=name, remedy="follow the links of a site's page")
        return found

    def _seen(self, case: Case, site: Site) -> int:
        """Changes when the site's images or what is known of them do."""
        scenes = [scene.sha256 for scene in case.store.scenes(site.id)]
        return hash((*scenes, *((look.scene_id, look.reason, look.shift_px) for look in case.store.looks(site.id))))

    def _keep(self, key: Hashable, make: Callable[[], Kept]) -> Kept:
        """What ``make`` gives, made once even when several ask at once."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]  # type: ignore[no-any-return]
            making = self._making.setdefault(key, threading.Lock())
        with making:
            with self._lock:
                if key in self._kept:
                    return self._kept[key]  # type: ignore[no-any-return]
            made = make()
            with self._lock:
                self._kept[key] = made
                self._making.pop(key, None)
                while len(self._kept) > MOST_KEPT:
                    self._kept.popitem(last=False)
        return made

    def _stamp(self, names: tuple[str, ...]) -> Stamp:
        found = []
        for name in names:
            path = self.root / name
            stat = path.stat() if path.exists() else None
            found.append((stat.st_mtime_ns, stat.st_size) if stat else (0, 0))
        return tuple(found)
