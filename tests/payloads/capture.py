"""Records what the official clients send: one file a call, `requests/<dialect>/<name>.json`.

    python3 -m venv /tmp/venv
    /tmp/venv/bin/pip install openai==3.54.0 anthropic==2.12.0
    /tmp/venv/bin/python tests/payloads/capture.py

The recordings were made with these versions; others may write other bytes. Every function in
`calls/` is one call, and its name with dashes is the name of the file, followed by `-1`, `-2` if the
client sends more than one request. The client talks to a local stub (`stub.py`), and the file is the
body of the request, byte for byte; there is no newline at the end. Running it again changes nothing.

Exits with 1 if `people.json` names something that is in no recording, or if a recording holds an
e-mail address or telephone number that `people.json` does not name.
"""

import importlib.metadata
import inspect
import json
import re
import sys

from calls import anthropic_messages, openai_chat, openai_responses
from stub import HERE, Stub

VERSIONS = {"openai": "3.54.0", "anthropic": "2.12.0"}
DIALECTS = {
    "openai-chat": (openai_chat, Stub.openai),
    "openai-responses": (openai_responses, Stub.openai),
    "anthropic": (anthropic_messages, Stub.anthropic),
}
# The kinds that can be recognised.
PATTERNS = {"EMAIL": re.compile(r"[\w.+-]+@[\w-]+\.\w+"), "PHONE": re.compile(r"\+\d[\d -]{8,}\d")}


def record(dialect):
    """Makes every call of a dialect and writes the bodies; gives the bodies."""
    module, client_of = DIALECTS[dialect]
    folder = HERE / "requests" / dialect
    folder.mkdir(parents=True, exist_ok=True)
    bodies = {}
    for name, call in inspect.getmembers(module, inspect.isfunction):
        if call.__module__ != module.__name__ or name.startswith("_"):
            continue
        with Stub(unmask=True) as stub, client_of(stub) as client:
            call(client)
        for number, body in enumerate(stub.bodies, 1):
            suffix = f"-{number}" if len(stub.bodies) > 1 else ""
            bodies[name.replace("_", "-") + suffix + ".json"] = body
    for path in folder.iterdir():
        if path.name not in bodies:
            path.unlink()
    for name, body in bodies.items():
        (folder / name).write_bytes(body)
    return bodies


def strings(value):
    """Every string in a JSON value, names of members and JSON in strings included."""
    match value:
        case dict():
            for name, member in value.items():
                yield name
                yield from strings(member)
        case list():
            for element in value:
                yield from strings(element)
        case str():
            yield value
            if value[:1] in ("{", "["):
                try:
                    yield from strings(json.loads(value))
                except json.JSONDecodeError:
                    pass


def complaints(bodies, people):
    """What is in `people.json` and in no recording, or the other way round."""
    text = "\n".join(string for body in bodies for string in strings(json.loads(body)))
    for kind, values in people.items():
        yield from (f"{kind} in no recording: {value}" for value in values if value not in text)
    for kind, pattern in PATTERNS.items():
        for found in sorted(set(pattern.findall(text)) - set(people[kind])):
            yield f"{kind} not in people.json: {found}"


def main():
    for package, version in VERSIONS.items():
        if (installed := importlib.metadata.version(package)) != version:
            print(f"note: recorded with {package} {version}, this is {installed}", file=sys.stderr)
    bodies = []
    for dialect in DIALECTS:
        recorded = record(dialect)
        bodies += recorded.values()
        print(f"{dialect}: {len(recorded)} requests")
    people = json.loads((HERE / "people.json").read_text())
    wrong = list(complaints(bodies, people))
    print(*wrong, sep="\n", end="\n" if wrong else "")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
