"""Messages, `POST /v1/messages`; one call goes to `/count_tokens`."""

import io

from anthropic import beta_tool
from pydantic import BaseModel, Field

from .media import PDF_BASE64, PNG, PNG_BASE64

MODEL = "claude-sonnet-5-5"
LIMITS = {"model": MODEL, "max_tokens": 1024}
FIND_PERSON = {
    "name": "find_person",
    "description": "Looks up a person, such as Jonas Lindqvist, in the address book.",
    "input_schema": {
        "type": "object",
        "properties": {
            "name": {"type": "string", "description": "For example Nguyễn Thị Mai"},
            "office": {"type": "string", "enum": ["Bristol", "Hartwell & Söhne GmbH"]},
            "asked_by": {"const": "amelia.hartwell@example.org"},
            "since": {"type": "string", "default": "1987-03-14", "examples": ["1991-11-02"]},
        },
        "required": ["name"],
    },
}


class Visit(BaseModel):
    """A visit at the clinic of Dr. Priya Raghunathan."""

    patient: str = Field(description="For example Nguyễn Thị Mai", examples=["Nguyễn Thị Mai"])
    minutes: int = Field(default=20, ge=10)


def system_string(client):
    client.messages.create(
        **LIMITS,
        system="You are the assistant of Amelia Hartwell, amelia.hartwell@example.org.",
        messages=[
            {"role": "user", "content": "Who called from +44 20 7946 0958?"},
            {"role": "assistant", "content": "José Ángel Muñoz; he asks for a call back."},
            {"role": "user", "content": "Thank him, please."},
        ],
    )


def system_blocks(client):
    client.messages.create(
        **LIMITS,
        system=[
            {"type": "text", "text": "The rules of Hartwell & Söhne GmbH:"},
            {
                "type": "text",
                "text": "Never name Priya Raghunathan.",
                "cache_control": {"type": "ephemeral", "ttl": "1h"},
            },
        ],
        cache_control={"type": "ephemeral"},
        messages=[
            {"role": "user", "content": [{"type": "text", "text": "Who is at the desk?"}]},
            {"role": "assistant", "content": [{"type": "text", "text": "Somebody."}]},
            {"role": "system", "content": "From now on Chidi Okafor is at the desk."},
            {
                "role": "user",
                "content": [
                    {
                        "type": "text",
                        "text": "Is it Priya Raghunathan or Chidi Okafor?",
                        "cache_control": {"type": "ephemeral"},
                    }
                ],
            },
        ],
    )


def images(client):
    client.messages.create(
        **LIMITS,
        messages=[
            {
                "role": "user",
                "content": [
                    {
                        "type": "image",
                        "source": {"type": "base64", "media_type": "image/png", "data": PNG_BASE64},
                    },
                    {
                        "type": "image",
                        "source": {"type": "base64", "media_type": "image/png", "data": io.BytesIO(PNG)},
                    },
                    {
                        "type": "image",
                        "source": {
                            "type": "url",
                            "url": "https://people.example.org/zoe-krueger/portrait.png",
                        },
                    },
                    {"type": "text", "text": "Which of them is Zoë Krüger?"},
                ],
            }
        ],
    )


def documents(client):
    client.messages.create(
        **LIMITS,
        messages=[
            {
                "role": "user",
                "content": [
                    {
                        "type": "document",
                        "source": {"type": "base64", "media_type": "application/pdf", "data": PDF_BASE64},
                        "title": "Vertrag Zoë Krüger.pdf",
                        "context": "Signed by Zoë Krüger, IBAN DE89 3704 0044 0532 0130 00.",
                        "citations": {"enabled": True},
                    },
                    {
                        "type": "document",
                        "source": {
                            "type": "text",
                            "media_type": "text/plain",
                            "data": "Jonas Lindqvist, Storgatan 5, 703 61 Örebro\n+46 8 465 004 22",
                        },
                        "title": "Jonas Lindqvist",
                        "citations": {"enabled": True},
                    },
                    {
                        "type": "document",
                        "source": {
                            "type": "content",
                            "content": [
                                {"type": "text", "text": "Minutes: Chidi Okafor opens."},
                                {"type": "text", "text": "Priya Raghunathan objects."},
                            ],
                        },
                        "context": None,
                    },
                    {
                        "type": "document",
                        "source": {"type": "content", "content": "A note of Chidi Okafor"},
                    },
                    {
                        "type": "document",
                        "source": {"type": "url", "url": "https://files.example.org/j.lindqvist/letter.pdf"},
                    },
                    {"type": "text", "text": "Who signed what?"},
                ],
            }
        ],
    )


