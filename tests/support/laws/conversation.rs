//! Laws of a conversation over turns.

use std::collections::{BTreeMap, BTreeSet};

use pii_mask::{
    Conversation, ConversationBuilder, Entity, Expose, Limits, Masked, PiiHeaders, Placeholder, Unmasker,
};

use super::mask::lookalikes;
use crate::support::gen_case::{Case, Gen};
use crate::support::naive::fold;

/// What a turn brings.
#[derive(Debug)]
struct Turn {
    headers: Vec<(&'static str, String)>,
    history: Vec<String>,
    message: String,
    entities: Vec<Entity>,
    reply: String,
}

const HEADERS: [&str; 3] = ["X-Chat-History-Pii-Mapping", "X-Pii-Mapping", "X-Auto-Pii-Mapping"];

impl Turn {
    fn new(g: &mut Gen<'_>, case: &mut Case, earlier: &[String]) -> Turn {
        case.renew(g);
        let mut headers = Vec::new();
        for name in HEADERS {
            if g.chance(5) {
                headers.push((name, mapping_json(g, case)));
            }
        }
        let history = earlier.iter().filter(|_| g.chance(12)).cloned().collect();
        let reply = case.new_text(g);
        let (message, entities) = (case.text.clone(), case.entities.clone());
        Turn { headers, history, message, entities, reply }
    }

