//! From numbers in training to the whole numbers that are stored.

use relata_language::network::matrix::UNIT;
use relata_language::network::{MatrixParts, NetworkParts, RowParts, WIDTH};

use super::matrix::{Steps, add_product, turned};
use super::pass::{NO_VECTOR, Network};
use super::shape::{Layer, Place, VECTOR};
use super::{FIRST_ROW, Vocabulary};

/// Most bits that a row is moved up.
const MOST: u8 = 7;

/// The network as it is stored.
pub fn export(network: &Network, vocabulary: &Vocabulary) -> NetworkParts {
    let (shape, dense) = (&network.shape, &network.dense[..]);
    let layer = |layer: Layer| matrix(layer.weights, layer.weights.of(dense), layer.bias.of(dense));
    let distance = shape.distance;
    let distances = turned(distance.of(dense), distance.rows, distance.columns);
    let sides = Place {
        rows: distance.columns,
        columns: distance.rows,
        ..distance
    };
    NetworkParts {
        rows: rows(network, vocabulary),
        windows: shape.windows.iter().map(|&window| layer(window)).collect(),
        readers: shape.readers.iter().map(|&reader| layer(reader)).collect(),
        tags: layer(shape.tags),
        tops: join(&[
            layer(shape.dependent),
            layer(shape.head),
            layer(shape.label_dependent),
            matrix(
                shape.label_head,
                shape.label_head.of(dense),
                &vec![0.0; shape.label_head.columns],
            ),
        ]),
        meet: layer(shape.meet),
        distance: matrix(sides, &distances, &[]),
        root: shape.root.of(dense).to_vec(),
        label_distance: shape.label_distance.of(dense).to_vec(),
        labels: layer(shape.labels),
    }
}

/// A matrix with weights of 8 bits, each output in units of its own.
fn matrix(place: Place, numbers: &[f32], bias: &[f32]) -> MatrixParts {
    let column = |output: usize| numbers[output..].iter().step_by(place.columns);
    let largest =
        |output: usize| column(output).fold(1e-6f32, |largest, number| largest.max(number.abs()));
    let scales: Vec<f32> = (0..place.columns)
        .map(|output| largest(output) / 127.0)
        .collect();
    let whole = |(number, scale): (&f32, &f32)| (number / scale).round() as i8;
    let weights = numbers
        .chunks_exact(place.columns)
        .flat_map(|line| line.iter().zip(&scales).map(whole));
    MatrixParts {
        inputs: place.rows,
        weights: weights.collect(),
        bias: bias.to_vec(),
        scales,
    }
}

/// Matrices of the same input side by side.
fn join(parts: &[MatrixParts]) -> MatrixParts {
    let inputs = parts[0].inputs;
    let line = |part: &MatrixParts, input: usize| {
        let outputs = part.scales.len();
        part.weights[input * outputs..(input + 1) * outputs].to_vec()
    };
    MatrixParts {
        inputs,
        scales: parts
            .iter()
            .flat_map(|part| part.scales.iter().copied())
            .collect(),
        bias: parts
            .iter()
            .flat_map(|part| part.bias.iter().copied())
            .collect(),
        weights: (0..inputs)
            .flat_map(|input| parts.iter().flat_map(move |part| line(part, input)))
            .collect(),
    }
}

/// The rows with their words' vectors in them.
fn rows(network: &Network, vocabulary: &Vocabulary) -> RowParts {
    let mut parts = RowParts {
        keys: vocabulary.keys.clone(),
        ..RowParts::default()
    };
    let weights = network.shape.vectors.of(&network.dense);
    for (row, line) in network.table.chunks_exact(WIDTH).enumerate() {
        let mut line = line.to_vec();
        let place = row
            .checked_sub(FIRST_ROW as usize)
            .map_or(NO_VECTOR, |row| vocabulary.vectors[row]);
        if place != NO_VECTOR {
            let vector = &network.vectors[place as usize * VECTOR..][..VECTOR];
            add_product(
                [1, VECTOR, WIDTH],
                vector,
                Steps::rows(VECTOR),
                weights,
                &mut line,
            );
        }
        let largest = line
            .iter()
            .fold(0f32, |largest, number| largest.max(number.abs()))
            * UNIT;
        let shift = (0..MOST)
            .find(|&shift| largest <= 127.4 * f32::from(1u8 << shift))
            .unwrap_or(MOST);
        let unit = f32::from(1u8 << shift) / UNIT;
        parts.shifts.push(shift);
        parts.numbers.extend(
            line.iter()
                .map(|number| (number / unit).round().clamp(-127.0, 127.0) as i8),
        );
    }
    parts
}
