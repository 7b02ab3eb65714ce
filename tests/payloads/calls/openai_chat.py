"""Chat Completions, `POST /v1/chat/completions`."""

import json

import openai
from pydantic import BaseModel, Field

from .media import PDF_URL, PNG_URL, WAV_BASE64

MODEL = "gpt-6-astra"
BOOK_VISIT = {
    "type": "function",
    "function": {
        "name": "book_visit",
        "description": "Books a visit. Urgent cases go to Dr. Priya Raghunathan, +1 202-555-0143.",
        "strict": True,
        "parameters": {
            "type": "object",
            "title": "Visit",
            "properties": {
                "patient": {
                    "type": "string",
                    "description": "Full name as on the card, for example Jonas Lindqvist",
                    "examples": ["Jonas Lindqvist", "Nguyễn Thị Mai"],
                },
                "doctor": {"type": "string", "enum": ["Priya Raghunathan", "Chidi Okafor"]},
                "clinic": {"const": "Hartwell & Söhne GmbH"},
                "reply_to": {"type": "string", "format": "email", "default": "desk@example.org"},
                "born": {"type": ["string", "null"], "pattern": "^\\d{4}-\\d{2}-\\d{2}$"},
                "minutes": {"type": "integer", "minimum": 10, "default": 20},
            },
            "required": ["patient", "doctor", "clinic", "reply_to", "born", "minutes"],
            "additionalProperties": False,
        },
    },
}
FIND_PERSON = {
    "type": "function",
    "function": {
        "name": "find_person",
        "parameters": {"type": "object", "properties": {"name": {"type": "string"}}},
    },
}


class Contact(BaseModel):
    """How to reach somebody, such as Amelia Hartwell."""

    full_name: str = Field(description="Given and family name", examples=["Zoë Krüger"])
    email: str | None = Field(default=None, description="Like zoe.krueger@example.org")
    tags: list[str]


def plain_history(client):
    client.chat.completions.create(
        model=MODEL,
        messages=[
            {"role": "system", "content": "You are the assistant of Amelia Hartwell. Be brief."},
            {"role": "user", "content": "Who called from +44 20 7946 0958 this morning?"},
            {"role": "assistant", "content": "That was José Ángel Muñoz. He asks for a call back."},
            {"role": "user", "content": "Write to him at ja.munoz@example.org: I call at six.\n\nAmelia"},
        ],
    )


def developer_and_names(client):
    client.chat.completions.create(
        model=MODEL,
        messages=[
            {"role": "developer", "content": "Jonas_Lindqvist is the editor.", "name": "desk"},
            {"role": "user", "content": "I have written to the council.", "name": "Siobhan_ORourke"},
            {"role": "assistant", "content": "And the answer?", "name": "helper"},
            {"role": "user", "content": [{"type": "text", "text": "None."}], "name": "Jonas_Lindqvist"},
        ],
        max_completion_tokens=200,
        reasoning_effort="low",
        verbosity="low",
    )


def multi_part(client):
    client.chat.completions.create(
        model=MODEL,
        messages=[
            {
                "role": "system",
                "content": [
                    {"type": "text", "text": "The client is Zoë Krüger."},
                    {"type": "text", "text": "Her IBAN is DE89 3704 0044 0532 0130 00."},
                ],
            },
            {
                "role": "user",
                "content": [
                    {"type": "text", "text": "Is this Zoë, or is it "},
                    {"type": "text", "text": "Chidi Okafor?"},
                    {"type": "image_url", "image_url": {"url": PNG_URL, "detail": "low"}},
                    {
                        "type": "image_url",
                        "image_url": {"url": "https://people.example.org/zoe-krueger/portrait.png"},
                    },
                    {
                        "type": "file",
                        "file": {"filename": "Vertrag Zoë Krüger.pdf", "file_data": PDF_URL},
                        "prompt_cache_breakpoint": {"mode": "explicit"},
                    },
                    {"type": "file", "file": {"file_id": "file-6F2ksmvXxt4VdoqmHRw6kL"}},
                    {"type": "input_audio", "input_audio": {"data": WAV_BASE64, "format": "wav"}},
                ],
            },
        ],
    )


