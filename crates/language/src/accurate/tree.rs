//! From scores of arcs to a tree: the best head of each word where that is a tree, else Chu-Liu-Edmonds.

/// What an arc from the root costs when a tree is sought: more than any tree can win by a second one.
const SECOND_ROOT: f64 = 1e7;

/// The tree with the highest sum of scores among those with one word on the root. `scores` holds for each word the
/// scores of the root and of each word as its head; the answer counts heads the same way, 0 being the root. Among
/// equal heads the smaller one is taken.
pub fn tree(scores: &[f32], count: usize) -> Vec<usize> {
    let rows = scores.chunks_exact(count + 1).take(count);
    let greedy: Vec<usize> = rows
        .enumerate()
        .map(|(word, row)| best(row.iter().copied().enumerate(), word + 1))
        .collect();
    let has_one_root = greedy.iter().filter(|&&head| head == 0).count() == 1;
    if has_one_root && find_cycle(count + 1, |node| greedy[node - 1], |_| true).is_none() {
        return greedy;
    }
    Contraction::new(scores, count).solve()
}

fn best<T: PartialOrd>(heads: impl Iterator<Item = (usize, T)>, own: usize) -> usize {
    let mut found: Option<(usize, T)> = None;
    for (head, score) in heads {
        if head != own && found.as_ref().is_none_or(|(_, most)| score > *most) {
            found = Some((head, score));
        }
    }
    found.map_or(0, |(head, _)| head)
}

/// A cycle among the nodes that are alive, walking from each to its head; node 0 is the root.
fn find_cycle(
    nodes: usize,
    head: impl Fn(usize) -> usize,
    is_alive: impl Fn(usize) -> bool,
) -> Option<Vec<usize>> {
    // 0 is not yet seen, otherwise the walk that came here first.
    let mut walk = vec![0; nodes];
    for start in (1..nodes).filter(|&node| is_alive(node)) {
        let mut node = start;
        while node != 0 && walk[node] == 0 {
            walk[node] = start;
            node = head(node);
        }
        if node != 0 && walk[node] == start {
            let mut cycle = vec![node];
            let mut next = head(node);
            while next != node {
                cycle.push(next);
                next = head(next);
            }
            return Some(cycle);
        }
    }
    None
}

/// Chu-Liu-Edmonds in place: a cycle is drawn together into its first node, and opened again at the end.
struct Contraction {
    nodes: usize,
    /// `scores[node * nodes + head]`, of what is alive.
    scores: Vec<f64>,
    /// For each of these arcs the one between words that it stands for.
    arcs: Vec<(u32, u32)>,
    heads: Vec<usize>,
    is_alive: Vec<bool>,
    /// Cycles in the order in which they were drawn together.
    cycles: Vec<Cycle>,
}

struct Cycle {
    into: usize,
    /// Nodes of the cycle, and the arc between words by which each hangs in it.
    members: Vec<(usize, (u32, u32))>,
}

impl Contraction {
    fn new(scores: &[f32], count: usize) -> Self {
        let nodes = count + 1;
        let mut all = vec![f64::NEG_INFINITY; nodes * nodes];
        let mut arcs = vec![(0, 0); nodes * nodes];
        for (node, row) in (1..nodes).zip(scores.chunks_exact(nodes)) {
            for (head, &score) in row.iter().enumerate().filter(|&(head, _)| head != node) {
                let cost = if head == 0 { SECOND_ROOT } else { 0.0 };
                all[node * nodes + head] = f64::from(score) - cost;
                arcs[node * nodes + head] = (node as u32, head as u32);
            }
        }
        let mut contraction = Self {
            nodes,
            scores: all,
            arcs,
            heads: vec![0; nodes],
            is_alive: vec![true; nodes],
            cycles: Vec::new(),
        };
        for node in 1..nodes {
            contraction.heads[node] = contraction.best_head(node);
        }
        contraction
    }

    fn best_head(&self, node: usize) -> usize {
        let row = &self.scores[node * self.nodes..(node + 1) * self.nodes];
        let heads = row.iter().copied().enumerate();
        best(heads.filter(|&(head, _)| self.is_alive[head]), node)
    }

    fn solve(mut self) -> Vec<usize> {
        while let Some(cycle) = find_cycle(
            self.nodes,
            |node| self.heads[node],
            |node| self.is_alive[node],
        ) {
            self.draw_together(&cycle);
        }
        self.open()
    }

    fn at(&self, node: usize, head: usize) -> usize {
        node * self.nodes + head
    }

