//! Which expression of time dates an act, and what dates it where none does.

use jiff::civil::Date;
use relata_language::{Relation, Sentence, Upos};
use relata_record::{EventDate, EventType, Precision, Quote, Span};
use relata_times::{Anchor, Bound, Length, TimeExpression, TimeResolver, TimeUnit};

use crate::document::{At, Document};
use crate::later_day::is_of_what_came_after;
use crate::places::clause_of;
use crate::speech::Speech;
use crate::tree::{Node, Tree};

/// Stands in for a day of publication that nobody knows: "last week" is then still another week than "on Monday". What
/// is counted from it is dropped from the events ([`known_days`]).
const STAND_IN: Date = jiff::civil::date(1000, 6, 15);

/// Days before this year were counted from the day that stands in.
const FIRST_YEAR: i16 = 1100;

/// The day from which the report's expressions of time are counted.
fn counting_day(document: &Document<'_>) -> Date {
    document.clock.unwrap_or(STAND_IN)
}

/// The date, if it is one of the calendar and not counted from the day that stands in.
pub(crate) fn known_days(date: EventDate) -> Option<EventDate> {
    (!is_stand_in(&date)).then_some(date)
}

/// True if the days were counted from the day that stands in: they can be compared with each other only.
pub(crate) fn is_stand_in(date: &EventDate) -> bool {
    date.from.year() < FIRST_YEAR
}

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

/// A length of time that hangs on an event: "two days after the election".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Hanging {
    first: Node,
    /// The last word of the length; "after" or "before" is next.
    last: Node,
    length: Length,
    /// The event comes first.
    after: bool,
}

/// The times of a sentence.
#[derive(Debug, Clone, Default)]
pub(crate) struct Times {
    dated: Vec<Time>,
    hanging: Vec<Hanging>,
}

/// The times of every sentence of the document.
pub(crate) fn find_all(
    document: &Document<'_>,
    resolver: &TimeResolver,
    sentences: &[Sentence],
) -> Vec<Times> {
    let expressions = resolver.find(
        &document.report.text,
        sentences,
        Some(counting_day(document)),
    );
    let mut times = vec![Times::default(); document.sentences.len()];
    let mut numbers = 0..expressions.len();
    while let Some(number) = numbers.next() {
        let expression = &expressions[number];
        let sentence = expression.sentence;
        let end = expression.through.and_then(|end| expressions.get(end));
        let tree = &document.sentences[sentence].tree;
        if let Some(time) = time(tree, expression, end) {
            times[sentence].dated.push(time);
        }
        times[sentence].hanging.extend(hanging(tree, expression));
        if end.is_some() {
            numbers.next();
        }
    }
    times
}

/// The first and last word of a span.
fn nodes_of(tree: &Tree<'_>, span: Span) -> Option<(Node, Node)> {
    let tokens = &tree.sentence.tokens;
    Some((
        tokens.iter().position(|token| token.span.overlaps(span))?,
        tokens.iter().rposition(|token| token.span.overlaps(span))?,
    ))
}

fn hanging(tree: &Tree<'_>, expression: &TimeExpression) -> Option<Hanging> {
    let Anchor::Event(bound) = expression.anchor else {
        return None;
    };
    let (first, last) = nodes_of(tree, expression.span)?;
    Some(Hanging {
        first,
        last,
        length: expression.length?,
        after: bound == Bound::After,
    })
}

