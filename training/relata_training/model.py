"""The network: a small BERT encoder with case features and heads for tags, names, kinds, arcs and labels."""

import math
from dataclasses import asdict, dataclass

import torch
import torch.nn.functional as F
from torch import nn


@dataclass
class Shape:
    """The sizes that FORMAT.md calls hyper-parameters."""

    pieces: int
    layers: int = 6
    width: int = 384
    heads: int = 12
    inner: int = 1536
    positions: int = 256
    cases: int = 20
    arc: int = 320
    label: int = 96
    norm_eps: float = 1e-12
    slope: float = 0.1

    def as_dict(self):
        return asdict(self)


class Dense(nn.Module):
    """A matrix product with bias, rows of the weight being output channels. `int8` makes it calculate as Rust does."""

    def __init__(self, inputs, outputs, bias=True):
        super().__init__()
        self.weight = nn.Parameter(torch.empty(outputs, inputs))
        self.bias = nn.Parameter(torch.zeros(outputs)) if bias else None
        nn.init.xavier_uniform_(self.weight)
        self.int8 = False

    def forward(self, x):
        if not self.int8:
            return F.linear(x, self.weight, self.bias)
        scale = x.abs().amax(-1, keepdim=True) / 127
        steps = torch.where(scale > 0, 1 / scale, 0)
        whole = (x * steps).round().clamp(-127, 127)
        y = F.linear(whole, self.rows) * scale * self.scales
        return y if self.bias is None else y + self.bias

    def set_int8(self, rows, scales):
        """Takes whole numbers -127..127 and a scale for each row in place of the weight."""
        self.int8, self.rows, self.scales = True, rows, scales


class Layer(nn.Module):
    def __init__(self, shape):
        super().__init__()
        self.n_heads = shape.heads
        self.query_key_value = Dense(shape.width, 3 * shape.width)
        self.attended = Dense(shape.width, shape.width)
        self.attention_norm = nn.LayerNorm(shape.width, eps=shape.norm_eps)
        self.widen = Dense(shape.width, shape.inner)
        self.narrow = Dense(shape.inner, shape.width)
        self.output_norm = nn.LayerNorm(shape.width, eps=shape.norm_eps)

    def forward(self, x, bias, drop):
        rows, pieces, width = x.shape
        q, k, v = (part.view(rows, pieces, self.n_heads, -1).transpose(1, 2) for part in self.query_key_value(x).chunk(3, -1))
        # The scale 1/sqrt(32) is inside the query weights.
        mixed = torch.softmax(q @ k.transpose(-1, -2) + bias, -1) @ v
        mixed = mixed.transpose(1, 2).reshape(rows, pieces, width)
        x = self.attention_norm(x + drop(self.attended(mixed)))
        return self.output_norm(x + drop(self.narrow(F.gelu(self.widen(x), approximate="tanh"))))