def tools_schema(client):
    client.chat.completions.create(
        model=MODEL,
        messages=[{"role": "user", "content": "A visit for Nguyễn Thị Mai, born 1991-11-02, please."}],
        tools=[BOOK_VISIT, FIND_PERSON],
        tool_choice={"type": "function", "function": {"name": "book_visit"}},
        parallel_tool_calls=False,
    )


def parallel_tool_calls(client):
    visit = {"patient": "Nguyễn Thị Mai", "doctor": "Chidi Okafor", "note": 'calls herself "Mai"\nat home'}
    client.chat.completions.create(
        model=MODEL,
        messages=[
            {"role": "user", "content": "Book Mai and find Jonas Lindqvist."},
            {
                "role": "assistant",
                "content": None,
                "tool_calls": [
                    {
                        "id": "call_Zt1mJq0p5cUu8hTzWb3xQe7K",
                        "type": "function",
                        "function": {"name": "book_visit", "arguments": json.dumps(visit)},
                    },
                    {
                        "id": "call_b9Rk2sVn7yLd4fGh6jKl8mNo",
                        "type": "function",
                        "function": {
                            "name": "find_person",
                            "arguments": '{"name": "Jonas Lindqvist", "city": "Örebro"}',
                        },
                    },
                ],
            },
            {
                "role": "tool",
                "tool_call_id": "call_Zt1mJq0p5cUu8hTzWb3xQe7K",
                "content": json.dumps({"ok": True, "patient": "Nguyễn Thị Mai"}, ensure_ascii=False),
            },
            {
                "role": "tool",
                "tool_call_id": "call_b9Rk2sVn7yLd4fGh6jKl8mNo",
                "content": [
                    {"type": "text", "text": "Jonas Lindqvist, Storgatan 5, 703 61 Örebro"},
                    {"type": "text", "text": "j.lindqvist@example.org, +46 8 465 004 22"},
                ],
            },
        ],
        tools=[BOOK_VISIT, FIND_PERSON],
    )


def legacy_function_call(client):
    client.chat.completions.create(
        model="gpt-4-0613",
        messages=[
            {"role": "user", "content": "What is the balance of Chidi Okafor?"},
            {
                "role": "assistant",
                "content": None,
                "function_call": {"name": "balance", "arguments": '{\n  "owner": "Chidi Okafor"\n}'},
            },
            {
                "role": "function",
                "name": "balance",
                "content": '{"owner":"Chidi Okafor","card":"4111 1111 1111 1111","amount":120.50}',
            },
        ],
        functions=[
            {
                "name": "balance",
                "description": "Balance of an account, for Chidi Okafor only",
                "parameters": {
                    "type": "object",
                    "properties": {"owner": {"type": "string", "enum": ["Chidi Okafor"]}},
                },
            }
        ],
        function_call={"name": "balance"},
    )


def response_format(client):
    client.chat.completions.create(
        model=MODEL,
        messages=[{"role": "user", "content": "Extract: Олена Шевчук, olena@example.org, Kyiv"}],
        response_format={
            "type": "json_schema",
            "json_schema": {
                "name": "person",
                "description": "A person, like Олена Шевчук",
                "strict": True,
                "schema": {
                    "type": "object",
                    "properties": {
                        "name": {"type": "string", "description": "For example Олена Шевчук"},
                        "email": {"$ref": "#/$defs/email"},
                        "role": {"enum": ["owner", "guest of Олена Шевчук"]},
                    },
                    "$defs": {"email": {"type": "string", "examples": ["olena@example.org"]}},
                    "required": ["name", "email", "role"],
                    "additionalProperties": False,
                },
            },
        },
    )


def parsed_with_models(client):
    """The schemas are what the client makes of classes."""
    client.chat.completions.parse(
        model=MODEL,
        messages=[{"role": "user", "content": "How do I reach Zoë Krüger?"}],
        response_format=Contact,
        tools=[openai.pydantic_function_tool(Contact, name="save_contact")],
        extra_headers={"x-reply": "openai-chat/structured.json"},
    )


def stream(client):
    client.chat.completions.create(
        model=MODEL,
        messages=[{"role": "user", "content": "A poem for Siobhán O'Rourke's birthday on 14 March."}],
        stream=True,
        stream_options={"include_usage": True, "include_obfuscation": False},
    ).close()


