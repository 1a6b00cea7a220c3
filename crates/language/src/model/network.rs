//! The network's part of the file.

use super::bytes::{Reader, Writer};
use super::format::next_key;
use crate::network::{MatrixParts, NetworkParts, RowParts, WIDTH};

/// Most layers of a kind.
const MANY: usize = 16;

pub fn write_network(writer: &mut Writer, parts: &NetworkParts) {
    let RowParts {
        keys,
        shifts,
        numbers,
    } = &parts.rows;
    writer.number(keys.len() as u64);
    let mut last = 0;
    for &key in keys {
        writer.number(key.wrapping_sub(last));
        last = key;
    }
    writer.number(shifts.len() as u64);
    writer.bytes.extend_from_slice(shifts);
    writer.small(numbers);
    for layers in [&parts.windows, &parts.readers] {
        writer.number(layers.len() as u64);
        layers
            .iter()
            .for_each(|matrix| write_matrix(writer, matrix));
    }
    for matrix in [
        &parts.tags,
        &parts.tops,
        &parts.meet,
        &parts.distance,
        &parts.labels,
    ] {
        write_matrix(writer, matrix);
    }
    for numbers in [&parts.root, &parts.label_distance] {
        writer.number(numbers.len() as u64);
        numbers.iter().for_each(|&number| writer.real(number));
    }
}

fn write_matrix(writer: &mut Writer, matrix: &MatrixParts) {
    writer.number(matrix.inputs as u64);
    writer.number(matrix.scales.len() as u64);
    matrix.scales.iter().for_each(|&scale| writer.real(scale));
    writer.number(matrix.bias.len() as u64);
    matrix.bias.iter().for_each(|&number| writer.real(number));
    writer.small(&matrix.weights);
}

/// The network; none where the bytes end early. Whether its parts fit each other is seen when it is made ready.
pub fn read_network(reader: &mut Reader<'_>) -> Option<NetworkParts> {
    let mut network = NetworkParts::default();
    let count = reader.count()?;
    let mut key = 0;
    for _ in 0..count {
        key = next_key(key, reader)?;
        network.rows.keys.push(key);
    }
    let rows = reader.count()?;
    network.rows.shifts = (0..rows).map(|_| reader.byte()).collect::<Option<_>>()?;
    network.rows.numbers = reader.small(rows.checked_mul(WIDTH)?)?;
    for layers in [&mut network.windows, &mut network.readers] {
        let count = reader.count().filter(|count| *count <= MANY)?;
        *layers = (0..count)
            .map(|_| read_matrix(reader))
            .collect::<Option<_>>()?;
    }
    let NetworkParts {
        tags,
        tops,
        meet,
        distance,
        labels,
        ..
    } = &mut network;
    for matrix in [tags, tops, meet, distance, labels] {
        *matrix = read_matrix(reader)?;
    }
    network.root = read_reals(reader)?;
    network.label_distance = read_reals(reader)?;
    Some(network)
}

fn read_reals(reader: &mut Reader<'_>) -> Option<Vec<f32>> {
    let count = reader.count()?;
    (0..count).map(|_| reader.real()).collect()
}

fn read_matrix(reader: &mut Reader<'_>) -> Option<MatrixParts> {
    let inputs = reader.count()?;
    let scales = read_reals(reader)?;
    let bias = read_reals(reader)?;
    let weights = reader.small(inputs.checked_mul(scales.len())?)?;
    Some(MatrixParts {
        inputs,
        scales,
        bias,
        weights,
    })
}

/// A small network whose parts need not fit.
#[cfg(test)]
pub fn small() -> NetworkParts {
    let matrix = |inputs: usize, outputs: usize| MatrixParts {
        inputs,
        scales: vec![0.5; outputs],
        bias: vec![-1.0; outputs % 3],
        weights: (0..inputs * outputs).map(|place| place as i8 - 3).collect(),
    };
    NetworkParts {
        rows: RowParts {
            keys: vec![7, 1 << 39],
            shifts: vec![0, 3],
            numbers: vec![-1; 2 * WIDTH],
        },
        windows: vec![matrix(2, 3)],
        readers: vec![matrix(1, 2), matrix(2, 1)],
        tags: matrix(2, 2),
        tops: matrix(3, 1),
        meet: matrix(1, 1),
        distance: matrix(1, 4),
        root: vec![1.5],
        label_distance: vec![0.0, 2.0],
        labels: matrix(2, 5),
    }
}
