//! Which expression of time dates an act, and what dates it where none does.

use jiff::ToSpan;
use jiff::civil::Date;
use relata_language::{Relation, Sentence};
use relata_record::{EventDate, EventType, Precision, Quote};
use relata_times::{Anchor, Bound, TimeExpression, TimeResolver};

use crate::document::{At, Document};
use crate::numbers;
use crate::places::clause_of;
use crate::tree::{Node, Tree};

/// An expression of time that has days, as the coder uses it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Time {
    /// Its words, first and last.
    pub(crate) first: Node,
    pub(crate) last: Node,
    pub(crate) from: Date,
    pub(crate) to: Date,
    pub(crate) precision: Precision,
    /// The rule by which unwritten parts were filled in.
    pub(crate) rule: Option<String>,
    /// The word that makes of it the border of a stretch.
    pub(crate) bound: Option<Bound>,
}

/// The times of every sentence of the document.
pub(crate) fn find_all(
    document: &Document<'_>,
    resolver: &TimeResolver,
    sentences: &[Sentence],
) -> Vec<Vec<Time>> {
    let expressions = resolver.find(&document.report.text, sentences, document.clock);
    let mut times = vec![Vec::new(); document.sentences.len()];
    // Sentences without tokens are no part of the document.
    let mut told = Vec::with_capacity(sentences.len());
    let mut count = 0;
    for sentence in sentences {
        told.push((!sentence.tokens.is_empty()).then_some(count));
        count += usize::from(!sentence.tokens.is_empty());
    }
    let mut numbers = 0..expressions.len();
    while let Some(number) = numbers.next() {
        let expression = &expressions[number];
        let Some(sentence) = told.get(expression.sentence).copied().flatten() else {
            continue;
        };
        let end = expression.through.and_then(|end| expressions.get(end));
        let tree = &document.sentences[sentence].tree;
        if let Some(time) = time(tree, expression, end) {
            times[sentence].push(time);
        }
        if end.is_some() {
            numbers.next();
        }
    }
    times
}

/// The expression, and where it starts a stretch the one that ends it, as a time with days.
fn time(tree: &Tree<'_>, start: &TimeExpression, end: Option<&TimeExpression>) -> Option<Time> {
    let interval = start.interval?;
    let last = end.unwrap_or(start);
    let span = start.span.cover(last.span);
    let tokens = &tree.sentence.tokens;
    let first_node = tokens.iter().position(|token| token.span.overlaps(span))?;
    let last_node = tokens.iter().rposition(|token| token.span.overlaps(span))?;
    Some(Time {
        first: first_node,
        last: last_node,
        from: interval.from?,
        to: last.interval?.to?,
        precision: if end.is_some() {
            Precision::Range
        } else {
            interval.precision
        },
        rule: (last.anchor != Anchor::Written).then(|| last.rule.to_owned()),
        bound: start.bound,
    })
}

/// True if the verb stands in the past perfect: told as background.
pub(crate) fn is_background(tree: &Tree<'_>, node: Node) -> bool {
    let verb = tree.path_up(node).find(|step| tree.is_verb(*step));
    verb.is_some_and(|verb| {
        tree.children_by(verb, &[Relation::Aux])
            .any(|aux| tree.form(aux).eq_ignore_ascii_case("had"))
    })
}

/// The date of the act at `at`, from words of its own sentence. Words in `excluded` (the content of a speech
/// act) do not date it; words that date a verb of telling do not date what is told.
pub(crate) fn from_words(
    document: &Document<'_>,
    times: &[Time],
    at: At,
    excluded: &dyn Fn(Node) -> bool,
    telling: &dyn Fn(Node) -> bool,
) -> Option<EventDate> {
    let tree = document.tree(at);
    if let Some(date) = counted_back(tree, times, at.node) {
        return Some(date);
    }
    let clause = clause_of(tree, at.node);
    let mut best: Option<(i32, &Time)> = None;
    for time in times {
        if excluded(time.first) || is_bound(time) || is_heading_of_other(tree, time, clause) {
            continue;
        }
        let top = (time.first..=time.last)
            .find(|node| {
                tree.head(*node)
                    .is_none_or(|head| head < time.first || head > time.last)
            })
            .unwrap_or(time.first);
        if is_told_as_earlier(tree, at.node, top) {
            continue;
        }
        let governor = tree.head(top).unwrap_or(top);
        let near = if tree.is_below(top, at.node) {
            if clause_of(tree, governor) == clause_of(tree, at.node) || governor == at.node {
                6
            } else {
                4
            }
        } else if clause_of(tree, top) == clause || tree.is_below(top, clause) && !telling(governor)
        {
            4
        } else if telling(governor) && governor != at.node {
            continue;
        } else if tree.is_below(at.node, clause_of(tree, top)) {
            2
        } else {
            1
        };
        let exact = i32::from(time.precision == Precision::Day);
        let score = 2 * near + exact;
        if best.as_ref().is_none_or(|(known, _)| score > *known) {
            best = Some((score, time));
        }
    }
    let (score, time) = best?;
    // A time in another clause dates a past act only if nothing nearer does and it is a deed of the same story.
    if score <= 3 && is_background(tree, at.node) {
        return None;
    }
    let nodes: Vec<Node> = (time.first..=time.last).collect();
    Some(EventDate {
        from: time.from,
        to: time.to,
        precision: time.precision,
        span: Some(Quote::new(tree.text, tree.span_of(&nodes))),
        inferred: time.rule.clone(),
    })
}