def search_results_and_citations(client):
    client.messages.create(
        **LIMITS,
        messages=[
            {
                "role": "user",
                "content": [
                    {
                        "type": "search_result",
                        "source": "https://people.example.org/siobhan-orourke",
                        "title": "Siobhán O'Rourke – tenants",
                        "content": [
                            {"type": "text", "text": "Siobhán O'Rourke lives in flat 3."},
                            {"type": "text", "text": "Her IBAN is GB33 BUKB 2020 1555 5555 55."},
                        ],
                        "citations": {"enabled": True},
                    },
                    {"type": "text", "text": "Who lives there?"},
                ],
            },
            {
                "role": "assistant",
                "content": [
                    {
                        "type": "text",
                        "text": "Siobhán O'Rourke does",
                        "citations": [
                            {
                                "type": "search_result_location",
                                "cited_text": "Siobhán O'Rourke lives in flat 3.",
                                "source": "https://people.example.org/siobhan-orourke",
                                "title": "Siobhán O'Rourke – tenants",
                                "search_result_index": 0,
                                "start_block_index": 0,
                                "end_block_index": 1,
                            },
                            {
                                "type": "char_location",
                                "cited_text": "O'Rourke, Siobhán",
                                "document_index": 0,
                                "document_title": "List of Jonas Lindqvist",
                                "start_char_index": 12,
                                "end_char_index": 29,
                            },
                            {
                                "type": "page_location",
                                "cited_text": "Tenant: Siobhán O'Rourke",
                                "document_index": 1,
                                "document_title": "Mietvertrag Siobhán O'Rourke.docx",
                                "start_page_number": 1,
                                "end_page_number": 2,
                            },
                            {
                                "type": "content_block_location",
                                "cited_text": "Siobhán O'Rourke",
                                "document_index": 2,
                                "document_title": None,
                                "start_block_index": 0,
                                "end_block_index": 1,
                            },
                        ],
                    },
                    {"type": "text", "text": ", in flat 3."},
                ],
            },
            {"role": "user", "content": "Since when?"},
        ],
    )


def tools(client):
    client.messages.create(
        **LIMITS,
        messages=[{"role": "user", "content": "Find Nguyễn Thị Mai."}],
        tools=[
            FIND_PERSON
            | {
                "input_examples": [
                    {"name": "Jonas Lindqvist", "office": "Bristol"},
                    {"name": "Nguyễn Thị Mai", "also": {"mail": ["mai@example.org"]}},
                ],
                "cache_control": {"type": "ephemeral"},
            },
            {"type": "web_search_20250305", "name": "web_search", "max_uses": 2},
        ],
        tool_choice={"type": "tool", "name": "find_person", "disable_parallel_tool_use": True},
    )


