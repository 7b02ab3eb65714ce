"""Responses, `POST /v1/responses`; the last two calls go to `/compact` and `/input_tokens`."""

import json

from pydantic import BaseModel, Field

from .media import PDF_BASE64, PDF_URL, PNG_BASE64, PNG_URL

MODEL = "gpt-6-astra"
SEND_MAIL = {
    "type": "function",
    "name": "send_mail",
    "description": "Sends a mail in the name of Amelia Hartwell.",
    "strict": True,
    "parameters": {
        "type": "object",
        "properties": {
            "to": {"type": "string", "examples": ["ja.munoz@example.org"]},
            "sender": {"const": "amelia.hartwell@example.org"},
            "language": {"enum": ["en", "es"], "default": "en"},
        },
        "required": ["to", "sender", "language"],
        "additionalProperties": False,
    },
}


class Visit(BaseModel):
    """A visit at the clinic of Dr. Priya Raghunathan."""

    patient: str = Field(description="For example Nguyễn Thị Mai", examples=["Nguyễn Thị Mai"])
    minutes: int = 20


def instructions_and_string(client):
    client.responses.create(
        model=MODEL,
        instructions="You answer for Amelia Hartwell, Flat 3, 12 Harbour Lane, Bristol.",
        input="José Ángel Muñoz (ja.munoz@example.org) asks when I am at home. 👋",
    )


def messages(client):
    client.responses.create(
        model=MODEL,
        input=[
            {"role": "developer", "content": "Answer in the language of Zoë Krüger."},
            {"role": "user", "content": "My name is Zoë Krüger, born 1990-07-21."},
            {"role": "assistant", "content": "Guten Tag, Frau Krüger.", "phase": "commentary"},
            {
                "type": "message",
                "role": "user",
                "content": [
                    {"type": "input_text", "text": "My passport and a letter of Jonas Lindqvist:"},
                    {"type": "input_image", "detail": "auto", "image_url": PNG_URL},
                    {
                        "type": "input_image",
                        "detail": "low",
                        "image_url": "https://people.example.org/zoe-krueger/passport.png",
                    },
                    {"type": "input_file", "filename": "Brief Jonas Lindqvist.pdf", "file_data": PDF_URL},
                    {"type": "input_file", "file_url": "https://files.example.org/j.lindqvist/letter.pdf"},
                    {"type": "input_file", "file_id": "file-9Qw3rTy7uIoP2aSd5fGhJk"},
                ],
            },
            {
                "type": "message",
                "id": "msg_68d1c2a94f0081a2b7e35d60f1c98a47",
                "role": "assistant",
                "status": "completed",
                "content": [
                    {
                        "type": "output_text",
                        "text": "Zoë Krüger is in the register and in the letter.",
                        "annotations": [
                            {
                                "type": "url_citation",
                                "start_index": 0,
                                "end_index": 10,
                                "title": "Zoë Krüger – register",
                                "url": "https://people.example.org/zoe-krueger",
                            },
                            {
                                "type": "file_citation",
                                "index": 47,
                                "file_id": "file-9Qw3rTy7uIoP2aSd5fGhJk",
                                "filename": "Brief Jonas Lindqvist.pdf",
                            },
                        ],
                    },
                    {"type": "refusal", "refusal": "I cannot give the address of Jonas Lindqvist."},
                ],
            },
            {"role": "user", "content": [{"type": "input_text", "text": "Danke!"}]},
        ],
    )


