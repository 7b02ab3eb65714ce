"""A stand-in for the providers on 127.0.0.1, and the official clients that talk to it.

It keeps the body of every request. A request with the header `x-reply` is answered with that file
of `replies/`, any other with an empty object.
"""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import anthropic
import openai

HERE = Path(__file__).parent
REPLIES = HERE / "replies"
MAPPING = json.loads((REPLIES / "mapping.json").read_text())


def unmasked(value):
    """The JSON value with the originals in place of placeholders, also within JSON in strings."""
    match value:
        case dict():
            return {name: unmasked(member) for name, member in value.items()}
        case list():
            return [unmasked(element) for element in value]
        case str() if value[:1] in ("{", "["):
            try:
                return json.dumps(unmasked(json.loads(value)), ensure_ascii=False)
            except json.JSONDecodeError:
                pass
    if isinstance(value, str):
        for placeholder, original in MAPPING.items():
            value = value.replace(placeholder, original)
    return value


class Stub:
    """The server; it runs as long as the `with` block."""

    def __init__(self, *, unmask=False):
        """With `unmask`, JSON replies are those that a client behind the library sees."""
        self.unmask = unmask
        self.bodies = []
        stub = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                stub.bodies.append(self.rfile.read(int(self.headers["content-length"])))
                status, kind, body = stub.reply(self.headers.get("x-reply"))
                self.send_response(status)
                self.send_header("content-type", kind)
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()

    def reply(self, name):
        """Status, content type and body."""
        if name is None:
            return 200, "application/json", b"{}"
        body = (REPLIES / name).read_bytes()
        if name.endswith(".sse"):
            return 200, "text/event-stream; charset=utf-8", body
        if self.unmask:
            body = json.dumps(unmasked(json.loads(body)), ensure_ascii=False).encode()
        return 400 if name.endswith("/error.json") else 200, "application/json", body

    def openai(self, **options):
        """The client of OpenAI. It ignores proxies and never tries again."""
        http = openai.DefaultHttpxClient(trust_env=False)
        return openai.OpenAI(
            api_key="none", base_url=f"{self.url}/v1", max_retries=0, http_client=http, **options
        )

    def anthropic(self, **options):
        """The client of Anthropic, likewise."""
        http = anthropic.DefaultHttpxClient(trust_env=False)
        return anthropic.Anthropic(
            api_key="none", base_url=self.url, max_retries=0, http_client=http, **options
        )