def tool_results(client):
    client.messages.create(
        **LIMITS,
        tools=[FIND_PERSON],
        messages=[
            {"role": "user", "content": "Find Mai, Jonas Lindqvist and Zoë Krüger."},
            {
                "role": "assistant",
                "content": [
                    {"type": "text", "text": "I look for Nguyễn Thị Mai first."},
                    {
                        "type": "tool_use",
                        "id": "toolu_01A7bC9dEfGhJkLmNpQrStUv",
                        "name": "find_person",
                        "input": {"name": "Nguyễn Thị Mai", "tags": ["Mai", 7, None, True]},
                    },
                    {
                        "type": "tool_use",
                        "id": "toolu_01B2cD4eFgHjKmNpQsTvWxYz",
                        "name": "find_person",
                        "input": {"name": "Jonas Lindqvist", "by": {"Jonas Lindqvist": 'the "editor"\n'}},
                    },
                    {
                        "type": "tool_use",
                        "id": "toolu_01C3dE5fGhJkMnPqRtUwXyZa",
                        "name": "find_person",
                        "input": {},
                    },
                ],
            },
            {
                "role": "user",
                "content": [
                    {
                        "type": "tool_result",
                        "tool_use_id": "toolu_01A7bC9dEfGhJkLmNpQrStUv",
                        "content": '{"name":"Nguyễn Thị Mai","born":"1991-11-02"}',
                    },
                    {
                        "type": "tool_result",
                        "tool_use_id": "toolu_01B2cD4eFgHjKmNpQsTvWxYz",
                        "content": [
                            {"type": "text", "text": "Jonas Lindqvist: j.lindqvist@example.org"},
                            {
                                "type": "image",
                                "source": {
                                    "type": "base64",
                                    "media_type": "image/png",
                                    "data": PNG_BASE64,
                                },
                            },
                            {
                                "type": "search_result",
                                "source": "crm/Jonas Lindqvist",
                                "title": "Jonas Lindqvist",
                                "content": [{"type": "text", "text": "Editor, Örebro"}],
                            },
                            {
                                "type": "document",
                                "title": "Brief Jonas Lindqvist.pdf",
                                "source": {
                                    "type": "text",
                                    "media_type": "text/plain",
                                    "data": "Hej, Jonas Lindqvist här.",
                                },
                            },
                        ],
                    },
                    {
                        "type": "tool_result",
                        "tool_use_id": "toolu_01C3dE5fGhJkMnPqRtUwXyZa",
                        "content": "no name given; did you mean Zoë Krüger?",
                        "is_error": True,
                    },
                    {"type": "text", "text": "Well?"},
                ],
            },
        ],
    )


def thinking(client):
    client.messages.create(
        model=MODEL,
        max_tokens=4096,
        thinking={"type": "adaptive", "display": "summarized"},
        messages=[
            {"role": "user", "content": "Can Priya Raghunathan and Chidi Okafor share a room?"},
            {
                "role": "assistant",
                "content": [
                    {
                        "type": "thinking",
                        "thinking": "Priya Raghunathan arrives before Chidi Okafor.",
                        "signature": "EqoBCkgIBxABGAIiQKDf3q2Zp0rT8w==",
                    },
                    {"type": "redacted_thinking", "data": "EmwKAhgBEgy3va3pzix/LafPsn4aDFIT2Xlx"},
                    {"type": "text", "text": "Yes, if Chidi Okafor comes later."},
                ],
            },
            {"role": "user", "content": "And on Friday?"},
        ],
    )