def function_calls(client):
    client.responses.create(
        model=MODEL,
        tools=[SEND_MAIL],
        input=[
            {"role": "user", "content": "Write to José and ask Jonas Lindqvist for the plan."},
            {
                "type": "function_call",
                "id": "fc_68d1c31b5a7c81a2934f0be1d2c6a7f8",
                "call_id": "call_V2nQp8sKdYw3mXzL6tRb1eHc",
                "name": "send_mail",
                "arguments": '{"to":"ja.munoz@example.org","text":"Hola José Ángel Muñoz,\\n\\n\\"sí\\"."}',
                "status": "completed",
            },
            {
                "type": "function_call",
                "call_id": "call_M7yTg4fJcUa9oEwS1kVx5iDq",
                "name": "send_mail",
                "arguments": json.dumps({"to": "j.lindqvist@example.org", "text": "Hej Jonas Lindqvist"}),
            },
            {
                "type": "function_call_output",
                "call_id": "call_V2nQp8sKdYw3mXzL6tRb1eHc",
                "output": '{"sent":true,"to":{"name":"José Ángel Muñoz"}}',
            },
            {
                "type": "function_call_output",
                "call_id": "call_M7yTg4fJcUa9oEwS1kVx5iDq",
                "output": [
                    {"type": "input_text", "text": "Jonas Lindqvist answers: +46 8 465 004 22"},
                    {"type": "input_image", "image_url": PNG_URL},
                    {"type": "input_file", "filename": "Plan Jonas Lindqvist.pdf", "file_data": PDF_BASE64},
                ],
            },
        ],
    )


def custom_tool(client):
    client.responses.create(
        model=MODEL,
        tools=[
            {
                "type": "custom",
                "name": "crm",
                "description": "Commands for the customer base of Hartwell & Söhne GmbH",
                "format": {"type": "grammar", "syntax": "regex", "definition": "(find|note) [^\\n]+"},
            }
        ],
        input=[
            {
                "type": "custom_tool_call",
                "call_id": "call_T5bHn2wQzXe8rLp4yKs7vGuM",
                "name": "crm",
                "input": "find 김민준 & 'Олена Шевчук'",
            },
            {
                "type": "custom_tool_call_output",
                "call_id": "call_T5bHn2wQzXe8rLp4yKs7vGuM",
                "output": "김민준\t+1 202-555-0117\nОлена Шевчук\t-",
            },
            {
                "type": "custom_tool_call",
                "id": "ctc_68d1c3e07b4c81a2a1f96d0e3b52c8d4",
                "call_id": "call_F1dRo6cZjNi3aWm9xBt0pYqE",
                "name": "crm",
                "input": "note 김민준: call back",
            },
            {
                "type": "custom_tool_call_output",
                "call_id": "call_F1dRo6cZjNi3aWm9xBt0pYqE",
                "output": [{"type": "input_text", "text": "noted for 김민준"}],
            },
        ],
    )


def reasoning(client):
    client.responses.create(
        model=MODEL,
        store=False,
        include=["reasoning.encrypted_content"],
        reasoning={"effort": "high", "summary": "detailed"},
        input=[
            {"role": "user", "content": "Can Priya Raghunathan and Chidi Okafor share a room?"},
            {
                "type": "reasoning",
                "id": "rs_68d1c4a2e90c81a2b0d7f3164c5e8a9b",
                "summary": [
                    {"type": "summary_text", "text": "**Who is there**\n\nPriya Raghunathan arrives first."},
                    {"type": "summary_text", "text": "Chidi Okafor follows."},
                ],
                "content": [{"type": "reasoning_text", "text": "Chidi Okafor needs a desk."}],
                "encrypted_content": "gAAAAABo0cSi4tZcZW5jcnlwdGVkIHJlYXNvbmluZw==",
                "status": "completed",
            },
            {"type": "item_reference", "id": "msg_68d1c4b8d1f081a2a3c94e75b60d2f18"},
            {"id": "rs_68d1c4c0a7b481a2965e0c3d8f1b72a4"},
            {"role": "user", "content": "And on Friday?"},
        ],
    )


