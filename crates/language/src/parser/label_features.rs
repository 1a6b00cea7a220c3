//! Feature templates for the choice of a label. They are part of the model.

use super::{Atom, State};
use crate::hash::features;

/// Number of templates.
pub const LABEL_FEATURES: usize = 54;

/// Hashes of what is seen of the arc from `head` to `dependent`, before it is drawn.
#[inline]
pub fn label_features(
    atoms: &[Atom],
    state: &State,
    head: u16,
    dependent: u16,
) -> [u64; LABEL_FEATURES] {
    let nodes = state.nodes();
    let atom = |place: u16| &atoms[usize::from(place)];
    let node = |place: u16| &nodes[usize::from(place)];
    let form = |place: u16| atom(place).word.form;
    let tag = |place: u16| atom(place).tag;
    let label = |place: u16| u64::from(node(place).label);
    let none = state.none();
    let (h, d) = (atom(head), atom(dependent));
    let (hn, dn) = (node(head), node(dependent));
    let after = if dependent + 1 < state.root() {
        dependent + 1
    } else {
        none
    };
    let before = dependent.checked_sub(1).unwrap_or(none);
    let side = u64::from(head > dependent);
    let length = u64::from(head.abs_diff(dependent).min(6)) * 2 + side;
    let (wh, wd, th, td) = (h.word.form, d.word.form, h.tag, d.tag);
    let (kh, kd) = (h.word.clusters, d.word.clusters);
    let (dl, dr, hl, hr) = (dn.left[0], dn.right[0], hn.left[0], hn.right[0]);
    let grand = state.below(if head < dependent { 2 } else { 1 });
    let (from, to) = (head.min(dependent), head.max(dependent));
    let between = |count: fn(&Atom) -> u16| {
        u64::from(count(atom(to)).saturating_sub(count(atom(from))).min(3))
    };
    let marks = between(|atom| atom.marks) * 2 + side;
    let verbs = between(|atom| atom.verbs) * 2 + side;
    features![3_000;
        [wh, side] [wd, side] [th, side] [td, side] [wh, wd, side] [th, td, side] [wh, td, side] [th, wd, side]
        [th, td, length] [wd, length] [td, form(dl), side] [td, tag(dl), side] [wd, label(dl)] [td, label(dr), side]
        [td, tag(dr), side] [th, td, tag(dl), side] [th, td, form(dl), side] [wh, td, form(dl), side]
        [wh, form(dl), side] [th, td, tag(after), side] [th, td, tag(before), side] [th, label(hl), td, side]
        [th, label(hr), td, side] [wh, label(hl), side] [wh, label(hr), td, side] [th, td, label(dl), side]
        [td, label(dl), label(dn.left[1]), side] [th, label(hl), label(hn.left[1]), td, side]
        [th, label(hr), label(hn.right[1]), td, side] [kh[1], kd[1], side] [kh[1], td, side] [th, kd[1], side]
        [kd[2], side] [kh[2], kd[2], side] [kh[2], td, form(dl), side] [kd[1], form(dl), th, side]
        [d.word.suffixes[2], th, side] [d.word.shape, th, side] [th, td, tag(state.ahead(0)), side]
        [th, td, tag(grand), side] [wd, form(before), side] [td, wd, form(after)] [kd[2], form(dl), side]
        [kd[2], th, label(hl), side] [th, td, form(dr), side] [wh, d.upos, label(dl), side]
        [th, form(hl), td, side] [wh, form(hl), td, side] [th, kd[1], form(dl), side] [wh, td, tag(after), side]
        [th, td, marks] [wd, th, marks] [wd, label(dl), marks] [th, td, label(dl), verbs, marks]
    ]
}
