#!/usr/bin/env python3
"""models/schema.json and the loader accept and refuse the same models.  TAP.

usage: schema.py PROBE MODELS   (tests/formats/probe.c, the folder of the models)
"""
import copy
import json
import pathlib
import random
import subprocess
import sys

try:
    import jsonschema
except ImportError:
    print("1..0 # SKIP python3-jsonschema is not installed")
    sys.exit(0)

probe, folder = sys.argv[1], pathlib.Path(sys.argv[2])
schema = json.loads((folder / "schema.json").read_text(encoding="utf-8"))
validator = jsonschema.Draft7Validator(schema)
definitions = schema["definitions"]

SMALL = {
    "name": "x",
    "parameters": {
        "n": {"default": 2, "minimum": 1, "maximum": 9},
        "l": {"default": [1, 2], "minimum": 1, "maximum": 9},
        "s": {"default": True},
    },
    "presets": {"p": {"values": {"n": 3}}},
    "input": [4, 8, 8],
    "blocks": {"b": {"arguments": ["k"], "layers": [{"kind": "relu"}]}},
    "layers": [
        {"kind": "convolution", "id": "conv", "out": 8, "kernel": 3, "padding": 1},
        {"block": "b", "id": "use", "repeat": 2, "with": {"k": 1}},
        {"kind": "addition", "id": "sum", "inputs": ["conv", "use"]},
    ],
}