def hosted_tools(client):
    """Calls that the provider makes by itself, given back in the history."""
    client.responses.create(
        model=MODEL,
        include=["file_search_call.results", "web_search_call.action.sources"],
        input=[
            {"role": "user", "content": "What is known of Siobhán O'Rourke?"},
            {
                "type": "web_search_call",
                "id": "ws_68d1c5527ae481a2b8c0d9e1f2a3b4c5",
                "status": "completed",
                "action": {
                    "type": "search",
                    "query": "Siobhán O'Rourke Dublin",
                    "queries": ["Siobhán O'Rourke Dublin", "siobhan@example.org"],
                    "sources": [{"type": "url", "url": "https://people.example.org/siobhan-orourke"}],
                },
            },
            {
                "type": "web_search_call",
                "id": "ws_68d1c55f1b0881a2a9d8e7f6c5b4a392",
                "status": "completed",
                "action": {"type": "open_page", "url": "https://people.example.org/siobhan-orourke"},
            },
            {
                "type": "web_search_call",
                "id": "ws_68d1c566c3d081a28f7e6d5c4b3a2918",
                "status": "completed",
                "action": {
                    "type": "find_in_page",
                    "url": "https://people.example.org/siobhan-orourke",
                    "pattern": "O'Rourke",
                },
            },
            {
                "type": "file_search_call",
                "id": "fs_68d1c57d8e9481a2b1c2d3e4f5a6b7c8",
                "status": "completed",
                "queries": ["Siobhán O'Rourke contract", "tenant of flat 3"],
                "results": [
                    {
                        "file_id": "file-3eDcVfR4tGbNhY6uJmKi8o",
                        "filename": "Mietvertrag Siobhán O'Rourke.docx",
                        "score": 0.87,
                        "text": "Tenant: Siobhán O'Rourke, IBAN GB33 BUKB 2020 1555 5555 55",
                        "attributes": {"author": "Jonas Lindqvist", "year": 2024, "signed": True},
                    }
                ],
            },
            {
                "type": "code_interpreter_call",
                "id": "ci_68d1c59046ac81a2a7b6c5d4e3f2a1b0",
                "container_id": "cntr_68d1c58f0a2c8190b4d5e6f7a8b9c0d1",
                "status": "completed",
                "code": "tenant = \"Siobhán O'Rourke\"\nprint(tenant.upper())",
                "outputs": [
                    {"type": "logs", "logs": "SIOBHÁN O'ROURKE\n"},
                    {"type": "image", "url": "https://files.example.org/cntr/plot.png"},
                ],
            },
            {
                "type": "image_generation_call",
                "id": "ig_68d1c5ab79cc81a2b3a4958677f6e5d4",
                "status": "completed",
                "result": PNG_BASE64,
                "revised_prompt": "A door plate that reads Siobhán O'Rourke",
            },
        ],
    )


def shells_and_patches(client):
    client.responses.create(
        model=MODEL,
        tools=[{"type": "local_shell"}, {"type": "shell"}, {"type": "apply_patch"}],
        input=[
            {
                "type": "local_shell_call",
                "id": "lsh_68d1c62f5b9081a2a0f1e2d3c4b5a697",
                "call_id": "call_K8uPd3jBfCv5xMz7qWt2sLaY",
                "status": "completed",
                "action": {
                    "type": "exec",
                    "command": ["grep", "-r", "Jonas Lindqvist", "/home/amelia_h/mail"],
                    "env": {"GIT_AUTHOR_EMAIL": "amelia.hartwell@example.org", "LANG": "C"},
                    "user": "amelia_h",
                    "working_directory": "/home/amelia_h",
                    "timeout_ms": 5000,
                },
            },
            {
                "type": "local_shell_call_output",
                "id": "call_K8uPd3jBfCv5xMz7qWt2sLaY",
                "output": '{"stdout":"inbox/7: From: Jonas Lindqvist <j.lindqvist@example.org>\\n","exit_code":0}',
            },
            {
                "type": "shell_call",
                "call_id": "call_N4iXe9gRkTo1hVb6wCy3uJmZ",
                "action": {"commands": ["id amelia_h", 'echo "Amelia Hartwell"'], "timeout_ms": 1000},
                "environment": {"type": "local"},
                "status": "completed",
            },
            {
                "type": "shell_call_output",
                "call_id": "call_N4iXe9gRkTo1hVb6wCy3uJmZ",
                "output": [
                    {
                        "stdout": "uid=1000(amelia_h)\n",
                        "stderr": "warning for Amelia Hartwell\n",
                        "outcome": {"type": "exit", "exit_code": 0},
                    },
                    {"stdout": "Amelia Hartwell\n", "stderr": "", "outcome": {"type": "timeout"}},
                ],
            },
            {
                "type": "apply_patch_call",
                "call_id": "call_S2lGa7zQyHd5nEp8rFc4bKiO",
                "status": "completed",
                "operation": {
                    "type": "update_file",
                    "path": "AUTHORS",
                    "diff": "@@\n-Amelia Hartwell\n+Amelia Hartwell <amelia.hartwell@example.org>\n",
                },
            },
            {
                "type": "apply_patch_call",
                "call_id": "call_W9tMj1vUoXs6kBn3fLq7eZrC",
                "status": "completed",
                "operation": {"type": "create_file", "path": "letters/Zoë Krüger.md", "diff": "+Liebe Zoë"},
            },
            {
                "type": "apply_patch_call_output",
                "call_id": "call_S2lGa7zQyHd5nEp8rFc4bKiO",
                "status": "failed",
                "output": "AUTHORS: no line 'Amelia Hartwell'",
            },
        ],
    )


