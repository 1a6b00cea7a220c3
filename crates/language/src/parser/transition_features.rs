//! Feature templates for the choice of a transition. They are part of the model.

use super::{Atom, State};
use crate::hash::features;

/// Number of templates.
pub const TRANSITION_FEATURES: usize = 110;

/// Hashes of what the parser sees: three words of the stack, three ahead, and their dependents.
#[inline]
pub fn transition_features(atoms: &[Atom], state: &State) -> [u64; TRANSITION_FEATURES] {
    let nodes = state.nodes();
    let atom = |place: u16| &atoms[usize::from(place)];
    let node = |place: u16| &nodes[usize::from(place)];
    let tag = |place: u16| atom(place).tag;
    let upos = |place: u16| atom(place).upos;
    let label = |place: u16| u64::from(node(place).label);
    let (s0, s1, s2) = (state.below(0), state.below(1), state.below(2));
    let (b0, b1, b2) = (state.ahead(0), state.ahead(1), state.ahead(2));
    let (n0, n1, m0) = (node(s0), node(s1), node(b0));
    let (a0, a1, c0, c1) = (atom(s0), atom(s1), atom(b0), atom(b1));
    let (w0, w1, v0, v1) = (a0.word.form, a1.word.form, c0.word.form, c1.word.form);
    let (t0, t1, t2) = (a0.tag, a1.tag, tag(s2));
    let (u0, u1, u2) = (tag(b0), tag(b1), tag(b2));
    let (p0, p1, q0, q1) = (a0.upos, a1.upos, c0.upos, c1.upos);
    let (k0, k1, g0) = (a0.word.clusters, a1.word.clusters, c0.word.clusters);
    let distance = |from: u16, to: u16| u64::from(to.saturating_sub(from).min(8));
    let gap = if s0 == state.none() {
        9
    } else {
        distance(s0, b0)
    };
    let inner = if s1 == state.none() {
        9
    } else {
        distance(s1, s0)
    };
    let valency = |node: &super::Node, side: usize| u64::from(node.valency[side].min(5));
    let (p2, bottom) = (
        upos(s2),
        upos(state.stack().first().copied().unwrap_or(state.none())),
    );
    let (x0, x1) = (atom(n0.left[0]).word.form, atom(n1.left[0]).word.form);
    let between = |count: fn(&Atom) -> u16, from: u16, to: u16| {
        u64::from(count(atom(to)).saturating_sub(count(atom(from))).min(3))
    };
    let verbs = between(|atom| atom.verbs, s0, b0);
    let marks = between(|atom| atom.marks, s0, b0);
    let inner_verbs = between(|atom| atom.verbs, s1, s0);
    let inner_marks = between(|atom| atom.marks, s1, s0);
    let verbs_ahead = between(|atom| atom.verbs, b1, state.root());
    let depth = state.stack().len().min(6) as u64;
    features![2_000;
        [w0, t0] [w0] [t0] [v0, u0] [v0] [u0] [v1, u1] [v1] [u1] [atom(b2).word.form] [u2] [w1, t1] [w1] [t1]
        [atom(s2).word.form, t2] [t2]
        [w0, t0, v0, u0] [w0, t0, v0] [w0, v0, u0] [w0, t0, u0] [t0, v0, u0] [w0, v0] [t0, u0] [u0, u1]
        [w1, w0] [w1, t0] [t1, w0] [t1, t0] [t1, t0, u0] [w1, t0, u0] [t1, w0, u0] [t1, t0, v0] [w1, w0, u0]
        [u0, u1, u2] [t0, u0, u1] [t2, t1, t0] [t1, t0, u0, u1] [w0, u0, u1] [t0, v0, u1] [t2, t1, t0, u0]
        [t0, upos(n0.left[0]), u0] [t0, upos(n0.right[0]), u0] [t0, u0, upos(m0.left[0])]
        [t1, upos(n1.right[0]), t0] [t1, upos(n1.left[0]), t0] [t1, t0, upos(n0.left[0])] [t1, t0, upos(n0.right[0])]
        [t0, tag(n0.right[0]), tag(n0.right[1])] [t0, tag(n0.left[0]), tag(n0.left[1])]
        [u0, tag(m0.left[0]), tag(m0.left[1])] [t1, tag(n1.right[0]), t0, u0]
        [w0, valency(n0, 0), valency(n0, 1)] [t0, valency(n0, 0), valency(n0, 1)] [v0, valency(m0, 0)]
        [u0, valency(m0, 0)] [w1, valency(n1, 1)] [t1, valency(n1, 0), valency(n1, 1)]
        [w0, label(n0.left[0])] [w0, label(n0.right[0])] [t0, label(n0.left[0]), label(n0.left[1])]
        [t0, label(n0.right[0]), label(n0.right[1])] [u0, label(m0.left[0]), label(m0.left[1])]
        [t1, label(n1.right[0]), label(n1.left[0])] [w1, label(n1.right[0]), t0] [t0, label(n0.left[0]), u0]
        [t0, label(n0.right[0]), u0] [p0, atom(n0.left[0]).word.form, q0] [w0, atom(n0.right[0]).word.form]
        [t0, u0, gap] [w0, u0, gap] [t0, v0, gap] [t1, t0, inner] [w1, t0, inner] [p1, p0, q0, inner]
        [k0[1], g0[1]] [k0[1], u0] [t0, g0[1]] [k1[1], k0[1]] [k1[1], t0] [t1, k0[1]] [k0[2]] [g0[2]]
        [k0[0], g0[0], u1] [k1[0], k0[0], u0] [k0[2], g0[2]] [k1[2], k0[2]] [c1.word.clusters[1], t0]
        [k1[1], k0[1], g0[1]] [k0[1], u0, u1] [p0, q0, q1, upos(b2)] [a0.word.suffixes[2], u0]
        [w1, w0, v0]
        [w1, x0, p0] [p1, x0, t2] [w1, x0, w0] [k1[1], x0, k0[1]] [p1, x0, k0[1]] [t2, t1, x0, p0]
        [atom(s2).word.form, x0, p0] [p1, p2, x0, k0[1]] [x0, p0, x1, p1]
        [t0, u0, verbs, marks] [p0, q0, verbs_ahead] [t0, u0, verbs_ahead, verbs] [t1, t0, inner_verbs, inner_marks]
        [t1, t0, u0, verbs_ahead] [bottom, t0, u0] [depth, t0, u0] [bottom, t1, t0, depth]
        [p1, p0, q0, verbs, inner_verbs]
    ]
}
