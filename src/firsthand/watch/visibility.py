"""What a scene could have shown: pure helpers for holding claims against images."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from firsthand.model import Look, Scene, TimeSpan

PIXELS_ACROSS = 2.0
"""A thing must span about two pixels each way, four in all, before this stage reports it: the size at which it finds
every change of the simulated series (``docs/watching.md``). Less may leave a trace; its absence proves nothing."""


def smallest_visible_m(gsd_m: float) -> float:
    """Side in metres of the smallest square thing that images of ``gsd_m`` metres per pixel show reliably."""
    return PIXELS_ACROSS * gsd_m


def could_show(size_m: float, gsd_m: float) -> bool:
    """Whether a thing whose shorter side is ``size_m`` metres could be seen at ``gsd_m`` metres per pixel."""
    return size_m >= smallest_visible_m(gsd_m)


def scenes_in(scenes: Iterable[Scene], looks: Sequence[Look], site_id: str, time: TimeSpan | None) -> list[Scene]:
    """Scenes of the site with a usable look inside ``time`` (``None``: at any time), by date.

    A scene that has not been watched yet has no look and is left out.
    """
    usable = {look.scene_id for look in looks if look.site_id == site_id and not look.reason}
    found = [scene for scene in scenes if scene.site_id == site_id and scene.id in usable and _within(scene, time)]
    return sorted(found, key=lambda scene: (scene.taken, scene.id))


def _within(scene: Scene, time: TimeSpan | None) -> bool:
    if time is None:
        return True
    return (time.start is None or time.start <= scene.taken) and (time.end is None or scene.taken < time.end)
