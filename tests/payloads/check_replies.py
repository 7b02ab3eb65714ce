"""Lets the official clients read `replies/`, so that we know that the shapes are right.

    python3 -m venv /tmp/venv
    /tmp/venv/bin/pip install openai==3.54.0 anthropic==2.12.0
    /tmp/venv/bin/python tests/payloads/check_replies.py

Every reply is served by the local stub (`stub.py`) to a client that validates strictly. Streams are
read twice, event by event and by the helper of the client that puts the events together; what comes
together must be what the whole reply of the same name says. Members that the types of the client do
not have must be in `UNKNOWN`. A placeholder must be in `mapping.json`, and the other way round.
`error*` must be an error to the client. Exits with 1 if anything is not so.
"""

import itertools
import json
import re
import sys
from functools import partial

import anthropic
import openai
from pydantic import BaseModel

from stub import MAPPING, REPLIES, Stub

ERRORS = (openai.APIError, anthropic.APIError)
# What servers send and the types of the clients do not know.
UNKNOWN = {"annotations", "obfuscation", "reasoning_content", "store"}
# What the helpers of the clients add, and what a stream has and a whole reply has not.
ADDED = {"index", "object", "obfuscation", "parsed", "parsed_arguments", "parsed_output", "usage"}
# The member of `….done` that holds what the `….delta` before it said.
DONE = {"text", "refusal", "arguments", "input", "code", "command"}


def unknown(model):
    """The names of members, at any depth, that the types of the client do not have."""
    if isinstance(model, BaseModel):
        yield from model.model_extra or ()
        for name in type(model).model_fields:
            yield from unknown(getattr(model, name))
    elif isinstance(model, list):
        for element in model:
            yield from unknown(element)


def plain(value):
    """Without nulls, empty lists and what only one of stream and whole reply has."""
    match value:
        case BaseModel():
            return plain(value.to_dict(mode="json"))
        case dict():
            members = ((n, plain(member)) for n, member in value.items() if n not in ADDED)
            return {n: member for n, member in members if member not in (None, [])}
        case list():
            return [plain(element) for element in value]
    return value


def check_models(models):
    for model in models:
        extra = set(unknown(model)) - UNKNOWN
        assert not extra, f"{type(model).__name__} has no {', '.join(sorted(extra))}"


def check_deltas(events):
    """Of a Responses stream: numbers count up, and every `done` repeats its deltas."""
    said = {}
    for number, event in enumerate(events):
        assert event.sequence_number == number, f"event {number} has another number"
        kind, _, end = event.type.rpartition(".")
        if end not in ("delta", "done"):
            continue
        at = ("output_index", "content_index", "summary_index", "command_index")
        place = (kind, *(getattr(event, name, None) for name in at))
        if end == "delta" and isinstance(event.delta, str):
            said[place] = said.get(place, "") + event.delta
        elif end == "done":
            for field in DONE & event.model_fields_set:
                assert getattr(event, field) == said.get(place), f"{event.type} says something else"


class Chat:
    client_of = staticmethod(Stub.openai)
    options = {"model": "gpt-6-astra", "messages": [{"role": "user", "content": "?"}]}

    def __init__(self, client):
        self.create = client.chat.completions.create
        self.stream = client.chat.completions.stream

    def final(self, stream, _):
        try:
            return plain(stream.get_final_completion())
        except openai.LengthFinishReasonError as error:
            return plain(error.completion)

    def check_events(self, events):
        assert events[-1].usage, "the stream has no end"


class Responses:
    client_of = staticmethod(Stub.openai)
    options = {"model": "gpt-6-astra", "input": "?"}

    def __init__(self, client):
        self.create = client.responses.create
        self.stream = client.responses.stream

    def final(self, _, events):
        """The helper takes the items from the last event, so they are put together here, too."""
        if events[-1].type == "error":
            return plain(events[-1])
        response = plain(events[-1].response)
        items = [plain(event.item) for event in events if event.type == "response.output_item.done"]
        assert response.get("output", []) == items, "the last event has other items"
        return response

    check_events = staticmethod(check_deltas)


class Messages:
    client_of = staticmethod(Stub.anthropic)
    options = {
        "model": "claude-sonnet-5-5",
        "max_tokens": 64,
        "messages": [{"role": "user", "content": "?"}],
    }

    def __init__(self, client):
        self.create = client.messages.create
        self.stream = client.messages.stream

    def final(self, stream, _):
        return plain(stream.get_final_message())

    def check_events(self, events):
        assert events[-1].type == "message_stop", "the stream has no end"
        blocks = [event for event in events if event.type.startswith("content_block_")]
        for index, block in itertools.groupby(blocks, lambda event: event.index):
            kinds = [event.type.removeprefix("content_block_") for event in block]
            inner = ["delta"] * (len(kinds) - 2)
            assert kinds == ["start", *inner, "stop"], f"block {index} does not start or stop"


def check_whole(api, options):
    model = api.create(**options)
    check_models([model])
    return plain(model)


def check_stream(api, options):
    events = list(api.create(**options, stream=True))
    assert events, "no events"
    check_models(events)
    api.check_events(events)
    with api.stream(**options) as stream:
        together = list(stream)
        assert together, "no events"
        return api.final(stream, events)


def check(dialect, name):
    """What a reply says, or None if it is an error, as it should be."""
    options = dialect.options | {"extra_headers": {"x-reply": name}}
    with Stub() as stub, dialect.client_of(stub, _strict_response_validation=True) as client:
        read = partial(check_stream if name.endswith(".sse") else check_whole, dialect(client), options)
        if "/error" not in name:
            return read()
        try:
            said = read()
        except ERRORS as error:
            assert error.body, "the error has no body"
            return None
        assert said.get("type") == "error", "no error"


def check_placeholders():
    """Those of the whole replies; the streams have the same, in pieces."""
    text = "".join(path.read_text() for path in REPLIES.glob("*/*.json"))
    found = set(re.findall(r"<[A-Z_]+_\d+>", text))
    assert found == set(MAPPING), f"not in both: {', '.join(sorted(found ^ set(MAPPING)))}"


def main():
    dialects = {"openai-chat": Chat, "openai-responses": Responses, "anthropic": Messages}
    failures = 0
    for folder, dialect in dialects.items():
        names = sorted(f"{folder}/{path.name}" for path in (REPLIES / folder).iterdir())
        for _, group in itertools.groupby(names, lambda name: name.rpartition(".")[0]):
            said = {}
            for name in group:
                try:
                    said[name] = check(dialect, name)
                except Exception as error:
                    failures += 1
                    print(f"{name}: {type(error).__name__}: {error}")
            if len(said) == 2 and len({json.dumps(value, sort_keys=True) for value in said.values()}) > 1:
                failures += 1
                print(f"{' and '.join(said)} do not say the same", *said.values(), sep="\n  ")
        print(f"{folder}: {len(names)} replies")
    check_placeholders()
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