/// The expression, and where it starts a stretch the one that ends it, as a time with days.
fn time(tree: &Tree<'_>, start: &TimeExpression, end: Option<&TimeExpression>) -> Option<Time> {
    let interval = start.interval?;
    let last = end.unwrap_or(start);
    let (first_node, last_node) = nodes_of(tree, start.span.cover(last.span))?;
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

/// True if the verb stands in the past perfect and no telling of the past moved it there: told as background.
/// "He said they had left" is no background, "they had left long before" is.
pub(crate) fn is_background(tree: &Tree<'_>, node: Node) -> bool {
    let verb = tree.path_up(node).find(|step| tree.is_verb(*step));
    verb.is_some_and(|verb| {
        let had = tree
            .children_by(verb, &[Relation::Aux])
            .any(|aux| tree.form(aux).eq_ignore_ascii_case("had"));
        let told = matches!(tree.relation(verb), Relation::Ccomp | Relation::Parataxis)
            && tree.head(verb).is_some_and(|head| tree.is_verb(head));
        had && (!told || is_quoted(tree, verb))
    })
}

/// True if a quotation is open in the sentence at `node`: a speaker's own words keep their tense.
fn is_quoted(tree: &Tree<'_>, node: Node) -> bool {
    let marks = |marks: &[&str]| {
        let before = (0..node).map(|before| tree.form(before));
        before.filter(|form| marks.contains(form)).count()
    };
    marks(&["\"", "``", "''"]) % 2 == 1 || marks(&["\u{201c}"]) > marks(&["\u{201d}"])
}

/// What dates an act, and what does not.
pub(crate) struct Dating<'r, 'a> {
    pub(crate) document: &'r Document<'a>,
    /// The times of every sentence.
    pub(crate) times: &'r [Times],
    pub(crate) speeches: &'r [Speech],
    pub(crate) at: At,
    pub(crate) event_type: EventType,
    /// The act is told by somebody, not by the report itself.
    pub(crate) is_told: bool,
    /// The act is itself what is to come, and not a word about it.
    pub(crate) is_announced: bool,
}

impl Dating<'_, '_> {
    /// The date of the act from words of its own sentence. Words in `excluded` (the content of a speech act) do not
    /// date it; words that date a verb of telling do not date what is told.
    pub(crate) fn by_words(&self, excluded: &dyn Fn(Node) -> bool) -> Option<EventDate> {
        let (document, at) = (self.document, self.at);
        let tree = document.tree(at);
        let times = &self.times[at.sentence];
        if let Some(date) = self.counted_back().or_else(|| self.counted_on()) {
            return Some(date);
        }
        let clause = clause_of(tree, at.node);
        let speech = self.event_type.is_speech();
        let mut best: Option<(i32, &Time)> = None;
        for time in &times.dated {
            if excluded(time.first) || is_bound(time) || is_heading_of_other(tree, time, clause) {
                continue;
            }
            // What somebody announces for a day to come is announced before it.
            if speech
                && self.is_told
                && time.from > counting_day(document)
                && (!self.is_announced || self.is_told_on_a_day())
            {
                continue;
            }
            let top = top_of(tree, time);
            let telling = |node: Node| !speech && self.is_telling(at.sentence, node);
            if is_told_as_earlier(tree, at.node, top)
                || is_of_other(tree, at.node, top)
                || is_of_what_came_after(document.knowledge, tree, at.node, top)
            {
                continue;
            }
            let governor = tree.head(top).unwrap_or(top);
            let near = if tree.is_below(top, at.node) {
                if clause_of(tree, governor) == clause_of(tree, at.node) || governor == at.node {
                    6
                } else {
                    4
                }
            } else if clause_of(tree, top) == clause
                || tree.is_below(top, clause) && !telling(governor)
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
        Some(date_of(tree, time))
    }

    /// The date of an act that no words date: of a deed the day told before it, of a word the day on which words were
    /// told before it; else the day of publication.
    pub(crate) fn by_context(&self, carried: Option<&EventDate>) -> Option<EventDate> {
        let tree = self.document.tree(self.at);
        if is_background(tree, self.at.node)
            || self.hangs_on_a_day_not_told()
            || self.came_before_a_day()
        {
            return None;
        }
        let clock = counting_day(self.document);
        if !self.event_type.is_speech() {
            if let Some(carried) = carried {
                return Some(EventDate {
                    span: None,
                    inferred: Some("the day told before".to_owned()),
                    ..carried.clone()
                });
            }
        } else if let Some(told) = self.day_of_telling() {
            return Some(EventDate {
                inferred: Some("the day on which the report was told before".to_owned()),
                ..told
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

    fn is_telling(&self, sentence: usize, node: Node) -> bool {
        self.speeches
            .iter()
            .any(|speech| speech.sentence == sentence && speech.cue == Some(node))
    }

    /// True if the sentence has the day on which the act was announced.
    fn is_told_on_a_day(&self) -> bool {
        let tree = self.document.tree(self.at);
        let clock = counting_day(self.document);
        self.times[self.at.sentence].dated.iter().any(|time| {
            let governor = tree.head(top_of(tree, time));
            time.from <= clock
                && governor.is_some_and(|governor| self.is_telling(self.at.sentence, governor))
        })
    }

    /// The last day, up to the act's sentence, that dates a verb of telling: "said Friday".
    fn day_of_telling(&self) -> Option<EventDate> {
        let clock = counting_day(self.document);
        (0..=self.at.sentence).rev().find_map(|sentence| {
            let tree = &self.document.sentences[sentence].tree;
            let time = self.times[sentence].dated.iter().rfind(|time| {
                let governor = tree.head(top_of(tree, time));
                time.precision == Precision::Day
                    && time.from <= clock
                    && governor.is_some_and(|governor| self.is_telling(sentence, governor))
            })?;
            Some(date_of(tree, time))
        })
    }

    /// "left on Friday, two days after rebels killed …": the day of the killing is counted back from the Friday, or
    /// from the day of publication. Read from the order of the words, which is more certain here than their ties.
    fn counted_back(&self) -> Option<EventDate> {
        let tree = self.document.tree(self.at);
        let times = &self.times[self.at.sentence];
        let hanging = times
            .hanging
            .iter()
            .rfind(|hanging| hanging.after && hanging.last + 1 < self.at.node)?;
        if times.dated.iter().any(|time| time.first > hanging.last) {
            return None;
        }
        let base = times.dated.iter().rfind(|time| time.last < hanging.first);
        let (from, to, precision, rule) = match base {
            Some(base) => (
                base.from,
                base.to,
                base.precision,
                "counted back from the day named before",
            ),
            None => {
                let clock = counting_day(self.document);
                (
                    clock,
                    clock,
                    Precision::Day,
                    "counted back from the day of publication",
                )
            }
        };
        let from = hanging.length.counted(from, false)?;
        let to = hanging.length.counted(to, false)?;
        // "a year after" counts no days.
        let (from, to, precision) = match hanging.length.unit {
            TimeUnit::Month | TimeUnit::Year => {
                (from.first_of_month(), to.last_of_month(), Precision::Month)
            }
            _ => (from, to, precision),
        };
        Some(EventDate {
            from,
            to,
            precision,
            span: Some(quote(tree, hanging.first, hanging.last + 1)),
            inferred: Some(rule.to_owned()),
        })
    }

    /// "Days after the election, he called …": counted on from the day that the report gives to the election.
    fn counted_on(&self) -> Option<EventDate> {
        let tree = self.document.tree(self.at);
        let hanging = self.times[self.at.sentence]
            .hanging
            .iter()
            .find(|hanging| hanging.after)?;
        // The length hangs on the clause of the act, and a noun stands behind "after".
        let after = hanging.last + 1;
        let event = (after + 1..tree.len())
            .take_while(|node| *node < self.at.node)
            .find(|node| tree.is_nominal(*node) && tree.has_case(*node, "after"))?;
        let clause = clause_of(tree, self.at.node);
        if clause != clause_of(tree, hanging.first) {
            return None;
        }
        let dated = self.day_of(tree.lemma(event))?;
        let (from, to, precision) = match hanging.length.count {
            Some(_) => (
                hanging.length.counted(dated.from, true)?,
                hanging.length.counted(dated.to, true)?,
                dated.precision,
            ),
            None => {
                let last = counting_day(self.document).yesterday().ok()?;
                (dated.from.tomorrow().ok()?, last, Precision::Range)
            }
        };
        (from <= to).then(|| EventDate {
            from,
            to,
            precision,
            span: Some(quote(tree, hanging.first, event)),
            inferred: Some(format!(
                "counted on from the day of the {}",
                tree.lemma(event)
            )),
        })
    }

    /// "Soldiers killed by rebels were buried on Friday": some day before, and not that of the report.
    fn came_before_a_day(&self) -> bool {
        let tree = self.document.tree(self.at);
        let mut times = self.times[self.at.sentence].dated.iter();
        times.any(|time| {
            let top = top_of(tree, time);
            is_of_what_came_after(self.document.knowledge, tree, self.at.node, top)
        })
    }

    /// "Days after the vote, he called …": some day that is not told, and not that of the report.
    fn hangs_on_a_day_not_told(&self) -> bool {
        let tree = self.document.tree(self.at);
        let clause = clause_of(tree, self.at.node);
        self.times[self.at.sentence].hanging.iter().any(|hanging| {
            hanging.after
                && hanging.length.count.is_none()
                && clause_of(tree, hanging.first) == clause
        })
    }

    /// The time that the report, up to the act, gives to a deed named by this noun: "the May 11 election".
    fn day_of(&self, noun: &str) -> Option<&Time> {
        (0..=self.at.sentence).rev().find_map(|sentence| {
            let tree = &self.document.sentences[sentence].tree;
            self.times[sentence].dated.iter().find(|time| {
                tree.head(top_of(tree, time))
                    .is_some_and(|governor| tree.lemma(governor) == noun)
            })
        })
    }
}

fn quote(tree: &Tree<'_>, first: Node, last: Node) -> Quote {
    let nodes: Vec<Node> = (first..=last.min(tree.len().saturating_sub(1))).collect();
    Quote::new(tree.text, tree.span_of(&nodes))
}

fn date_of(tree: &Tree<'_>, time: &Time) -> EventDate {
    EventDate {
        from: time.from,
        to: time.to,
        precision: time.precision,
        span: Some(quote(tree, time.first, time.last)),
        inferred: time.rule.clone(),
    }
}

/// The word of the expression that hangs on the rest of the sentence.
fn top_of(tree: &Tree<'_>, time: &Time) -> Node {
    (time.first..=time.last)
        .find(|node| {
            tree.head(*node)
                .is_none_or(|head| head < time.first || head > time.last)
        })
        .unwrap_or(time.first)
}

/// "February's killing", "the 2002 truce", "the truce that they declared on May 4", "after troops attacked on
/// Dec. 20": the time belongs to another noun or verb below the act, and not to the act.
fn is_of_other(tree: &Tree<'_>, act: Node, top: Node) -> bool {
    let owned = matches!(
        tree.relation(top),
        Relation::NmodPoss | Relation::Compound | Relation::Nummod | Relation::Amod
    ) && tree
        .head(top)
        .is_some_and(|noun| noun != act && noun > top && !tree.is_below(act, noun));
    if owned {
        return true;
    }
    tree.path_up(top)
        .skip(1)
        .take_while(|step| *step != act)
        .any(|step| {
            tree.is_verb(step)
                && !tree.is_below(act, step)
                && (tree.relation(step) == Relation::AclRelcl && !tells_when(tree, step, act)
                    || tree
                        .children_by(step, &[Relation::Mark, Relation::Case])
                        .any(|mark| {
                            matches!(
                                tree.form(mark).to_lowercase().as_str(),
                                "after" | "before" | "since" | "following" | "until"
                            )
                        }))
        })
}

/// "the blast, which came on Monday": a relative clause that says nothing of the act but its day.
fn tells_when(tree: &Tree<'_>, verb: Node, act: Node) -> bool {
    tree.head(verb) == Some(act)
        && !tree.has_child(verb, &[Relation::Obj, Relation::Ccomp, Relation::Xcomp])
        && tree
            .children_by(verb, &[Relation::Nsubj])
            .all(|subject| tree.upos(subject) == Upos::Pron)
        && tree.has_child(verb, &[Relation::Nsubj])
}

/// "May 30, 2013: Protesters burn a flag after a raid that killed …": the day at the head of a caption dates its
/// main clause, not what stands below it.
fn is_heading_of_other(tree: &Tree<'_>, time: &Time, clause: Node) -> bool {
    let heads = time.first == 0 && time.last + 1 < tree.len() && tree.form(time.last + 1) == ":";
    let is_main = matches!(tree.relation(clause), Relation::Root | Relation::Parataxis);
    heads && !is_main
}

/// "withdrew Thursday, following the death of …", "arrested two on Sunday over the attack", "were sentenced on Friday for
/// the killing": the day of what came of it is not the day of the deed.
fn is_told_as_earlier(tree: &Tree<'_>, act: Node, time: Node) -> bool {
    let of_verb = |step: Node| tree.head(step).is_some_and(|head| tree.is_verb(head));
    tree.path_up(act).take(5).any(|step| {
        !tree.is_verb(step)
            && tree
                .children_by(step, &[Relation::Case])
                .any(|case| match tree.form(case) {
                    "after" | "following" => true,
                    "over" | "for" => of_verb(step),
                    // "was detained on Monday in connection with the attack"
                    "with" => tree
                        .head(step)
                        .is_some_and(|head| tree.lemma(head) == "connection"),
                    _ => false,
                })
            && !tree.is_below(time, step)
    })
}

/// "until May", "by Friday": a border, not the day of the act.
fn is_bound(time: &Time) -> bool {
    matches!(time.bound, Some(Bound::Until | Bound::By | Bound::For))
}

/// "since September": the act ran from then to the clock.
pub(crate) fn runs_since(
    document: &Document<'_>,
    tree: &Tree<'_>,
    date: &EventDate,
) -> Option<Date> {
    let span = date.span.as_ref()?;
    let since = (0..tree.len()).any(|node| {
        tree.lemma(node) == "since"
            && tree.token(node).span.end <= span.start
            && span.start - tree.token(node).span.end <= 8
    });
    let clock = counting_day(document);
    (since && date.to <= clock).then_some(clock)
}
