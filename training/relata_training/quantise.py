"""Weights to whole numbers: one scale for each output channel of a matrix and for each piece's row."""

import copy

import torch

from .model import Dense


def whole_rows(weight):
    """-127..127 and a scale for each row, so that rows * scales is nearest to the weight."""
    scales = weight.abs().amax(1) / 127
    scales = torch.where(scales > 0, scales, 1.0)
    return (weight / scales[:, None]).round().clamp(-127, 127), scales


@torch.no_grad()
def quantised(network):
    """A copy that calculates as Rust does: int8 weights, and activations rounded to int8 token by token."""
    copied = copy.deepcopy(network).eval()
    for module in copied.modules():
        if isinstance(module, Dense):
            module.set_int8(*whole_rows(module.weight))
    rows, scales = whole_rows(copied.encoder.piece_rows)
    copied.encoder.piece_rows.data = rows * scales[:, None]
    return copied
