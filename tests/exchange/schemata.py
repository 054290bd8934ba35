"""Write ``ftm_schemata.json`` from the installed ``followthemoney``, whose ICU binding not every machine can build."""

from __future__ import annotations

import json
from pathlib import Path

USED = ("Address", "Article", "Event", "Note", "Organization")


def main() -> None:
    from followthemoney import model

    found = {}
    for name in USED:
        schema = model.get(name)
        assert schema is not None
        properties = {item.name: item.type.name for item in schema.properties.values() if not item.stub}
        found[name] = {"required": sorted(schema.required), "properties": dict(sorted(properties.items()))}
    path = Path(__file__).with_name("ftm_schemata.json")
    path.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
