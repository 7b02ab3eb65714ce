//! The law of links.

use pii_mask::{Context, LinkPolicy, PlaceholderStyle, Tolerance, Unmasker};

use super::in_pieces;
use crate::support::gen_case::Gen;
use crate::support::naive::links::in_link;
use crate::support::naive::spell::Spelling;
use crate::support::naive::unmask::{Answers, Reader};
use crate::support::naive::{Entry, placeholder};

/// What links of Markdown are made of.
const MARKDOWN: &[&str] = &[
    "![",
    "](",
    ")",
    "[",
    "]",
    "(",
    "]:",
    ":",
    "!",
    "<",
    ">",
    "`",
    "$",
    "\\",
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    " ",
    "a",
    "é",
    "![a](",
    "![a](<",
    "![a]( ",
    "[a](",
    "[^1]: ",
    "\n:",
    "<mailto:",
    "~",
    "[id]: ",
    "\n[id]:",
    "\n> ",
    ">",
    "> [id]:\n",
    "1. - [i\\]d]: <",
    "https://",
    "://",
    "//",
    "www.",
    "\\)",
    "\\]",
    "\\>",
    " \"t\")",
    ")\n\n",
    "\t",
    "www",
    ".",
    "b-c",
];
/// What links of HTML and CSS are made of.
const MARKUP: &[&str] = &[
    "src",
    "srcset",
    "poster",
    "data",
    "background",
    "url",
    "url(",
    "href",
    "src=",
    "src=\"",
    " data = '",
    "SRC =",
    "data-src=",
    "href=",
    "curl(",
    "xsrc=",
    "=",
    "\"",
    "'",
    "<",
    ">",
    "/>",
    "\n> ",
    "<a ",
    "(",
    ")",
    "\\",
    "\\\"",
    "\\)",
    " ",
    "\n",
    "\t",
    "\u{c}",
    "\r\n",
    "a",
    "é",
    "_",
    "abcdefghijklmnop",
    "backgroundbackground=",
    "uRl( \"",
    "url('",
];
/// What stands in a JSON string besides.
const ESCAPES: &[&str] = &[
    "\\\"", "\\n", "\\n\\n", "\\t", "\\r", "\\f", "\\/", "\\\\", "\\u003c", "\\u0022", "\\u005D", "\\u0028",
    "\\u00", "\\u000a", "\\u00e9", "\\u", "\\x", "\",\"", "\\u0021[",
];
const CANARY: &str = "Zaphod";

struct Links {
    text: String,
    unmasker: Unmasker,
    answers: Answers,
    reader: Reader,
    json: bool,
}

impl Links {
    fn new(g: &mut Gen<'_>) -> Links {
        let style = if g.chance(4) { g.one(PlaceholderStyle::ALL) } else { PlaceholderStyle::Angle };
        let spelling = Spelling { style, tolerant: !g.chance(2), bare: g.chance(2), json: g.chance(5) };
        let known = |number| Entry {
            placeholder: placeholder("PERSON", number).unwrap(),
            value: format!("{CANARY}{}", number),
            source: pii_mask::Source::Explicit,
        };
        let entries = [known(1), known(2)];
        let mut mapping = pii_mask::Mapping::new();
        for Entry { placeholder, value, source } in &entries {
            mapping.insert(placeholder.clone(), value, *source).unwrap();
        }
        let mut text = String::new();
        let only = g.one(&[Some(MARKDOWN), Some(MARKUP), None]);
        for _ in 0..g.below(18) {
            match g.below(16) {
                0..3 => {
                    let asked = placeholder("PERSON", 1 + g.below(3) as u32).unwrap();
                    text.push_str(&g.spelled(&asked, style, spelling.json));
                }
                3..6 => text.push_str(&style.format(&entries[0].placeholder)),
                6..8 if spelling.json => text.push_str(g.one(ESCAPES)),
                _ => {
                    let either = if g.chance(8) { MARKDOWN } else { MARKUP };
                    text.push_str(g.one(only.unwrap_or(either)))
                }
            }
        }
        let tolerance = if spelling.tolerant { Tolerance::Tolerant } else { Tolerance::Exact };
        let context = if spelling.json { Context::JsonString } else { Context::Plain };
        Links {
            text,
            unmasker: Unmasker::new(mapping)
                .style(style)
                .tolerance(tolerance)
                .bare(spelling.bare)
                .context(context),
            answers: Answers::new(&entries),
            reader: Reader::new(spelling),
            json: spelling.json,
        }
    }

    fn check(&self, policy: LinkPolicy, cuts: &[usize]) -> (u64, u64) {
        let Links { text, unmasker, answers, reader, json } = self;
        let tell = |cuts: &[usize]| format!("{policy}, json: {json}, cut at {cuts:?}: {text:?}");
        let unmasker = unmasker.clone().links(policy);
        let bytes = text.as_bytes();
        let expected = answers.unmask_unless(reader, bytes, |before| in_link(before, *json, policy));
        let whole = unmasker.unmask_with_report(text);
        let report = whole.report;
        assert_eq!(whole.text, String::from_utf8_lossy(&expected.output), "{}", tell(&[]));
        assert_eq!(
            (report.restored, report.altered, report.unknown, report.withheld),
            (expected.restored, expected.altered, expected.unknown, expected.withheld),
            "{}",
            tell(&[])
        );
        // Only what is restored brings a value.
        assert_eq!(whole.text.matches(CANARY).count() as u64, report.restored);

        let every: Vec<usize> = (0..bytes.len()).collect();
        let one = (0..=bytes.len()).map(|cut| vec![cut]);
        for cuts in one.chain([cuts.to_vec(), every]) {
            let (out, streamed) = in_pieces(&unmasker, bytes, &cuts);
            assert_eq!(String::from_utf8_lossy(&out), whole.text, "{}", tell(&cuts));
            assert_eq!(streamed, report, "{}", tell(&cuts));
        }

        let bounded = unmasker.unmask_bounded(text, whole.text.len());
        assert_eq!(bounded.as_deref(), Ok(whole.text.as_ref()));
        assert!(whole.text.is_empty() || unmasker.unmask_bounded(text, whole.text.len() - 1).is_err());
        (report.restored, report.withheld)
    }
}

/// What stands in a link stays masked, by the rules and nowhere else, however the text is cut; what is
/// held does not depend on it.
pub fn link_policy(data: &[u8]) {
    let mut g = Gen::new(data);
    let links = Links::new(&mut g);
    let mut cuts: Vec<usize> = (0..g.below(6)).map(|_| g.below(links.text.len() + 1)).collect();
    cuts.sort_unstable();
    let [restore, embedded, all] =
        [LinkPolicy::Restore, LinkPolicy::WithholdEmbedded, LinkPolicy::WithholdAll]
            .map(|policy| links.check(policy, &cuts));
    assert_eq!(restore.1, 0);
    assert!(embedded.1 <= all.1, "{:?}", links.text);
    for (restored, withheld) in [embedded, all] {
        assert_eq!(restored + withheld, restore.0, "{:?}", links.text);
    }

    let mut streams: Vec<_> =
        LinkPolicy::ALL.iter().map(|policy| links.unmasker.clone().links(*policy).stream()).collect();
    for byte in links.text.as_bytes() {
        streams.iter_mut().for_each(|stream| stream.push_bytes(&[*byte], &mut Vec::new()));
        let held: Vec<usize> = streams.iter().map(|stream| stream.held()).collect();
        assert!(held.iter().all(|len| *len == held[0]), "{held:?} of {:?}", links.text);
    }
}
