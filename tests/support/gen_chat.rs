//! Payloads out of bytes, written as JSON by hand: escapes where nobody needs them, white space, members
//! in any order.

use pii_mask::{Context, Dialect, Lookalikes, PlaceholderStyle, Sameness, Tolerance, Variants};

use super::gen_case::{Case, Gen};
use super::naive::escapes::{in_html, in_url};

/// What never can be known values: names of members that nobody masks.
const NEW: &[&str] = &["x_new", "x_deep", "x_note"];

/// A case whose masked texts come back, byte for byte.
pub fn exact_case(g: &mut Gen<'_>) -> Case {
    let mut case = Case::from(g);
    case.style = PlaceholderStyle::Angle;
    case.tolerance = Tolerance::Tolerant;
    case.bare = false;
    case.context = Context::Plain;
    case.lookalikes = Lookalikes::Escape;
    case.sameness = Sameness::default().variants(Variants::Distinct);
    case.distinct = true;
    case
}

pub struct Writer<'w, 'g, 'a> {
    pub g: &'w mut Gen<'a>,
    pub case: &'g Case,
    /// Stands in every text.
    pub canary: &'static str,
}

impl Writer<'_, '_, '_> {
    /// A JSON string, with escapes here and there.
    pub fn string(&mut self, text: &str) -> String {
        let often = self.g.one(&[0, 0, 1, 16]);
        let mut json = String::from("\"");
        for c in text.chars() {
            let must = c < ' ' || c == '"' || c == '\\';
            if !must && !self.g.chance(often) {
                json.push(c);
                continue;
            }
            let short = match c {
                '"' | '\\' | '/' => Some(c),
                '\u{8}' => Some('b'),
                '\u{c}' => Some('f'),
                '\n' => Some('n'),
                '\r' => Some('r'),
                '\t' => Some('t'),
                _ => None,
            };
            match short.filter(|_| !self.g.chance(2)) {
                Some(short) => json.extend(['\\', short]),
                None => c.encode_utf16(&mut [0; 2]).iter().for_each(|unit| json += &format!("\\u{unit:04x}")),
            }
        }
        json + "\""
    }

    /// Members in some order.
    pub fn object(&mut self, members: Vec<(&str, String)>) -> String {
        let mut members: Vec<String> = members
            .into_iter()
            .map(|(name, value)| {
                let name = if self.g.chance(1) { self.string(name) } else { format!("\"{name}\"") };
                format!("{name}{}:{value}", self.space())
            })
            .collect();
        let by = self.g.below(members.len());
        members.rotate_left(by);
        let space = self.space();
        format!("{{{space}{}{space}}}", members.join(&format!(",{space}")))
    }

    fn space(&mut self) -> &'static str {
        self.g.one(&["", "", " ", "\n\t", "\r\n  "])
    }

    pub fn array(elements: Vec<String>) -> String {
        format!("[{}]", elements.join(","))
    }

    pub fn words(&mut self) -> String {
        let text = self.case.new_text(self.g);
        let often = self.g.one(&[0, 4, 12]);
        let some = |_| self.g.chance(often);
        let text = match text.len() % 8 {
            0 => in_html(&text, some),
            1 => String::from("?q=") + &in_url(&text, some),
            _ => text,
        };
        text + self.canary
    }

    /// A text, as JSON.
    pub fn text(&mut self) -> String {
        let text = self.words();
        self.string(&text)
    }

    pub fn number(&mut self) -> String {
        self.g
            .one(&[
                "1.50",
                "-0",
                "1E5",
                "1e400",
                "12345",
                "4111111111111111",
                "1",
                "18446744073709551616",
                "0.10",
            ])
            .into()
    }

    /// Any JSON: names and numbers are texts.
    pub fn free(&mut self, depth: usize) -> String {
        match self.g.below(if depth > 3 { 4 } else { 7 }) {
            0..2 => self.text(),
            2 => self.number(),
            3 => self.g.one(&["true", "false", "null"]).into(),
            4 => {
                let elements = (0..self.g.below(4)).map(|_| self.free(depth + 1)).collect();
                Self::array(elements)
            }
            _ => {
                let mut names: Vec<String> = Vec::new();
                for _ in 0..self.g.below(4) {
                    let name = match self.g.below(3) {
                        0 => self.g.one(NEW).to_owned(),
                        1 if !self.case.entries.is_empty() => self.g.one(&self.case.entries).value,
                        _ => self.words(),
                    };
                    if !names.contains(&name) {
                        names.push(name);
                    }
                }
                let members = names.iter().map(|name| {
                    let (name, value) = (self.string(name), self.free(depth + 1));
                    format!("{name}{}:{value}", self.space())
                });
                format!("{{{}}}", members.collect::<Vec<_>>().join(","))
            }
        }
    }

    /// Arguments of a call, or what came of one: JSON in a string, or nearly.
    pub fn inner(&mut self) -> String {
        let inner = match self.g.below(5) {
            0 => self.words(),
            1 => {
                let mut cut = self.free(0);
                let at = self.g.below(cut.len());
                cut.truncate((0..=at).rev().find(|&at| cut.is_char_boundary(at)).unwrap_or(0));
                cut
            }
            _ => self.free(0),
        };
        self.string(&inner)
    }

    /// A member that no provider has yet.
    fn news(&mut self) -> (&'static str, String) {
        let value = match self.g.below(4) {
            0 => self.text(),
            1 => {
                let number = self.number();
                self.object(vec![("x_a", number)])
            }
            _ => {
                let (one, two) = (self.text(), self.text());
                let inner = self.object(vec![("x_b", two)]);
                Self::array(vec![one, inner])
            }
        };
        (self.g.one(NEW), value)
    }

    fn with_news(&mut self, mut members: Vec<(&str, String)>) -> String {
        if self.g.chance(3) {
            members.push(self.news());
        }
        self.object(members)
    }

    fn part(&mut self, kind: &str) -> String {
        let text = self.text();
        let kind = self.string(kind);
        self.with_news(vec![("type", kind), ("text", text)])
    }

    /// A text, or parts.
    fn content(&mut self, kind: &str) -> String {
        if self.g.chance(10) {
            return self.text();
        }
        let parts = (0..=self.g.below(3)).map(|_| self.part(kind)).collect();
        Self::array(parts)
    }

    /// What came of a call: text, JSON in a string, or parts of either.
    fn result(&mut self, kind: &str) -> String {
        match self.g.below(3) {
            0 => self.inner(),
            1 => self.content(kind),
            _ => {
                let (kind, text) = (self.string(kind), self.inner());
                let part = self.object(vec![("type", kind), ("text", text)]);
                Self::array(vec![part])
            }
        }
    }

    fn schema(&mut self) -> String {
        let (one, two, three) = (self.text(), self.free(2), self.free(2));
        let choices = Self::array(vec![two]);
        let property = self.object(vec![
            ("type", r#""string""#.into()),
            ("description", one),
            ("enum", choices),
            ("default", three),
        ]);
        let properties = self.object(vec![("x_city", property)]);
        self.object(vec![("type", r#""object""#.into()), ("properties", properties)])
    }

    pub fn request(&mut self, dialect: Dialect) -> String {
        match dialect {
            Dialect::OpenAiResponses => self.responses(),
            Dialect::Anthropic => self.anthropic(),
            _ => self.chat(),
        }
    }

    fn chat(&mut self) -> String {
        let mut messages = Vec::new();
        for _ in 0..=self.g.below(4) {
            let said = match self.g.below(5) {
                0 => {
                    let content = self.text();
                    self.with_news(vec![("role", r#""system""#.into()), ("content", content)])
                }
                1 => {
                    let arguments = self.inner();
                    let name = r#""x_call""#.to_owned();
                    let function = self.object(vec![("name", name), ("arguments", arguments)]);
                    let kind = r#""function""#.to_owned();
                    let call = self.object(vec![
                        ("id", r#""call_x""#.into()),
                        ("type", kind),
                        ("function", function),
                    ]);
                    let calls = Self::array(vec![call]);
                    let role = self.string("assistant");
                    self.with_news(vec![("role", role), ("content", "null".into()), ("tool_calls", calls)])
                }
                2 => {
                    let (role, content) = (self.string("tool"), self.result("text"));
                    let id = r#""call_x""#.to_owned();
                    self.with_news(vec![("role", role), ("tool_call_id", id), ("content", content)])
                }
                _ => {
                    let (role, content) = (self.string("user"), self.content("text"));
                    self.with_news(vec![("role", role), ("content", content)])
                }
            };
            messages.push(said);
        }
        let mut members = vec![("model", r#""m""#.into()), ("messages", Self::array(messages))];
        members.push(("temperature", self.number()));
        if self.g.chance(4) {
            let (description, parameters) = (self.text(), self.schema());
            let name = r#""x_call""#.to_owned();
            let function =
                self.object(vec![("name", name), ("description", description), ("parameters", parameters)]);
            let tool = self.object(vec![("type", r#""function""#.into()), ("function", function)]);
            members.push(("tools", Self::array(vec![tool])));
        }
        if self.g.chance(4) {
            members.push(("metadata", self.free(1)));
        }
        self.with_news(members)
    }

    fn responses(&mut self) -> String {
        let mut items = Vec::new();
        for _ in 0..=self.g.below(4) {
            let item = match self.g.below(4) {
                0 => {
                    let (kind, arguments) = (self.string("function_call"), self.inner());
                    self.with_news(vec![
                        ("type", kind),
                        ("call_id", r#""c""#.into()),
                        ("arguments", arguments),
                    ])
                }
                1 => {
                    let (kind, output) = (self.string("function_call_output"), self.result("input_text"));
                    self.with_news(vec![("type", kind), ("call_id", r#""c""#.into()), ("output", output)])
                }
                _ => {
                    let (role, content) = (self.string("user"), self.content("input_text"));
                    self.with_news(vec![("role", role), ("content", content)])
                }
            };
            items.push(item);
        }
        let input = if self.g.chance(3) { self.text() } else { Self::array(items) };
        let mut members = vec![("model", r#""m""#.into()), ("input", input), ("instructions", self.text())];
        members.push(("metadata", self.free(1)));
        self.with_news(members)
    }

    fn anthropic(&mut self) -> String {
        let mut messages = Vec::new();
        for _ in 0..=self.g.below(4) {
            let (role, block) = match self.g.below(5) {
                0 => {
                    let (kind, input) = (self.string("tool_use"), self.free(0));
                    let name = r#""x_call""#.to_owned();
                    (
                        "assistant",
                        self.object(vec![
                            ("type", kind),
                            ("id", r#""t""#.into()),
                            ("name", name),
                            ("input", input),
                        ]),
                    )
                }
                1 => {
                    let (kind, content) = (self.string("tool_result"), self.result("text"));
                    (
                        "user",
                        self.with_news(vec![
                            ("type", kind),
                            ("tool_use_id", r#""t""#.into()),
                            ("content", content),
                        ]),
                    )
                }
                2 => {
                    let (data, title) = (self.text(), self.text());
                    let source = self.object(vec![("type", r#""text""#.into()), ("data", data)]);
                    let kind = r#""document""#.to_owned();
                    ("user", self.with_news(vec![("type", kind), ("source", source), ("title", title)]))
                }
                _ => ("user", self.part("text")),
            };
            let content = if self.g.chance(5) { self.text() } else { Self::array(vec![block]) };
            messages.push(self.with_news(vec![("role", format!("\"{role}\"")), ("content", content)]));
        }
        let mut members = vec![("model", r#""m""#.into()), ("messages", Self::array(messages))];
        members.push(("max_tokens", self.number()));
        members.push(("system", self.content("text")));
        if self.g.chance(4) {
            let (description, schema) = (self.text(), self.schema());
            let name = r#""x_call""#.to_owned();
            let tool =
                self.object(vec![("name", name), ("description", description), ("input_schema", schema)]);
            members.push(("tools", Self::array(vec![tool])));
        }
        self.with_news(members)
    }
}
