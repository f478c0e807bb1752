#!/usr/bin/env python3
"""schema.py SCHEMA DOCUMENT: the JSON document keeps the schema.

Of JSON Schema it knows what the schemas of testdata/schema use: type, enum,
const, properties, required, additionalProperties, items, anyOf, minimum,
pattern, and $ref to another file of the folder or to #/$defs.  Anything else in a schema
is an error, so that nothing is thought to be checked which is not.
"""

import json
import os
import re
import sys

TYPES = {"object": dict, "array": list, "string": str, "boolean": bool,
         "null": type(None)}
KNOWN = {"$schema", "$id", "title", "description", "$defs", "$ref", "type",
         "enum", "const", "properties", "required", "additionalProperties",
         "items", "anyOf", "minimum", "pattern"}


class Wrong(Exception):
    pass


def is_type(value, name):
    if name == "integer":
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, TYPES[name])


class Schemas:
    def __init__(self, path):
        self.folder = os.path.dirname(path)
        self.root = self.load(path)

    def load(self, path):
        with open(path, encoding="utf-8") as f:
            return json.load(f)

    def find(self, ref, root):
        if ref.startswith("#/$defs/"):
            return root["$defs"][ref[len("#/$defs/"):]], root
        other = self.load(os.path.join(self.folder, ref))
        return other, other

    def check(self, schema, value, where, root):
        for key in schema:
            if key not in KNOWN:
                raise Wrong(f"{where}: the schema has {key}")
        if "$ref" in schema:
            target, its_root = self.find(schema["$ref"], root)
            self.check(target, value, where, its_root)
        names = schema.get("type", [])
        names = [names] if isinstance(names, str) else names
        if names and not any(is_type(value, n) for n in names):
            raise Wrong(f"{where}: {value!r} is no {' or '.join(names)}")
        if "enum" in schema and value not in schema["enum"]:
            raise Wrong(f"{where}: {value!r} is none of {schema['enum']}")
        if "const" in schema and value != schema["const"]:
            raise Wrong(f"{where}: {value!r} is not {schema['const']!r}")
        if "minimum" in schema and isinstance(value, int) and \
                value < schema["minimum"]:
            raise Wrong(f"{where}: {value} is less than {schema['minimum']}")
        if "pattern" in schema and isinstance(value, str) and \
                not re.search(schema["pattern"], value):
            raise Wrong(f"{where}: {value!r} does not fit the pattern")
        if "anyOf" in schema:
            self.check_any(schema["anyOf"], value, where, root)
        if isinstance(value, dict):
            self.check_object(schema, value, where, root)
        if isinstance(value, list) and "items" in schema:
            for i, item in enumerate(value):
                self.check(schema["items"], item, f"{where}[{i}]", root)

    def check_any(self, schemas, value, where, root):
        wrong = []
        for one in schemas:
            try:
                self.check(one, value, where, root)
                return
            except Wrong as e:
                wrong.append(str(e))
        raise Wrong("; ".join(wrong))

    def check_object(self, schema, value, where, root):
        properties = schema.get("properties", {})
        for key in schema.get("required", []):
            if key not in value:
                raise Wrong(f"{where}: there is no {key}")
        for key, item in value.items():
            if key in properties:
                self.check(properties[key], item, f"{where}.{key}", root)
            elif schema.get("additionalProperties") is False:
                raise Wrong(f"{where}: {key} is not in the schema")


def main(words):
    schemas = Schemas(words[0])
    with open(words[1], encoding="utf-8") as f:
        text = f.read()
    try:
        documents = [json.loads(text)]
    except ValueError:
        documents = [json.loads(line) for line in text.splitlines()]
    try:
        for document in documents:
            schemas.check(schemas.root, document, "document", schemas.root)
    except Wrong as e:
        print(e)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
