"""The JSON Schema of a routing file, for editors; made from the model that reads it."""

import json
import sys
from typing import Any

from proxy.routing_file.document import Document

#: Where the schema is published; the first line of routing.yaml names it.
PUBLISHED = "docs/routing.schema.json"


def schema_text() -> str:
    """The schema as published.

    Source: JSON Schema 2020-12.
    """
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **_closed(Document.model_json_schema()),
        "title": "routing.yaml",
    }
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def _closed(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema, with no other keys where keys have a pattern: pydantic leaves that open."""
    for value in schema.values():
        if isinstance(value, dict):
            _closed(value)
        elif isinstance(value, list):
            for item in value:
                if isinstance(item, dict):
                    _closed(item)
    if "patternProperties" in schema:
        schema["additionalProperties"] = False
    return schema


if __name__ == "__main__":
    sys.stdout.write(schema_text())