def stream_helper(client):
    messages = [{"role": "user", "content": "Tell ليلى حداد that I am late."}]
    with client.chat.completions.stream(model=MODEL, messages=messages, tools=[BOOK_VISIT]):
        pass


def two_choices(client):
    client.chat.completions.create(
        model=MODEL,
        messages=[{"role": "user", "content": "A nickname for 김민준?"}],
        n=2,
        logprobs=True,
        top_logprobs=2,
        logit_bias={"1734": -100, "50256": 5},
        temperature=1.2,
        top_p=0.9,
        frequency_penalty=0.5,
        presence_penalty=-0.25,
        seed=20260314,
    )


def identifiers(client):
    client.chat.completions.create(
        model=MODEL,
        messages=[{"role": "user", "content": "Hello!"}],
        user="amelia.hartwell@example.org",
        safety_identifier="amelia_h",
        prompt_cache_key="tenant-7/Amelia Hartwell",
        prompt_cache_options={"mode": "explicit", "ttl": "30m"},
        metadata={"customer": "Amelia Hartwell", "ip": "192.0.2.44", "ticket": "4711"},
        service_tier="flex",
        store=True,
    )


def stop_and_prediction(client):
    letter = "Dear Siobhán O'Rourke,\n\nyour flat is ready.\n\nYours,\nJonas Lindqvist\n"
    client.chat.completions.create(
        model="gpt-4.1",
        messages=[{"role": "user", "content": "Make it more formal:\n\n" + letter}],
        prediction={"type": "content", "content": letter},
        stop=["Jonas Lindqvist", "\n\nPS"],
    )


def stop_string_and_prediction_parts(client):
    client.chat.completions.create(
        model="gpt-4.1",
        messages=[{"role": "user", "content": "Minutes of the call, please."}],
        prediction={
            "type": "content",
            "content": [
                {"type": "text", "text": "Present: Priya Raghunathan, "},
                {"type": "text", "text": "Chidi Okafor"},
            ],
        },
        stop="Chidi Okafor:",
    )


def web_search(client):
    client.chat.completions.create(
        model="gpt-4o-search-preview",
        messages=[{"role": "user", "content": "Is there a bakery near Amelia Hartwell's flat?"}],
        web_search_options={
            "search_context_size": "low",
            "user_location": {
                "type": "approximate",
                "approximate": {
                    "city": "Bristol",
                    "region": "Avon",
                    "country": "GB",
                    "timezone": "Europe/London",
                },
            },
        },
    )


def custom_tool(client):
    client.chat.completions.create(
        model=MODEL,
        messages=[
            {"role": "user", "content": "Which orders has Chidi Okafor?"},
            {
                "role": "assistant",
                "tool_calls": [
                    {
                        "id": "call_q3Wm8xYtRf5vBn1kLp7sDz2A",
                        "type": "custom",
                        "custom": {
                            "name": "sql",
                            "input": "SELECT id FROM orders\nWHERE owner = 'Chidi Okafor';",
                        },
                    }
                ],
            },
            {"role": "tool", "tool_call_id": "call_q3Wm8xYtRf5vBn1kLp7sDz2A", "content": "17\n42"},
        ],
        tools=[
            {
                "type": "custom",
                "custom": {
                    "name": "sql",
                    "description": "Runs a query. The administrator is Priya Raghunathan.",
                    "format": {
                        "type": "grammar",
                        "grammar": {
                            "syntax": "lark",
                            "definition": 'start: "SELECT" /[^;]+/ ";"\n// by Priya Raghunathan\n',
                        },
                    },
                },
            },
            {"type": "custom", "custom": {"name": "note", "format": {"type": "text"}}},
        ],
    )


def refusals(client):
    client.chat.completions.create(
        model=MODEL,
        messages=[
            {"role": "user", "content": "Where does נועה לוי live?"},
            {"role": "assistant", "refusal": "I cannot tell where נועה לוי lives.", "content": None},
            {"role": "user", "content": "And her phone?"},
            {
                "role": "assistant",
                "content": [
                    {"type": "text", "text": "About נועה לוי:"},
                    {"type": "refusal", "refusal": "I cannot share her number, +1 202-555-0188."},
                ],
            },
            {"role": "user", "content": "Fine."},
        ],
    )