    fn read(&self, case: &Case) -> PiiHeaders {
        let lines = self.headers.iter().map(|(name, value)| (*name, value.as_bytes()));
        PiiHeaders::parse_styled(lines, case.style, &Limits::default()).unwrap()
    }
}

/// Entries of the case under placeholders that may be taken; no value of one character, which only
/// a position could justify.
fn mapping_json(g: &mut Gen<'_>, case: &Case) -> String {
    let mut members = BTreeMap::new();
    for _ in 0..=g.below(3) {
        let own = g.chance(8) && !case.entries.is_empty();
        let placeholder = if own { g.one(&case.entries).placeholder } else { g.placeholder() };
        let value = if g.chance(8) && !case.entries.is_empty() {
            let value = g.one(&case.entries).value;
            g.respelled(&value)
        } else {
            g.value()
        };
        let control = |c: char| c.is_control() && !"\t\r\n".contains(c);
        let long_enough = fold::canonical(&value).chars().filter(|c| !fold::is_mark(*c)).count() > 3;
        if long_enough && !fold::is_blank(&value) && !value.contains(control) {
            members.insert(case.style.format(&placeholder), value);
        }
    }
    serde_json::to_string(&members).unwrap()
}

fn builder(case: &Case, renumber: bool, expose: Expose) -> ConversationBuilder {
    let builder = Conversation::builder().style(case.style).bare(case.bare).matching(case.matching);
    builder.lookalikes(case.lookalikes).sameness(case.sameness).renumber(renumber).expose(expose)
}

/// Masked texts, without what was replaced.
fn sent(masked: &[Masked<'_>]) -> Vec<String> {
    masked.iter().map(|masked| masked.text.to_string()).collect()
}

/// Laws 2, 9 and 10 over turns: a conversation that is stored after each turn masks as one that never
/// was; entries never change; a number that stood in a text or in a reply is never given out; only
/// what the model has seen is answered.
pub fn conversation(data: &[u8]) {
    let mut g = Gen::new(data);
    let mut case = Case::from(&mut g);
    let (renumber, expose) = (g.chance(8), g.one(&[Expose::Conversation, Expose::ThisRequest, Expose::All]));
    let new = || builder(&case, renumber, expose);
    let mut kept = new().build().unwrap();
    let mut stored = serde_json::to_string(&kept.state()).unwrap();
    let new = builder(&case, renumber, expose);
    let mut watch = Watch::default();
    for _ in 0..=g.below(4) {
        let turn = Turn::new(&mut g, &mut case, &watch.sent);
        let told = format!("{turn:#?} of {case:#?} after {stored}");
        let headers = turn.read(&case);
        let state = serde_json::from_str(&stored).unwrap_or_else(|e| panic!("{e} for {stored} in {case:?}"));
        let again = new.clone().state(state).headers(headers.clone()).build();
        let begun = kept.begin_turn(&headers);
        assert_eq!(begun.as_ref().err(), again.as_ref().err(), "{told}");
        let Ok(mut again) = again else { continue };

        let history: Vec<&str> = turn.history.iter().map(String::as_str).collect();
        let masked = kept.mask_request(&history, &turn.message, &turn.entities);
        let masked_again = again.mask_request(&history, &turn.message, &turn.entities);
        let (Ok(masked), Ok(masked_again)) = (&masked, &masked_again) else {
            // A refused request leaves nothing behind, neither here nor in the store.
            assert_eq!(masked.as_ref().err(), masked_again.as_ref().err(), "{told}");
            continue;
        };
        assert_eq!(sent(masked), sent(masked_again), "{told}");
        watch.masked(&case, &turn, &headers, &kept, &sent(masked), &told);

        let texts = [turn.reply.as_str(), turn.message.as_str()];
        for text in texts {
            assert_eq!(kept.unmasker().unmask(text), again.unmasker().unmask(text), "{told}");
        }
        watch.exposed(&case, &kept, expose, &told);
        kept.note_reply(&turn.reply);
        again.note_reply(&turn.reply);
        watch.burn(&case, &turn.reply, &kept);
        assert_eq!(kept.mapping(), again.mapping(), "{told}");
        assert!(kept.mapping().burnt().eq(again.mapping().burnt()), "{told}");
        stored = serde_json::to_string(&again.state()).unwrap();
    }
}

/// What is known of a conversation from outside.
#[derive(Default)]
struct Watch {
    entries: BTreeMap<Placeholder, String>,
    /// Look-alikes that were no key when somebody wrote them.
    burnt: BTreeSet<Placeholder>,
    /// Placeholders that the model has seen, or that the client says it has.
    seen: BTreeSet<Placeholder>,
    /// Those of the last request.
    last: BTreeSet<Placeholder>,
    /// Masked texts.
    sent: Vec<String>,
}

impl Watch {
    fn burn(&mut self, case: &Case, text: &str, conversation: &Conversation) {
        let typed = lookalikes(case, text).into_iter().map(|found| found.placeholder);
        self.burnt.extend(typed.filter(|placeholder| conversation.mapping().get(placeholder).is_none()));
    }

    fn masked(
        &mut self,
        case: &Case,
        turn: &Turn,
        headers: &PiiHeaders,
        conversation: &Conversation,
        sent: &[String],
        told: &str,
    ) {
        for (placeholder, value) in &self.entries {
            assert_eq!(conversation.mapping().get(placeholder), Some(value.as_str()), "{told}");
        }
        let all = [pii_mask::PiiHeader::HistoryMapping, pii_mask::PiiHeader::Mapping];
        let all = all.into_iter().chain([pii_mask::PiiHeader::AutoMapping]);
        let given: BTreeSet<_> =
            all.flat_map(|header| headers.entries(header)).map(|(placeholder, _)| placeholder).collect();
        // What was typed in this very request counts as well.
        let mut typed = self.burnt.clone();
        for text in turn.history.iter().chain([&turn.message]) {
            let found = lookalikes(case, text).into_iter().map(|found| found.placeholder);
            typed.extend(found.filter(|placeholder| !self.entries.contains_key(placeholder)));
        }
        for (placeholder, value) in conversation.mapping().iter() {
            let fresh = self.entries.insert(placeholder.clone(), value.to_owned()).is_none();
            let taken = fresh && !given.contains(placeholder) && typed.contains(placeholder);
            assert!(!taken, "{placeholder} was typed, {told}");
        }
        self.burnt = typed.into_iter().filter(|p| !self.entries.contains_key(p)).collect();
        let known = |placeholder: &Placeholder| conversation.mapping().get(placeholder).is_some();
        self.last = sent
            .iter()
            .flat_map(|text| lookalikes(case, text))
            .map(|found| found.placeholder)
            .filter(known)
            .collect();
        self.seen.extend(self.last.iter().cloned());
        let history = headers.entries(pii_mask::PiiHeader::HistoryMapping);
        self.seen.extend(history.map(|(placeholder, _)| placeholder.clone()));
        self.sent.extend(sent.last().cloned());
    }

    /// Law "exposed": nothing is answered but what the model may know.
    fn exposed(&self, case: &Case, conversation: &Conversation, expose: Expose, told: &str) {
        let unmasker: Unmasker = conversation.unmasker();
        for (placeholder, value) in conversation.mapping().iter() {
            let spelled = case.style.format(placeholder);
            let answered = unmasker.unmask(&spelled) == value;
            let may = match expose {
                Expose::ThisRequest => self.last.contains(placeholder),
                Expose::Conversation => self.seen.contains(placeholder),
                _ => true,
            };
            // A value may look like its own placeholder.
            assert!(answered == may || value == spelled, "{placeholder} {answered} {may}: {told}");
        }
    }
}