def server_tools(client):
    client.messages.create(
        **LIMITS,
        tools=[
            {
                "type": "web_search_20260318",
                "name": "web_search",
                "user_location": {
                    "type": "approximate",
                    "city": "Bristol",
                    "region": "Avon",
                    "country": "GB",
                    "timezone": "Europe/London",
                },
            },
            {"type": "web_fetch_20260318", "name": "web_fetch", "citations": {"enabled": True}},
            {"type": "code_execution_20260521", "name": "code_execution"},
        ],
        messages=[
            {"role": "user", "content": "What is known of Siobhán O'Rourke?"},
            {
                "role": "assistant",
                "content": [
                    {
                        "type": "server_tool_use",
                        "id": "srvtoolu_01D4eF6gHjKmNpQrSuVxYzAb",
                        "name": "web_search",
                        "input": {"query": "Siobhán O'Rourke Dublin"},
                    },
                    {
                        "type": "web_search_tool_result",
                        "tool_use_id": "srvtoolu_01D4eF6gHjKmNpQrSuVxYzAb",
                        "content": [
                            {
                                "type": "web_search_result",
                                "title": "Siobhán O'Rourke – tenants",
                                "url": "https://people.example.org/siobhan-orourke",
                                "encrypted_content": "ErkECioIBBgCIiQ3NTU1NTU1NS0=",
                                "page_age": "14 March 2026",
                            }
                        ],
                    },
                    {
                        "type": "text",
                        "text": "Siobhán O'Rourke is a tenant.",
                        "citations": [
                            {
                                "type": "web_search_result_location",
                                "cited_text": "Siobhán O'Rourke, flat 3",
                                "title": "Siobhán O'Rourke – tenants",
                                "url": "https://people.example.org/siobhan-orourke",
                                "encrypted_index": "Eo8BCioIBBgBIiQ5ZWY=",
                            }
                        ],
                    },
                    {
                        "type": "server_tool_use",
                        "id": "srvtoolu_01E5fG7hJkMnPqRsTvWyZaBc",
                        "name": "web_fetch",
                        "input": {"url": "https://people.example.org/siobhan-orourke"},
                    },
                    {
                        "type": "web_fetch_tool_result",
                        "tool_use_id": "srvtoolu_01E5fG7hJkMnPqRsTvWyZaBc",
                        "content": {
                            "type": "web_fetch_result",
                            "url": "https://people.example.org/siobhan-orourke",
                            "retrieved_at": "2026-03-14T09:26:53Z",
                            "content": {
                                "type": "document",
                                "title": "Siobhán O'Rourke",
                                "source": {
                                    "type": "text",
                                    "media_type": "text/plain",
                                    "data": "Siobhán O'Rourke, siobhan@example.org",
                                },
                            },
                        },
                    },
                    {
                        "type": "server_tool_use",
                        "id": "srvtoolu_01F6gH8jKmNpQrStUwXzAbCd",
                        "name": "bash_code_execution",
                        "input": {"command": "grep \"O'Rourke\" tenants.csv"},
                    },
                    {
                        "type": "bash_code_execution_tool_result",
                        "tool_use_id": "srvtoolu_01F6gH8jKmNpQrStUwXzAbCd",
                        "content": {
                            "type": "bash_code_execution_result",
                            "stdout": "3;Siobhán O'Rourke;siobhan@example.org\n",
                            "stderr": "",
                            "return_code": 0,
                            "content": [],
                        },
                    },
                    {
                        "type": "server_tool_use",
                        "id": "srvtoolu_01G7hJ9kMnPqRsTuVxYaBcDe",
                        "name": "text_editor_code_execution",
                        "input": {"command": "view", "path": "/tmp/Siobhán O'Rourke.txt"},
                    },
                    {
                        "type": "text_editor_code_execution_tool_result",
                        "tool_use_id": "srvtoolu_01G7hJ9kMnPqRsTuVxYaBcDe",
                        "content": {
                            "type": "text_editor_code_execution_view_result",
                            "file_type": "text",
                            "content": "Siobhán O'Rourke\n",
                            "num_lines": 1,
                            "start_line": 1,
                            "total_lines": 1,
                        },
                    },
                    {
                        "type": "server_tool_use",
                        "id": "srvtoolu_01H8jK0mNpQrStUvWyZbCdEf",
                        "name": "web_search",
                        "input": {"query": "siobhan@example.org"},
                    },
                    {
                        "type": "web_search_tool_result",
                        "tool_use_id": "srvtoolu_01H8jK0mNpQrStUvWyZbCdEf",
                        "content": {"type": "web_search_tool_result_error", "error_code": "max_uses_exceeded"},
                    },
                ],
            },
            {"role": "user", "content": "Thanks."},
        ],
    )


def identifiers_and_stops(client):
    client.messages.create(
        **LIMITS,
        messages=[{"role": "user", "content": "Play both parts, please."}],
        metadata={"user_id": "amelia.hartwell@example.org"},
        stop_sequences=["Jonas Lindqvist:", "\n\nPS"],
        service_tier="auto",
        inference_geo="eu",
    )


def prefill(client):
    client.messages.create(
        model="claude-opus-4-5",
        max_tokens=200,
        extra_body={"temperature": 0.7, "top_k": 5},
        messages=[
            {"role": "user", "content": "Continue the letter to Олена Шевчук."},
            {"role": "assistant", "content": "Dear Олена Шевчук,\n\nyour card 4111 1111 1111 1111"},
        ],
    )


def stream(client):
    client.messages.create(
        **LIMITS,
        messages=[{"role": "user", "content": "A poem for Siobhán O'Rourke."}],
        stream=True,
    ).close()


def stream_helper(client):
    messages = [{"role": "user", "content": "Tell ليلى حداد that I am late."}]
    with client.messages.stream(**LIMITS, messages=messages, tools=[FIND_PERSON]):
        pass


def many_scripts(client):
    client.messages.create(
        **LIMITS,
        system="👩🏽‍💻 山田花子さん（hanako@example.org）の秘書です。🎉",
        messages=[
            {"role": "user", "content": "اتصلت ليلى حداد \u200f+1 202-555-0199\u200f"},
            {"role": "assistant", "content": "נועה לוי כתבה: «שלום»"},
            {"role": "user", "content": [{"type": "text", "text": "안녕하세요, 김민준입니다."}]},
            {"role": "user", "content": 'Jose\u0301 A\u0301ngel "Pepe" Mun\u0303oz \\ \u2028 <PERSON_1> \u0001'},
        ],
    )