def mcp(client):
    client.responses.create(
        model=MODEL,
        input=[
            {
                "type": "mcp_list_tools",
                "id": "mcpl_68d1c6e4d03c81a2b9a8c7d6e5f40312",
                "server_label": "desk",
                "tools": [
                    {
                        "name": "lookup",
                        "description": "Looks up customers of Amelia Hartwell",
                        "input_schema": {"type": "object", "properties": {"name": {"type": "string"}}},
                        "annotations": {"readOnlyHint": True},
                    }
                ],
            },
            {
                "type": "mcp_call",
                "id": "mcp_68d1c6f0a5b881a2a8b9c0d1e2f30415",
                "server_label": "desk",
                "name": "lookup",
                "arguments": '{"name":"ليلى حداد","says":"\\"Layla\\"","mail":"layla@example.org"}',
                "output": '[{"name":"ليلى حداد","phone":"+1 202-555-0199"}]',
            },
            {
                "type": "mcp_call",
                "id": "mcp_68d1c6fb0c1481a2b7c6d5e4f3a20918",
                "server_label": "desk",
                "name": "lookup",
                "arguments": '{"name":"Chidi Okafor"}',
                "error": {
                    "type": "mcp_tool_execution_error",
                    "content": [{"type": "text", "text": "two people are called Chidi Okafor"}],
                },
                "status": "failed",
            },
            {
                "type": "mcp_approval_request",
                "id": "mcpr_68d1c70b9e7081a2a6d5c4b3f2e1a0b9",
                "server_label": "desk",
                "name": "delete",
                "arguments": '{"name":"Chidi Okafor"}',
            },
            {
                "type": "mcp_approval_response",
                "approval_request_id": "mcpr_68d1c70b9e7081a2a6d5c4b3f2e1a0b9",
                "approve": False,
                "reason": "Chidi Okafor is still a customer, says Amelia Hartwell.",
            },
        ],
    )


def computer(client):
    client.responses.create(
        model="computer-use-preview",
        tools=[
            {
                "type": "computer_use_preview",
                "display_width": 1024,
                "display_height": 768,
                "environment": "browser",
            }
        ],
        truncation="auto",
        input=[
            {"role": "user", "content": "Fill in the form for נועה לוי."},
            {
                "type": "computer_call",
                "id": "cu_68d1c7a1f25c81a2b5c4d3e2f1a09b87",
                "call_id": "call_R6vKs0hYpJg8uNw2xDm5tBzF",
                "status": "completed",
                "action": {"type": "type", "text": "נועה לוי\tnoa@example.org"},
                "pending_safety_checks": [
                    {
                        "id": "cu_sc_68d1c7b0",
                        "code": "sensitive_domain",
                        "message": "The page shows data of נועה לוי.",
                    }
                ],
            },
            {
                "type": "computer_call_output",
                "call_id": "call_R6vKs0hYpJg8uNw2xDm5tBzF",
                "output": {"type": "computer_screenshot", "image_url": PNG_URL},
                "acknowledged_safety_checks": [
                    {
                        "id": "cu_sc_68d1c7b0",
                        "code": "sensitive_domain",
                        "message": "The page shows data of נועה לוי.",
                    }
                ],
            },
        ],
    )