# A path into SMALL, a value to put there, and whether that is a model. DELETE takes the key away.
DELETE = object()
CHANGES = [
    ("name", DELETE, False), ("name", "", False), ("name", 7, False), ("name", "نام", True),
    ("comment", "c", True), ("comment", 7, False), ("unknown", 1, False), ("$schema", "schema.json", True),
    ("title", "t", True), ("title", {"en": "t", "fa": "ت"}, True), ("title", {}, False), ("title", {"english": "t"}, False),
    ("title", {"en": 7}, False), ("title", None, False), ("description", {"en": "d"}, True), ("description", [], False),
    ("source", "s", True), ("source", "", False),
    ("input", DELETE, False), ("input", [], False), ("input", [4, 8], False), ("input", [4, 8, 0], False),
    ("input", [4, 8, 2**31], False), ("input", [4, 8, 8.5], False), ("input", [4, 8.0, "8"], True), ("input", [4, 8, True], False),
    ("input", [4, 8, "same"], False), ("input", [4, 8, None], False), ("input", [4, 8, [8]], False), ("input", 4, False),
    ("input", ["2 * n", "8 * length(l)", "s ? 16 : 8"], True), ("input", [4, 8, "8 $ 1"], False), ("input", [4, 8, ""], False),
    ("parameters", [], False), ("parameters.n", 2, False), ("parameters.n.default", DELETE, False),
    ("parameters.n.default", "2", False), ("parameters.n.default", None, False), ("parameters.n.default", 2.5, False),
    ("parameters.n.minimum", DELETE, False), ("parameters.n.maximum", DELETE, False), ("parameters.n.step", 1, True),
    ("parameters.n.step", 0, False), ("parameters.n.maximum", 2**53, True), ("parameters.n.maximum", 2**54, False),
    ("parameters.n.title", {"fa": "ن"}, True), ("parameters.n.comment", "c", True), ("parameters.n.unit", "px", False),
    ("parameters.l.default", [], False), ("parameters.l.default", [1] * 64, True), ("parameters.l.default", [1] * 65, False),
    ("parameters.l.default", [1, True], False), ("parameters.l.minimum", DELETE, False),
    ("parameters.s.minimum", 0, False), ("parameters.s.step", 1, False),
    ("parameters.index", {"default": True}, False), ("parameters.min", {"default": True}, False),
    ("parameters.same", {"default": True}, False), ("parameters.a-b", {"default": True}, False),
    ("parameters.3", {"default": True}, False), ("parameters._3", {"default": True}, True), ("parameters.رشد", {"default": True}, False),
    ("presets", [], False), ("presets.p", [], False), ("presets.p.values", DELETE, False), ("presets.p.values.n", "3", False),
    ("presets.p.values.n", 2.5, False), ("presets.p.values.l", [], False), ("presets.p.values.l", [3], True),
    ("presets.p.values.s", False, True), ("presets.p.name", "P", True), ("presets.p.name", 7, False),
    ("presets.p.title", "t", True), ("presets.p.source", "s", True), ("presets.p.comment", "c", True), ("presets.p.value", {}, False),
    ("presets.a:b", {"values": {}}, False), ("presets.", {"values": {}}, False), ("presets.a/b ۱", {"values": {}}, True),
    ("presets.a\nb", {"values": {}}, False),
    ("blocks", [], False), ("blocks.b", [], False), ("blocks.b.layers", DELETE, False), ("blocks.b.layers", [], False),
    ("blocks.b.arguments", "k", False), ("blocks.b.arguments", ["k", "k"], False), ("blocks.b.arguments", ["in", "k"], False),
    ("blocks.b.inputs", ["x"], True), ("blocks.b.inputs", "x", True), ("blocks.b.inputs", [], False), ("blocks.b.inputs", [7], False),
    ("blocks.b.output", "relu", True), ("blocks.b.output", 7, False), ("blocks.b.title", "t", True), ("blocks.b.comment", "c", True),
    ("blocks.b.kind", "relu", False), ("blocks.c d", {"layers": [{"kind": "relu"}]}, False),
    ("blocks.c-d", {"layers": [{"kind": "relu"}]}, True), ("blocks." + "c" * 65, {"layers": [{"kind": "relu"}]}, False),
    ("layers", DELETE, False), ("layers", [], False), ("layers", {}, False), ("layers.0", 7, False), ("layers.0", {}, False),
    ("layers.0.block", "b", False), ("layers.0.kind", DELETE, False), ("layers.0.kind", "convolutoin", False),
    ("layers.0.kind", "input", False), ("layers.0.kind", 7, False), ("layers.0.out", DELETE, False), ("layers.0.out", 0, False),
    ("layers.0.out", 8.5, False), ("layers.0.out", True, False), ("layers.0.out", None, False), ("layers.0.out", [8], False),
    ("layers.0.out", {}, False), ("layers.0.out", "4 * n", True), ("layers.0.out", "same", False), ("layers.0.out", 2**31, False),
    ("layers.0.kernel", [3, 3], True), ("layers.0.kernel", [3, "2 + 1"], True), ("layers.0.kernel", [3], False),
    ("layers.0.kernel", [3, 3, 3], False), ("layers.0.kernel", [3, True], False), ("layers.0.kernel", [[3], 3], False),
    ("layers.0.kernel", 65537, False), ("layers.0.padding", "same", True), ("layers.0.padding", "all", False),
    ("layers.0.padding", [1, 1], True), ("layers.0.padding", [1, 1, 1, 1], True), ("layers.0.padding", [1, 1, 1], False),
    ("layers.0.padding", -1, False), ("layers.0.bias", True, True), ("layers.0.bias", "s", True), ("layers.0.bias", 0, True),
    ("layers.0.bias", "all", False), ("layers.0.bias", 0.5, False), ("layers.0.strides", 1, False), ("layers.0.condensation", 4, False),
    ("layers.0.id", "conv", True), ("layers.0.id", "", False), ("layers.0.id", "a b", False), ("layers.0.id", 7, False),
    ("layers.0.title", "t", True), ("layers.0.comment", "c", True), ("layers.0.comment", 7, False),
    ("layers.0.inputs", "input", True), ("layers.0.inputs", ["input"], True), ("layers.0.inputs", [], False),
    ("layers.0.inputs", ["input", "input"], False), ("layers.0.inputs", 7, False), ("layers.0.when", True, True),
    ("layers.0.when", "n", True), ("layers.0.when", None, False), ("layers.0.when", 0.5, False), ("layers.0.when", [1], False),
    ("layers.0.repeat", 1, True), ("layers.0.repeat", "n", True), ("layers.0.repeat", True, False), ("layers.0.repeat", 1.5, False),
    ("layers.0.repeat", 2**54, False), ("layers.0.with", {}, False), ("layers.0.dense", "block", False),
    ("layers.1.block", 7, False), ("layers.1.kernel", 3, False), ("layers.1.dense", "all", False), ("layers.1.dense", 7, False),
    ("layers.1.with", [], False), ("layers.1.with.k", [1, "n"], True), ("layers.1.with.k", True, True), ("layers.1.with.k", "same", False),
    ("layers.1.with.k", 0.5, False), ("layers.1.with.k", [], False), ("layers.1.with.k", [[1]], False), ("layers.1.with.k", None, False),
    ("layers.2.inputs", "conv", False), ("layers.2.inputs", ["conv"], False), ("layers.2.inputs", ["conv", "use", "conv"], True),
    ("layers.2.inputs", DELETE, False),
    ("layers.2", {"kind": "dropout", "p": 0.25}, True), ("layers.2", {"kind": "dropout", "p": 1.5}, False),
    ("layers.2", {"kind": "dropout", "p": "same"}, False), ("layers.2", {"kind": "dropout", "p": [0.5]}, False),
    ("layers.2", {"kind": "index_selection", "indices": "l"}, True), ("layers.2", {"kind": "index_selection", "indices": [0, "n"]}, True),
    ("layers.2", {"kind": "index_selection", "indices": []}, False), ("layers.2", {"kind": "index_selection", "indices": [0.5]}, False),
    ("layers.2", {"kind": "index_selection", "indices": [-1]}, False), ("layers.2", {"kind": "layer_norm", "over": "all"}, True),
    ("layers.2", {"kind": "layer_norm", "over": "same"}, False), ("layers.2", {"kind": "layer_norm", "over": 1}, False),
    ("layers.2", {"kind": "max_pool", "kernel": 2, "padding": "same"}, False),
    ("layers.2", {"block": "b", "with": {"k": 1}, "dense": "block"}, False),
    ("layers.2", {"block": "b", "with": {"k": 1}, "dense": "block", "repeat": 3}, True),
]
KEEP = [({"kind": "linear", "out": 10, "keep": keep}, good) for keep, good in
        [(1, True), (0.5, True), ("1 / 2", True), (0, False), (2, False), (1.5, False), (True, False), ("all", False)]]