/// "left on Friday, two days after rebels killed …": the day of the killing is counted back from the Friday. Read from
/// the order of the words, which is more certain here than their ties.
fn counted_back(tree: &Tree<'_>, times: &[Time], act: Node) -> Option<EventDate> {
    let after = (2..act).rfind(|node| tree.form(*node).eq_ignore_ascii_case("after"))?;
    let days_in = match tree.lemma(after - 1) {
        "day" => 1,
        "week" => 7,
        _ => return None,
    };
    let count = match tree.form(after - 2).to_lowercase().as_str() {
        "a" => 1,
        number => i64::from(numbers::parse(number)?),
    };
    if times.iter().any(|time| time.first > after) {
        return None;
    }
    let base = times.iter().rfind(|time| time.last < after - 2)?;
    let back = (days_in * count).days();
    let words: Vec<Node> = (after - 2..=after).collect();
    Some(EventDate {
        from: base.from.checked_sub(back).ok()?,
        to: base.to.checked_sub(back).ok()?,
        precision: base.precision,
        span: Some(Quote::new(tree.text, tree.span_of(&words))),
        inferred: Some("counted back from the day named before".to_owned()),
    })
}

/// "May 30, 2013: Protesters burn a flag after a raid that killed …": the day at the head of a caption dates its
/// main clause, not what stands below it.
fn is_heading_of_other(tree: &Tree<'_>, time: &Time, clause: Node) -> bool {
    let heads = time.first == 0 && time.last + 1 < tree.len() && tree.form(time.last + 1) == ":";
    let is_main = matches!(tree.relation(clause), Relation::Root | Relation::Parataxis);
    heads && !is_main
}

/// "withdrew Thursday, following the death of …": the day of the withdrawal is not the day of the death.
fn is_told_as_earlier(tree: &Tree<'_>, act: Node, time: Node) -> bool {
    tree.path_up(act).take(5).any(|step| {
        !tree.is_verb(step)
            && tree
                .children_by(step, &[Relation::Case])
                .any(|case| matches!(tree.form(case), "after" | "following"))
            && !tree.is_below(time, step)
    })
}

/// "until May", "by Friday": a border, not the day of the act.
fn is_bound(time: &Time) -> bool {
    matches!(time.bound, Some(Bound::Until | Bound::By | Bound::For))
}

/// "since September": the act ran from then to the clock.
pub(crate) fn runs_since(tree: &Tree<'_>, date: &EventDate, clock: Option<Date>) -> Option<Date> {
    let span = date.span.as_ref()?;
    let since = (0..tree.len()).any(|node| {
        tree.lemma(node) == "since"
            && tree.token(node).span.end <= span.start
            && span.start - tree.token(node).span.end <= 8
    });
    clock.filter(|clock| since && date.to <= *clock)
}

/// The date of an act that no words date: the day told before it, or the day of publication.
pub(crate) fn from_context(
    document: &Document<'_>,
    at: At,
    event_type: EventType,
    carried: Option<&EventDate>,
) -> Option<EventDate> {
    let tree = document.tree(at);
    if is_background(tree, at.node) {
        return None;
    }
    let clock = document.clock?;
    let deed = !event_type.is_speech();
    if deed && let Some(carried) = carried {
        return Some(EventDate {
            span: None,
            inferred: Some("the day told before".to_owned()),
            ..carried.clone()
        });
    }
    Some(EventDate {
        from: clock,
        to: clock,
        precision: Precision::Day,
        span: None,
        inferred: Some("the day of publication".to_owned()),
    })
}
