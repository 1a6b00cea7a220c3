//! Weights in the order in which plain AVX2 takes them.
//!
//! It has no product of bytes that sums up in 32 bits, but one that sums up two products in 16 bits. Where the weights
//! of two fours of inputs are small enough, the sums of both fit into 16 bits together whatever the vector, and are
//! widened at once; few fours find no partner.

use super::{Line, PER_LINE};

/// No sum of products with bytes of a vector is greater than 16 bits hold, where the weights' magnitudes sum up to this.
const MOST: u16 = i16::MAX as u16 / 127;

/// Weights of one four of inputs, as they are summed up: two sums for each output.
type Load = [u16; 2 * PER_LINE];

/// The weights of each band of 16 outputs: first those of pairs of fours, then those of fours without a partner.
#[derive(Debug)]
pub struct Bands {
    lines: Vec<Line>,
    /// For each line the place of its four of inputs in a vector.
    groups: Vec<u16>,
    /// Lines of each band that belong to pairs.
    paired: Vec<usize>,
    /// Lines of a band.
    count: usize,
}

/// Weights, and the places of the inputs that they belong to.
pub type Placed<'a, T, U> = (&'a [T], &'a [U]);

impl Bands {
    /// No bands yet, of so many lines each.
    pub fn new(count: usize) -> Self {
        Self {
            lines: Vec::new(),
            groups: Vec::new(),
            paired: Vec::new(),
            count,
        }
    }

    /// Adds a band, given by its lines in the order of the inputs, and finds partners for them.
    pub fn add(&mut self, lines: &[Line]) {
        let loads: Vec<Load> = lines.iter().map(load).collect();
        let (mut order, mut waiting): (Vec<usize>, Vec<usize>) = (Vec::new(), Vec::new());
        for (group, load) in loads.iter().enumerate() {
            match waiting.iter().position(|&other| fits(&loads[other], load)) {
                Some(place) => order.extend([waiting.remove(place), group]),
                None => waiting.push(group),
            }
        }
        self.paired.push(order.len());
        order.extend(waiting);
        self.lines.extend(order.iter().map(|&group| lines[group]));
        self.groups.extend(order.iter().map(|&group| group as u16));
    }

    /// The pairs of a band, and the rest.
    #[inline(always)]
    pub fn band(&self, band: usize) -> (Placed<'_, [Line; 2], [u16; 2]>, Placed<'_, Line, u16>) {
        let all = band * self.count..(band + 1) * self.count;
        let (lines, rest) = self.lines[all.clone()].split_at(self.paired[band]);
        let (groups, rest_groups) = self.groups[all].split_at(self.paired[band]);
        let pairs = (lines.as_chunks().0, groups.as_chunks().0);
        (pairs, (rest, rest_groups))
    }
}

fn load(line: &Line) -> Load {
    let mut load = [0; 2 * PER_LINE];
    for (sum, &[a, b]) in load.iter_mut().zip(line.0.as_chunks::<2>().0) {
        *sum = u16::from(a.unsigned_abs()) + u16::from(b.unsigned_abs());
    }
    load
}

fn fits(one: &Load, other: &Load) -> bool {
    let mut most = 0;
    for (a, b) in one.iter().zip(other) {
        most = most.max(a + b);
    }
    most <= MOST
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heavy_fours_find_no_partner_but_light_ones() {
        let lines = [127, -64, 2, 65, -127].map(|weight: i8| Line([weight; 64]));
        let mut bands = Bands::new(5);
        bands.add(&lines);
        bands.add(&lines.map(|line| Line(line.0.map(|weight| weight / 2))));
        for (band, pairs, rest) in [
            (0, vec![[0, 2], [1, 3]], vec![4]),
            (1, vec![[0, 1], [2, 3]], vec![4]),
        ] {
            let ((_, found), (_, alone)) = bands.band(band);
            assert_eq!((found, alone), (&pairs[..], &rest[..]));
        }
        let ((lines, _), _) = bands.band(0);
        assert_eq!(lines[1].map(|line| line.0[63]), [-64, 65]);
    }
}
