"""Looks at a site with their activity, computed only when an indicator asks and kept until the site is watched anew."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime

from firsthand.case import Case
from firsthand.stage import Progress
from firsthand.watch.activity import activity_of


def looks_of(case: Case, site_id: str, progress: Progress) -> tuple[tuple[datetime, str, str], ...]:
    """(taken, scene id, verdict) of each look at a site. Raises StorageError."""
    site = case.site(site_id)
    scenes = sorted(scene.id for scene in case.store.scenes(site.id))
    made_of = hashlib.sha256(json.dumps([scenes, repr(site)]).encode()).hexdigest()
    key = f"activity:{site.id}"
    kept = json.loads(case.store.alert_state(key) or "{}")
    if kept.get("made_of") != made_of:
        found = activity_of(case, site, lambda what: progress(f"activity: {what}", 0, 0))
        rows = [(look.taken.isoformat(), look.scene_id, look.verdict) for look in found.looks]
        kept = {"made_of": made_of, "looks": rows}
        case.store.set_alert_state(key, json.dumps(kept))
    return tuple((datetime.fromisoformat(taken), scene, verdict) for taken, scene, verdict in kept["looks"])