def change(model, path, value):
    """A copy of the model with the value at the path."""
    model = copy.deepcopy(model)
    at = model
    *way, last = path.split(".", 3) if path.startswith("presets.") else path.split(".")
    for key in way:
        at = at[int(key)] if isinstance(at, list) else at[key]
    last = int(last) if isinstance(at, list) else last
    if value is DELETE:
        del at[last]
    elif isinstance(at, list) and last == len(at):
        at.append(value)
    else:
        at[last] = value
    return model


def load(models):
    """What the loader says to each: "ok", or a code and a sentence."""
    text = "".join(json.dumps(model, ensure_ascii=False) + "\0" for model in models)
    done = subprocess.run([probe, "check"], input=text.encode(), stdout=subprocess.PIPE, check=True)
    lines = done.stdout.decode().split("\0")[:-1]
    assert len(lines) == len(models)
    return lines


def complain(schema_says, loader_says, model):
    return f"schema: {schema_says}, loader: {loader_says}: {json.dumps(model, ensure_ascii=False)[:600]}"


def check_schema():
    jsonschema.Draft7Validator.check_schema(schema)
    return []


def check_shipped():
    paths = [path for path in sorted(folder.glob("*.json")) if path.name not in ("schema.json", "catalogue.json")]
    failures = [] if len(paths) > 10 else ["the models are missing"]
    for path in paths:
        for error in validator.iter_errors(json.loads(path.read_text(encoding="utf-8"))):
            failures.append(f"{path.name}: {error.json_path}: {error.message[:200]}")
    return failures


def check_changes():
    cases = [(change(SMALL, path, value), good) for path, value, good in CHANGES] + [(SMALL, True)]
    flat = {"name": "x", "input": [16], "layers": []}
    cases += [({**flat, "layers": [layer]}, good) for layer, good in KEEP]
    cases += [(model, False) for model in ([], 7, "x", None, {})]
    failures = []
    for (model, good), said in zip(cases, load([model for model, _ in cases])):
        valid = validator.is_valid(model)
        if valid != good or (said == "ok") != good:
            failures.append(complain(valid, said, model))
    return failures


