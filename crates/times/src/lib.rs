//! Expressions of time in a report, resolved to days of the calendar.
//!
//! From text, sentences and the day of writing to a list of [`TimeExpression`]s: where each stands, what it says in
//! the terms of TIMEX3, the days it means, what these were counted from, and by which rule. Durations, sets and
//! expressions that hang on an event are kept as such and never guessed into days.
//!
//! This crate must never know events or parties: it says what an expression of time means, never which act it
//! dates. It does no I/O, reads no clock and no environment; the same text gives the same expressions, always.
//!
//! The way of a sentence: it is cut into [`pieces`], each with what the table of words of time says of it; the
//! [`grammar`] reads the longest expression at each place into a [`reading`]; [`resolve`] turns that into a
//! [`stamp`] of the calendar, counted from the clock or from the day the story has come to.

mod days;
mod expression;
mod grammar;
mod lexicon;
mod nearest;
mod pieces;
mod reading;
mod resolve;
mod resolver;
mod shift;
mod stamp;
mod tense;
mod values;

pub use expression::{
    Anchor, Bound, Interval, Length, Modifier, TimeExpression, TimeKind, TimeUnit,
};
pub use resolver::TimeResolver;
