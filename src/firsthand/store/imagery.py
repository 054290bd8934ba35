"""Scenes, looks and changes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete, insert, select, update

from firsthand.model import Change, Look, Scene
from firsthand.store import schema
from firsthand.store.codec import encode, utc_text
from firsthand.store.dialects import finding
from firsthand.store.tables import Tables, unit


class Imagery(Tables):
    """What was photographed, and what changed."""

    @unit
    def put_scene(self, scene: Scene) -> bool:
        """Add a scene; False when it is known already (its metadata is refreshed)."""
        row = {"id": scene.id, "site_id": scene.site_id, "taken": utc_text(scene.taken), "body": encode(scene)}
        with self.writing() as connection:
            known = connection.execute(select(schema.scene.c.id).where(schema.scene.c.id == scene.id)).first()
            if known:
                connection.execute(update(schema.scene).where(schema.scene.c.id == scene.id).values(**row))
            else:
                connection.execute(insert(schema.scene).values(**row))
                finding(connection).place(connection, "scene", scene.id, scene.bounds)
        return known is None

    def scenes(self, site_id: str | None = None, known_at: datetime | None = None) -> list[Scene]:
        """Scenes by date, of one site or of all; with ``known_at`` only those captured by then."""
        where = [schema.scene.c.site_id == site_id] if site_id else []
        found = self._all(Scene, schema.scene, *where, order=(schema.scene.c.taken, schema.scene.c.id))
        return [scene for scene in found if known_at is None or scene.captured <= known_at]

    def scene(self, id: str) -> Scene:
        return self._one(Scene, schema.scene, schema.scene.c.id, id)

    @unit
    def put_watch(self, site_id: str, looks: Iterable[Look], changes: Iterable[Change]) -> None:
        """Replace the looks and changes of one site."""
        with self.writing() as connection:
            old = list(
                connection.execute(select(schema.change.c.id).where(schema.change.c.site_id == site_id)).scalars()
            )
            finding(connection).unplace(connection, "change", old)
            connection.execute(delete(schema.change).where(schema.change.c.site_id == site_id))
            connection.execute(delete(schema.look).where(schema.look.c.site_id == site_id))
            for look in looks:
                connection.execute(
                    insert(schema.look).values(scene_id=look.scene_id, site_id=site_id, body=encode(look))
                )
            for change in changes:
                connection.execute(
                    insert(schema.change).values(
                        id=change.id, site_id=site_id, after=utc_text(change.after), body=encode(change)
                    )
                )
                lons, lats = zip(*change.polygon[0], strict=True)
                finding(connection).place(connection, "change", change.id, (min(lons), min(lats), max(lons), max(lats)))

    def looks(self, site_id: str | None = None) -> list[Look]:
        where = [schema.look.c.site_id == site_id] if site_id else []
        return self._all(Look, schema.look, *where, order=schema.look.c.scene_id)

    def changes(self, site_id: str | None = None) -> list[Change]:
        """Changes by the date of the first look with them."""
        where = [schema.change.c.site_id == site_id] if site_id else []
        return self._all(Change, schema.change, *where, order=(schema.change.c.after, schema.change.c.id))

    def change(self, id: str) -> Change:
        return self._one(Change, schema.change, schema.change.c.id, id)
