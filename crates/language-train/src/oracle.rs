//! The dynamic oracle of the arc-hybrid system: how many gold arcs each transition puts out of reach.

use relata_language::parser::State;

/// Costs of shift, left and right in `state`, which need not lie on the path to the gold tree. `heads` gives each
/// word's gold head; the root is the number of words. Whether a transition is permitted is not looked at.
pub fn costs(heads: &[u16], state: &State) -> [u32; 3] {
    let next = state.next();
    let Some((&top, below)) = state.stack().split_last() else {
        return [0; 3];
    };
    let head = heads[usize::from(top)];
    let ahead = heads.get(usize::from(next)..).unwrap_or_default();
    let children = ahead.iter().filter(|&&head| head == top).count() as u32;
    let left = children + u32::from(head > next || below.last() == Some(&head));
    let right = children + u32::from(head >= next);
    [shift_cost(heads, next, top, below), left, right]
}

/// The next word loses its head deeper in the stack and its children in the stack.
fn shift_cost(heads: &[u16], next: u16, top: u16, below: &[u16]) -> u32 {
    let Some(head) = heads.get(usize::from(next)) else {
        return 0;
    };
    let children = below
        .iter()
        .chain([&top])
        .filter(|&&word| heads[usize::from(word)] == next)
        .count() as u32;
    children + u32::from(below.contains(head))
}

#[cfg(test)]
mod tests {
    use super::*;
    use relata_language::parser::Transition;

    /// Follows the transitions that cost nothing.
    fn follow(heads: &[u16]) -> Vec<u16> {
        let mut state = State::default();
        state.reset(heads.len());
        loop {
            let costs = costs(heads, &state);
            let permitted = Transition::ALL
                .into_iter()
                .zip(costs)
                .filter(|&(transition, _)| state.permits(transition));
            let Some((transition, cost)) = permitted.min_by_key(|&(_, cost)| cost) else {
                break;
            };
            assert_eq!(cost, 0);
            state.apply(transition, 0);
        }
        state.nodes()[..heads.len()]
            .iter()
            .map(|node| node.head)
            .collect()
    }

    #[test]
    fn a_path_without_cost_leads_to_the_gold_tree() {
        for heads in [
            &[1u16, 4, 1, 2][..],
            &[1, 2, 3],
            &[3, 0, 1],
            &[2, 2, 5, 4, 2],
            &[1],
        ] {
            assert_eq!(follow(heads), heads);
        }
    }
}