def parsed_with_models(client):
    """The schema is what the client makes of a class."""
    client.messages.parse(
        **LIMITS,
        messages=[{"role": "user", "content": "A visit for Nguyễn Thị Mai, half an hour."}],
        output_format=Visit,
        extra_headers={"x-reply": "anthropic/structured.json"},
    )


def tool_loop(client):
    """The reply goes back as the objects that the client made of it."""
    messages = [{"role": "user", "content": "Find Amelia Hartwell and José."}]
    reply = client.messages.create(
        **LIMITS,
        messages=messages,
        tools=[FIND_PERSON],
        extra_headers={"x-reply": "anthropic/tool-use.json"},
    )
    results = [
        {"type": "tool_result", "tool_use_id": block.id, "content": f"found: {block.input.get('name')}"}
        for block in reply.content
        if block.type == "tool_use"
    ]
    messages += [{"role": "assistant", "content": reply.content}, {"role": "user", "content": results}]
    client.messages.create(**LIMITS, messages=messages, tools=[FIND_PERSON])


def _run_tools(client, **options):
    """The client calls the functions and sends the results by itself."""

    @beta_tool
    def find_person(name: str, notes: dict[str, object] | None = None, phone: str = "") -> str:
        """Looks up a person, such as Jonas Lindqvist.

        Args:
            name: Given and family name, like Nguyễn Thị Mai
            notes: What else is known
            phone: For example +1 202-555-0117
        """
        return f"{name} {phone} is a customer of Priya Raghunathan, with {notes}"

    @beta_tool
    def list_people() -> str:
        """Everybody."""
        return "only Priya Raghunathan may ask for that"

    client.beta.messages.tool_runner(
        **LIMITS,
        messages=[{"role": "user", "content": "Find Amelia Hartwell and José."}],
        tools=[find_person, list_people],
        max_iterations=2,
        extra_headers={"x-reply": "anthropic/tool-use.json"},
        **options,
    ).until_done()


def tool_runner(client):
    """The provider holds the history: the second request has only what is new, and no tools."""
    _run_tools(client)


def tool_runner_without_thread(client):
    _run_tools(client, thread=False)


def mcp_connector(client):
    client.beta.messages.create(
        **LIMITS,
        betas=["mcp-client-2025-11-20"],
        mcp_servers=[
            {
                "type": "url",
                "name": "desk",
                "url": "https://mcp.example.org/tenants/amelia_h",
                "authorization_token": "not-a-real-token",
            }
        ],
        tools=[{"type": "mcp_toolset", "mcp_server_name": "desk"}],
        context_management={"edits": [{"type": "clear_tool_uses_20250919"}]},
        messages=[
            {"role": "user", "content": "Ask the desk for Chidi Okafor."},
            {
                "role": "assistant",
                "content": [
                    {
                        "type": "mcp_tool_use",
                        "id": "mcptoolu_01J9kM1nPqRsTuVwXzAcBdEg",
                        "server_name": "desk",
                        "name": "lookup",
                        "input": {"name": "Chidi Okafor"},
                    },
                    {
                        "type": "mcp_tool_result",
                        "tool_use_id": "mcptoolu_01J9kM1nPqRsTuVwXzAcBdEg",
                        "content": [{"type": "text", "text": "Chidi Okafor, chidi@example.org"}],
                        "is_error": False,
                    },
                    {"type": "compaction", "content": "Amelia Hartwell asked for Chidi Okafor."},
                ],
            },
            {"role": "user", "content": "Thanks."},
        ],
    )


def nothing_personal(client):
    """Must go through unchanged."""
    client.messages.create(**LIMITS, messages=[{"role": "user", "content": "What is 17 * 3.0e2?"}])


def count_tokens(client):
    client.messages.count_tokens(
        model=MODEL,
        system="You are the assistant of Amelia Hartwell.",
        messages=[{"role": "user", "content": "A mail to José Ángel Muñoz"}],
        tools=[FIND_PERSON],
    )