def programs_and_tool_search(client):
    """Items of the newest models: programs that call tools, tools that are found on demand."""
    client.responses.create(
        model="gpt-6.2-sol",
        input=[
            {
                "type": "program",
                "id": "prog_68d1c82b0f9481a2a4b5c6d7e8f90123",
                "call_id": "call_prog_1",
                "code": 'const found = await lookup({name: "Amelia Hartwell"});\nreturn found.mail;',
                "fingerprint": "fp_0a1b2c3d",
            },
            {
                "type": "function_call",
                "call_id": "call_B3xLq9nVsRe5kTf7yJw1mZdU",
                "name": "lookup",
                "arguments": '{"name":"Amelia Hartwell"}',
                "caller": {"type": "program", "caller_id": "call_prog_1"},
            },
            {
                "type": "function_call_output",
                "call_id": "call_B3xLq9nVsRe5kTf7yJw1mZdU",
                "output": "amelia.hartwell@example.org",
            },
            {
                "type": "program_output",
                "id": "progo_68d1c83e6d2c81a2b3a4c5d6e7f80912",
                "call_id": "call_prog_1",
                "result": '"amelia.hartwell@example.org"',
                "status": "completed",
            },
            {
                "type": "tool_search_call",
                "call_id": "call_search_1",
                "execution": "client",
                "arguments": {"query": "mail of Amelia Hartwell"},
            },
            {
                "type": "tool_search_output",
                "call_id": "call_search_1",
                "execution": "client",
                "tools": [SEND_MAIL],
            },
            {"type": "additional_tools", "role": "developer", "tools": [SEND_MAIL]},
            {"type": "compaction", "encrypted_content": "Y29tcGFjdGVkIGhpc3Rvcnk="},
            {"role": "user", "content": "Go on, for Amelia Hartwell."},
        ],
    )


def prompt_variables(client):
    client.responses.create(
        prompt={
            "id": "pmpt_68d1c8b5e4a08190a1b2c3d4e5f60718",
            "version": "3",
            "variables": {
                "customer": "Zoë Krüger",
                "complaint": {"type": "input_text", "text": "Zoë Krüger, 030 23125 017, waits."},
                "portrait": {"type": "input_image", "detail": "auto", "image_url": PNG_URL},
                "contract": {
                    "type": "input_file",
                    "filename": "Vertrag Zoë Krüger.pdf",
                    "file_data": PDF_URL,
                },
            },
        },
    )


def tools(client):
    client.responses.create(
        model=MODEL,
        input="Prepare the visit of Priya Raghunathan.",
        tool_choice={"type": "mcp", "server_label": "desk", "name": "lookup"},
        max_tool_calls=3,
        tools=[
            SEND_MAIL,
            {
                "type": "file_search",
                "vector_store_ids": ["vs_68d1c9340bd881918d7c6b5a4f3e2d1c"],
                "filters": {
                    "type": "and",
                    "filters": [
                        {"type": "eq", "key": "author", "value": "Jonas Lindqvist"},
                        {"type": "gte", "key": "year", "value": 2020},
                    ],
                },
                "max_num_results": 5,
            },
            {
                "type": "web_search",
                "filters": {"allowed_domains": ["example.org"]},
                "user_location": {
                    "type": "approximate",
                    "city": "Bristol",
                    "region": "Avon",
                    "country": "GB",
                    "timezone": "Europe/London",
                },
            },
            {
                "type": "mcp",
                "server_label": "desk",
                "server_url": "https://mcp.example.org/tenants/amelia_h",
                "server_description": "The desk of Amelia Hartwell",
                "headers": {"X-User": "amelia.hartwell@example.org"},
                "authorization": "not-a-real-token",
                "allowed_tools": ["lookup"],
                "require_approval": {"never": {"tool_names": ["lookup"]}},
            },
            {"type": "code_interpreter", "container": {"type": "auto", "file_ids": ["file-1"]}},
            {"type": "image_generation", "input_image_mask": {"image_url": PNG_URL}, "quality": "low"},
            {"type": "custom", "name": "note", "description": "Notes for Priya Raghunathan"},
            {
                "type": "namespace",
                "name": "crm",
                "description": "Customers of Hartwell & Söhne GmbH",
                "tools": [
                    {
                        "type": "function",
                        "name": "owner",
                        "description": "Is it Chidi Okafor?",
                        "parameters": {
                            "type": "object",
                            "properties": {"owner": {"enum": ["Chidi Okafor", "Priya Raghunathan"]}},
                        },
                    }
                ],
            },
            {"type": "tool_search", "execution": "client", "description": "Tools for Chidi Okafor"},
        ],
    )