def many_scripts(client):
    client.chat.completions.create(
        model=MODEL,
        messages=[
            {"role": "user", "content": "👩🏽‍💻 山田花子さん（090の番号は不明）から連絡: hanako@example.org 🎉"},
            {"role": "user", "content": "اتصلت ليلى حداد (\u200f+1 202-555-0199\u200f) وقالت: مرحبا"},
            {"role": "user", "content": "נועה לוי, noa@example.org, כתבה: «שלום»"},
            {"role": "user", "content": "안녕하세요, 김민준입니다. Олена Шевчук передає вітання."},
            {"role": "user", "content": "Jose\u0301 A\u0301ngel Mun\u0303oz, decomposed; ＪＯＳＥ, wide"},
        ],
    )


def escapes(client):
    """What JSON has to escape, and what only looks like a placeholder or markup."""
    client.chat.completions.create(
        model=MODEL,
        messages=[
            {"role": "user", "content": 'Amelia "Amy" Hartwell\tC:\\Users\\amelia_h\r\n\b\f\u0001\u007f'},
            {"role": "user", "content": "Line\u2028Amelia Hartwell\u2029paragraph\u0085next\ufeff"},
            {"role": "user", "content": "I typed <PERSON_1> and [EMAIL_1] and &lt;PERSON_1&gt; myself"},
            {"role": "user", "content": "<b>Amelia Hartwell</b> & \\u0041melia {{name}} </script> \\n"},
            {"role": "user", "content": ""},
        ],
    )


def tool_loop(client):
    """The reply goes back as the object that the client made of it."""
    messages = [{"role": "user", "content": "Write to Amelia Hartwell and look up José."}]
    tools = [FIND_PERSON]
    reply = client.chat.completions.create(
        model=MODEL,
        messages=messages,
        tools=tools,
        extra_headers={"x-reply": "openai-chat/tool-calls.json"},
    )
    message = reply.choices[0].message
    messages.append(message)
    for call in message.tool_calls:
        found = json.loads(call.function.arguments) | {"ok": True}
        messages.append({"role": "tool", "tool_call_id": call.id, "content": json.dumps(found)})
    client.chat.completions.create(model=MODEL, messages=messages, tools=tools)


def audio(client):
    client.chat.completions.create(
        model="gpt-audio-mini",
        messages=[
            {"role": "user", "content": "Say hello to Amelia Hartwell."},
            {"role": "assistant", "audio": {"id": "audio_68a1f0c2b7d88191a6c3e5f709d4b812"}},
            {"role": "user", "content": "And now to Priya Raghunathan."},
        ],
        modalities=["text", "audio"],
        audio={"voice": "marin", "format": "mp3"},
    )


def vendor_extras(client):
    """What other providers add to the dialect: reasoning in messages, members of their own."""
    client.chat.completions.create(
        model="deepseek/deepseek-r1",
        messages=[
            {"role": "user", "content": "Who is older, Amelia Hartwell or Jonas Lindqvist?"},
            {
                "role": "assistant",
                "content": "Amelia Hartwell.",
                "reasoning_content": "Amelia Hartwell was born 1987-03-14, Jonas Lindqvist later.",
                "reasoning": "Compare Amelia Hartwell and Jonas Lindqvist.",
                "reasoning_details": [
                    {"type": "reasoning.text", "text": "Amelia Hartwell: 1987.", "signature": "c2lnbmF0dXJl"},
                    {"type": "reasoning.summary", "summary": "Two dates, Jonas Lindqvist is younger."},
                    {"type": "reasoning.encrypted", "data": "ZW5jcnlwdGVk"},
                ],
            },
            {"role": "user", "content": "By how much?"},
        ],
        extra_body={
            "provider": {"order": ["example"], "allow_fallbacks": False},
            "reasoning": {"effort": "high"},
            "top_k": 40,
            "guided_choice": ["Amelia Hartwell", "Jonas Lindqvist"],
            "user_profile": {"display_name": "Amelia Hartwell", "age": 38},
        },
    )


def nothing_personal(client):
    """Must go through unchanged."""
    client.chat.completions.create(
        model=MODEL,
        messages=[{"role": "user", "content": "What is 17 * 3.0e2? Answer in JSON."}],
        response_format={"type": "json_object"},
        temperature=0.0,
        max_tokens=16,
    )