def inspect(kind):
    """Compares the schema's definition of a kind with the catalogue's row."""
    found = definitions["kinds"].get(kind["name"])
    if found is None:
        return [f"{kind['name']} is missing"]
    failures = []
    common = {"kind", "id", "title", "inputs", "repeat", "when", "comment"}
    attributes = {row["name"] for row in kind["attributes"]}
    if set(found["properties"]) != common | attributes:
        failures.append(f"{kind['name']}: {sorted(set(found['properties']) ^ (common | attributes))}")
    required = {row["name"] for row in kind["attributes"] if row["required"]} | ({"inputs"} if kind["min_inputs"] > 1 else set())
    if set(found.get("required", [])) != required or found["additionalProperties"] is not False:
        failures.append(f"{kind['name']}: required {found.get('required')}")
    for row in kind["attributes"]:
        attribute = {"definitions": definitions, "allOf": [found["properties"][row["name"]]]}
        checker = jsonschema.Draft7Validator(attribute)
        for word in ["same", "nearest", "bilinear", "channels", "all"]:
            if checker.is_valid(word) != (word in row["words"]):
                failures.append(f"{kind['name']}.{row['name']}: {word}")
    return failures


def check_kinds():
    kinds = json.loads(subprocess.run([probe, "kinds"], stdout=subprocess.PIPE, check=True).stdout)
    names = [kind["name"] for kind in kinds]
    failures = [failure for kind in kinds for failure in inspect(kind)]
    chosen = [rule["then"]["$ref"].rsplit("/", 1)[1] for rule in definitions["layer"]["allOf"]]
    asked = [rule["if"]["properties"]["kind"]["const"] for rule in definitions["layer"]["allOf"]]
    for found in (list(definitions["kinds"]), definitions["layer"]["properties"]["kind"]["enum"], chosen, asked):
        if found != names:
            failures.append(f"{found} is not {names}")
    return failures


def list_places(value, place=()):
    """All (container, key) pairs of a tree."""
    keys = value.keys() if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for key in keys:
        yield value, key
        yield from list_places(value[key])


def check_random():
    """What the loader accepts is valid; what is invalid the loader refuses as a mistake of language, value or size."""
    source = random.Random(20260727)
    shipped = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))
               if path.name not in ("schema.json", "catalogue.json")]
    values = [None, True, False, 0, 1, 2, -1, 0.5, 2**31, 2**53, "", "same", "index", "2 + 3", "relu", "x y", [], [1], [1, 2],
              [1, 2, 3, 4], ["input"], {}, {"en": "x"}, {"kind": "relu"}, {"layers": [{"kind": "relu"}]}]
    keys = ["kind", "block", "with", "dense", "repeat", "when", "inputs", "comment", "kernel", "out", "x", "step", "values"]
    models = []
    for _ in range(1500):
        model = copy.deepcopy(source.choice(shipped + [SMALL] * 60))
        container, key = source.choice(list(list_places(model)))
        move = source.randrange(4)
        if move == 0:
            del container[key]
        elif move == 1 and isinstance(container, dict):
            container[source.choice(keys)] = copy.deepcopy(source.choice(values))
        elif move == 2:
            container[key] = copy.deepcopy(source.choice([container[k] for _, k in [(container, key)]] + values))
        else:
            other, name = source.choice(list(list_places(model)))
            container[key] = copy.deepcopy(other[name])
        models.append(model)
    failures, counts = [], {}
    for model, said in zip(models, load(models)):
        valid = validator.is_valid(model)
        counts[valid, said == "ok"] = counts.get((valid, said == "ok"), 0) + 1
        if said == "ok" and not valid:
            error = jsonschema.exceptions.best_match(validator.iter_errors(model))
            failures.append(f"loads, but {error.json_path}: {error.message[:200]}")
    if min(counts.get((True, True), 0), counts.get((False, False), 0)) < 150:
        failures.append(f"too few of a sort: {counts}")
    return failures


CHECKS = [
    ("schema-is-one", check_schema),
    ("shipped-models-are-valid", check_shipped),
    ("kinds-and-attributes-are-the-catalogue's", check_kinds),
    ("both-accept-and-refuse-the-same", check_changes),
    ("what-loads-is-valid", check_random),
]

print(f"1..{len(CHECKS)}")
for number, (claim, check) in enumerate(CHECKS, 1):
    failures = check()
    for failure in failures[:20]:
        print("#", failure)
    print("not ok" if failures else "ok", number, f"/formats/schema/{claim}")
sys.exit(0)