def text_format(client):
    client.responses.create(
        model=MODEL,
        input="Extract: Олена Шевчук, olena@example.org",
        text={
            "verbosity": "low",
            "format": {
                "type": "json_schema",
                "name": "person",
                "description": "Somebody like Олена Шевчук",
                "strict": True,
                "schema": {
                    "type": "object",
                    "properties": {
                        "name": {"type": "string", "description": "For example Олена Шевчук"},
                        "email": {"type": "string", "default": "olena@example.org"},
                    },
                    "required": ["name", "email"],
                    "additionalProperties": False,
                },
            },
        },
    )


def parsed_with_models(client):
    """The schema is what the client makes of a class."""
    client.responses.parse(
        model=MODEL,
        input="A visit for Nguyễn Thị Mai, half an hour.",
        text_format=Visit,
        extra_headers={"x-reply": "openai-responses/structured.json"},
    )


def identifiers(client):
    client.responses.create(
        model=MODEL,
        input="And now?",
        previous_response_id="resp_68d1ca1d7c3081a2b1a0f9e8d7c6b5a4",
        user="amelia.hartwell@example.org",
        safety_identifier="amelia_h",
        prompt_cache_key="tenant-7/Amelia Hartwell",
        metadata={"customer": "Amelia Hartwell", "ip": "2001:db8::8a2e:370:7334"},
        max_output_tokens=300,
        temperature=0.3,
        top_p=1,
        parallel_tool_calls=True,
    )


def conversation_in_background(client):
    client.responses.create(
        model=MODEL,
        input=[{"role": "user", "content": "Remind 山田花子 of the meeting."}],
        conversation={"id": "conv_68d1ca7f4e9c8190b2a3c4d5e6f70819"},
        background=True,
        instructions=None,
    )


def stream(client):
    client.responses.create(
        model=MODEL,
        input="A poem for 山田花子, hanako@example.org.",
        stream=True,
        stream_options={"include_obfuscation": False},
    ).close()


def stream_helper(client):
    with client.responses.stream(model=MODEL, input="A song for Siobhán O'Rourke.", text_format=Visit):
        pass


def many_scripts(client):
    client.responses.create(
        model=MODEL,
        instructions="👩🏽‍💻 山田花子さんの秘書です。",
        input=[
            {"role": "user", "content": "اتصلت ليلى حداد \u200f(layla@example.org)\u200f"},
            {"role": "user", "content": 'נועה לוי: "שלום" \\ \u2028 <PERSON_1> \u0000 end'},
            {"role": "user", "content": [{"type": "input_text", "text": "김민준 🎉 Олена Шевчук"}]},
        ],
    )


def tool_loop(client):
    """The output goes back as the objects that the client made of it."""
    items = [{"role": "user", "content": "Write to Amelia Hartwell and José."}]
    reply = client.responses.create(
        model=MODEL,
        input=items,
        tools=[SEND_MAIL],
        extra_headers={"x-reply": "openai-responses/function-calls.json"},
    )
    items += reply.output
    for item in reply.output:
        if item.type == "function_call":
            output = json.dumps({"sent": json.loads(item.arguments)}, ensure_ascii=False)
            items.append({"type": "function_call_output", "call_id": item.call_id, "output": output})
    client.responses.create(model=MODEL, input=items, tools=[SEND_MAIL])


def nothing_personal(client):
    """Must go through unchanged."""
    client.responses.create(model=MODEL, input="What is 17 * 3.0e2?", temperature=0.0)


def compact(client):
    client.responses.compact(
        model=MODEL,
        instructions="You answer for Amelia Hartwell.",
        input=[{"role": "user", "content": "A long story about Jonas Lindqvist."}],
    )


def input_tokens(client):
    client.responses.input_tokens.count(model=MODEL, input="A mail to Amelia Hartwell", tools=[SEND_MAIL])