    fn draw_together(&mut self, cycle: &[usize]) {
        let into = cycle[0];
        let own: Vec<f64> = cycle
            .iter()
            .map(|&node| self.scores[self.at(node, self.heads[node])])
            .collect();
        let members = cycle
            .iter()
            .map(|&node| (node, self.arcs[self.at(node, self.heads[node])]));
        self.cycles.push(Cycle {
            into,
            members: members.collect(),
        });
        let mut is_member = vec![false; self.nodes];
        for &node in cycle {
            is_member[node] = true;
            self.is_alive[node] = node == into;
        }
        for other in 0..self.nodes {
            if is_member[other] || !self.is_alive[other] {
                continue;
            }
            let entering = cycle.iter().zip(&own).map(|(&node, own)| {
                let place = self.at(node, other);
                (self.scores[place] - own, self.arcs[place])
            });
            let leaving = cycle.iter().map(|&node| {
                let place = self.at(other, node);
                (self.scores[place], self.arcs[place])
            });
            let (entering, leaving) = (greatest(entering), greatest(leaving));
            let places = [self.at(into, other), self.at(other, into)];
            for (place, (score, arc)) in places.into_iter().zip([entering, leaving]) {
                self.scores[place] = score;
                self.arcs[place] = arc;
            }
            if other != 0 && is_member[self.heads[other]] {
                self.heads[other] = into;
            }
        }
        self.heads[into] = self.best_head(into);
    }

    /// Opens the cycles, the last first: each keeps all of its arcs but the one into the word where it is entered.
    fn open(self) -> Vec<usize> {
        let mut chosen: Vec<(u32, u32)> = (0..self.nodes)
            .map(|node| self.arcs[self.at(node, self.heads[node])])
            .collect();
        // The node that stands for a word, as cycles are opened; which node holds which is found by walking inwards.
        let mut inside = vec![Vec::new(); self.cycles.len()];
        let mut last: Vec<Option<usize>> = vec![None; self.nodes];
        for (n, cycle) in self.cycles.iter().enumerate() {
            inside[n] = cycle.members.iter().map(|&(node, _)| last[node]).collect();
            last[cycle.into] = Some(n);
        }
        for (n, cycle) in self.cycles.iter().enumerate().rev() {
            let entry = chosen[cycle.into];
            for (&(node, arc), &within) in cycle.members.iter().zip(&inside[n]) {
                let is_entered = self.holds(&inside, node, within, entry.0);
                chosen[node] = if is_entered { entry } else { arc };
            }
        }
        chosen[1..].iter().map(|&(_, head)| head as usize).collect()
    }

    /// True if `word` is `node`, or lies in a cycle that was drawn together into it.
    fn holds(
        &self,
        inside: &[Vec<Option<usize>>],
        node: usize,
        cycle: Option<usize>,
        word: u32,
    ) -> bool {
        let Some(n) = cycle else {
            return node == word as usize;
        };
        let members = self.cycles[n].members.iter().zip(&inside[n]);
        members
            .into_iter()
            .any(|(&(node, _), &within)| self.holds(inside, node, within, word))
    }
}

fn greatest(arcs: impl Iterator<Item = (f64, (u32, u32))>) -> (f64, (u32, u32)) {
    let mut most = (f64::NEG_INFINITY, (0, 0));
    for arc in arcs {
        if arc.0 > most.0 {
            most = arc;
        }
    }
    most
}

#[cfg(test)]
mod tests {
    use super::super::kernel::tests::chance;
    use super::*;

    fn is_tree(heads: &[usize]) -> bool {
        let roots = heads.iter().filter(|&&head| head == 0).count();
        roots == 1 && find_cycle(heads.len() + 1, |node| heads[node - 1], |_| true).is_none()
    }

    fn sum(scores: &[f32], heads: &[usize]) -> f32 {
        let rows = scores.chunks_exact(heads.len() + 1);
        rows.zip(heads).map(|(row, &head)| row[head]).sum()
    }

    /// The best tree by trying all.
    fn by_trying(scores: &[f32], count: usize) -> f32 {
        let mut most = f32::NEG_INFINITY;
        for number in 0..(count + 1).pow(count as u32) {
            let mut rest = number;
            let heads: Vec<usize> = (0..count)
                .map(|_| {
                    let head = rest % (count + 1);
                    rest /= count + 1;
                    head
                })
                .collect();
            if is_tree(&heads) {
                most = most.max(sum(scores, &heads));
            }
        }
        most
    }

    #[test]
    fn it_is_the_best_of_all_trees() {
        let mut next = chance(3);
        for round in 0..600 {
            let count = 1 + round % 5;
            // Few different scores make ties and cycles.
            let kinds = if round % 2 == 0 { 7 } else { 1_000 };
            let scores: Vec<f32> = (0..count * (count + 1))
                .map(|_| (next() % kinds) as f32 - 3.0)
                .collect();
            let heads = tree(&scores, count);
            assert!(is_tree(&heads), "{scores:?} {heads:?}");
            assert_eq!(
                sum(&scores, &heads),
                by_trying(&scores, count),
                "{scores:?}"
            );
        }
    }

    #[test]
    fn long_sentences_are_trees_too() {
        let mut next = chance(5);
        for count in [40, 200, 400] {
            let scores: Vec<f32> = (0..count * (count + 1))
                .map(|_| (next() % 90) as f32)
                .collect();
            assert!(is_tree(&tree(&scores, count)));
            assert!(is_tree(&tree(&vec![0.0; count * (count + 1)], count)));
        }
    }
}
