#!/usr/bin/env python3
"""schema.py SCHEMAS DOCUMENTS: each JSON document keeps its schema.

DOCUMENTS is a folder of files N.SCHEMA.json, each with one document or, in
lines, several; beside them N.words says which command wrote it.  The judge is
the library jsonschema, which knows nothing of cxbak.  Prints what is wrong.
"""

import glob
import json
import os
import sys
import warnings

import jsonschema

warnings.simplefilter("ignore", DeprecationWarning)


def load(path):
    with open(path, encoding="utf-8") as f:
        return json.load(f)


def validators(folder):
    """One for each schema of the folder; they name each other by $id."""
    schemas = {}
    for path in glob.glob(os.path.join(folder, "*.schema.json")):
        schema = load(path)
        jsonschema.Draft202012Validator.check_schema(schema)
        if schema["$id"] != os.path.basename(path):
            sys.exit(f"{path}: its $id is {schema['$id']}")
        schemas[schema["$id"].split(".")[0]] = schema
    store = {s["$id"]: s for s in schemas.values()}
    return {name: jsonschema.Draft202012Validator(
        schema, resolver=jsonschema.RefResolver(schema["$id"], schema, store))
        for name, schema in schemas.items()}


def documents(path):
    with open(path, encoding="utf-8") as f:
        text = f.read()
    try:
        return [json.loads(text)]
    except ValueError:
        return [json.loads(line) for line in text.splitlines()]


def wrong(validator, path):
    """What is wrong in a file, shortly."""
    try:
        found = documents(path)
    except ValueError as e:
        return f"no JSON: {e}"
    if not found:
        return "no document"
    for document in found:
        best = jsonschema.exceptions.best_match(
            validator.iter_errors(document))
        if best:
            where = "/".join(str(p) for p in best.absolute_path)
            return f"{where or 'document'}: {best.message[:400]}"
    return None


def main(folder, written):
    judges, bad = validators(folder), 0
    paths = glob.glob(os.path.join(written, "*.json"))
    for path in sorted(paths, key=lambda p: int(
            os.path.basename(p).split(".")[0])):
        number, name = os.path.basename(path).split(".")[:2]
        said = wrong(judges[name], path)
        if said:
            bad += 1
            with open(os.path.join(written, number + ".words"),
                      encoding="utf-8") as f:
                print(f"{name}: {said} after: {f.read().strip()}")
    return 1 if bad or not paths else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