class Encoder(nn.Module):
    def __init__(self, shape, dropout=0.1):
        super().__init__()
        self.shape = shape
        self.piece_rows = nn.Parameter(torch.empty(shape.pieces, shape.width))
        self.position_rows = nn.Parameter(torch.empty(shape.positions, shape.width))
        self.case_rows = nn.Parameter(torch.zeros(shape.cases, shape.width))
        self.input_norm = nn.LayerNorm(shape.width, eps=shape.norm_eps)
        self.layers = nn.ModuleList(Layer(shape) for _ in range(shape.layers))
        self.drop = nn.Dropout(dropout)

    def forward(self, ids, cases, mask):
        x = F.embedding(ids, self.piece_rows) + F.embedding(cases, self.case_rows) + self.position_rows[: ids.shape[1]]
        x = self.drop(self.input_norm(x)).to(self.layers[0].attended.weight.dtype)
        bias = torch.zeros(mask.shape, dtype=x.dtype).masked_fill(~mask, -1e4)[:, None, None, :]
        for layer in self.layers:
            x = layer(x, bias, self.drop)
        return x

    def load_bert(self, tensors, keep):
        """Takes the weights of a BERT file; `keep` lists the old ids of the pieces that stay."""

        def copy(parameter, *names):
            value = torch.cat([tensors[name].float() for name in names])
            parameter.data.copy_(value)

        rows = tensors["embeddings.word_embeddings.weight"].float()
        self.piece_rows.data.copy_(rows[torch.tensor(keep)])
        kinds = tensors["embeddings.token_type_embeddings.weight"].float()
        self.position_rows.data.copy_(tensors["embeddings.position_embeddings.weight"].float()[: self.shape.positions] + kinds[0])
        copy(self.input_norm.weight, "embeddings.LayerNorm.weight")
        copy(self.input_norm.bias, "embeddings.LayerNorm.bias")
        scale = 1 / math.sqrt(self.shape.width // self.shape.heads)
        for i, layer in enumerate(self.layers):
            at = f"encoder.layer.{i}."
            for end in ("weight", "bias"):
                parts = [f"{at}attention.self.{name}.{end}" for name in ("query", "key", "value")]
                copy(getattr(layer.query_key_value, end), *parts)
                getattr(layer.query_key_value, end).data[: self.shape.width] *= scale
                copy(getattr(layer.attended, end), f"{at}attention.output.dense.{end}")
                copy(getattr(layer.attention_norm, end), f"{at}attention.output.LayerNorm.{end}")
                copy(getattr(layer.widen, end), f"{at}intermediate.dense.{end}")
                copy(getattr(layer.narrow, end), f"{at}output.dense.{end}")
                copy(getattr(layer.output_norm, end), f"{at}output.LayerNorm.{end}")


class WordDrop(nn.Module):
    """Drops the same features of all words of a sentence."""

    def __init__(self, rate):
        super().__init__()
        self.rate = rate

    def forward(self, x):
        if not self.training:
            return x
        mask = torch.empty(x.shape[0], 1, x.shape[2]).bernoulli_(1 - self.rate) / (1 - self.rate)
        return x * mask


class Network(nn.Module):
    """Encoder and heads. `tags` maps each of upos, xpos, names, kinds to its list of values; `labels` lists relations."""

    def __init__(self, shape, tags, labels, dropout=0.1, word_dropout=0.25):
        super().__init__()
        self.shape, self.tags, self.labels = shape, tags, labels
        self.encoder = Encoder(shape, dropout)
        self.tag_rows = Dense(shape.width, sum(len(values) for values in tags.values()))
        self.project = Dense(shape.width, 2 * shape.arc + 2 * shape.label)
        self.arc_product = Dense(shape.arc, shape.arc)
        self.label_product = Dense(shape.label, len(labels) * shape.label)
        self.label_head_rows = Dense(shape.label, len(labels), bias=False)
        self.label_word_rows = Dense(shape.label, len(labels))
        nn.init.normal_(self.label_product.weight, std=0.05)
        self.drop = nn.Dropout(word_dropout)
        self.word_drop = WordDrop(word_dropout)

    def words(self, ids, cases, mask, first):
        """One vector for the root (of [CLS]) and one for each word (of its first piece)."""
        x = self.encoder(ids, cases, mask).float()
        return torch.gather(x, 1, first.unsqueeze(-1).expand(-1, -1, x.shape[-1]))

    def heads(self, x):
        """Logits of tags by name, arc scores [sentence, word, head], and the two label vectors of root and words."""
        logits = self.tag_rows(self.drop(x[:, 1:])).split([len(values) for values in self.tags.values()], -1)
        arc, label = self.shape.arc, self.shape.label
        y = F.leaky_relu(self.project(self.drop(x)), self.shape.slope)
        arc_word, arc_head, label_word, label_head = (self.word_drop(part) for part in y.split([arc, arc, label, label], -1))
        arcs = self.arc_product(arc_word[:, 1:]) @ arc_head.transpose(1, 2)
        return dict(zip(self.tags, logits)), arcs, label_word[:, 1:], label_head

    def label_scores(self, label_word, label_head, heads):
        """Scores of each relation between each word and its given head."""
        width = self.shape.label
        of_head = torch.gather(label_head, 1, heads.unsqueeze(-1).expand(-1, -1, width))
        turned = self.label_product(label_word).view(*label_word.shape[:2], len(self.labels), width)
        both = (turned @ of_head.unsqueeze(-1)).squeeze(-1)
        return both + self.label_head_rows(of_head) + self.label_word_rows(label_word)
