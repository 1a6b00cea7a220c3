"""Fine-tuning: one loop over varied copies of the treebanks, an average of the weights, the best epoch kept."""

import copy
import random
import time

import torch
import torch.nn.functional as F

from . import batches
from .augment import NameBook, lower, swaps, upper, varied
from .batches import IGNORED


WEIGHTS = {"heads": 1.0, "labels": 1.0, "upos": 0.5, "xpos": 0.5, "names": 1.0, "kinds": 0.3, "gum_names": 0.3}


class Half:
    """A copy of the network whose encoder layers calculate in bfloat16; the network keeps the exact weights."""

    def __init__(self, network):
        self.network = copy.deepcopy(network)
        self.network.encoder.layers.bfloat16()
        self.exact, self.copies = list(network.parameters()), list(self.network.parameters())

    @torch.no_grad()
    def give_gradients(self):
        for exact, ours in zip(self.exact, self.copies):
            exact.grad = ours.grad.to(exact.dtype) if ours.grad is not None else None
            ours.grad = None

    @torch.no_grad()
    def take_weights(self):
        torch._foreach_copy_(self.copies, self.exact)


class Average:
    """A running average of the weights, which scores better than the last step."""

    def __init__(self, network, decay):
        self.network, self.decay, self.steps = copy.deepcopy(network).eval(), decay, 0

    @torch.no_grad()
    def update(self, network):
        self.steps += 1
        decay = min(self.decay, self.steps / (self.steps + 10))
        ours, theirs = list(self.network.parameters()), list(network.parameters())
        torch._foreach_lerp_(ours, theirs, 1 - decay)


def groups(network, rate, head_rate, decay, layer_factor):
    """Learning rates: lower layers move less; embeddings, norms and biases are not pulled to zero."""
    found = {}
    n_layers = network.shape.layers
    for name, parameter in network.named_parameters():
        if name.startswith("encoder.layers."):
            speed = rate * layer_factor ** (n_layers - 1 - int(name.split(".")[2]))
        elif name == "encoder.case_rows":
            speed = head_rate
        elif name.startswith("encoder."):
            speed = rate * layer_factor**n_layers
        else:
            speed = head_rate
        pulled = decay if parameter.ndim > 1 and not name.endswith(("piece_rows", "position_rows", "case_rows")) else 0.0
        found.setdefault((speed, pulled), []).append(parameter)
    return [{"params": parameters, "lr": speed, "weight_decay": pulled} for (speed, pulled), parameters in found.items()]


def loss_of(network, batch, weights):
    ids, cases, mask, first, real, gold = batch
    x = network.words(ids, cases, mask, first)
    with torch.autocast("cpu", torch.bfloat16):
        logits, arcs, label_word, label_head = network.heads(x)
        labels = network.label_scores(label_word, label_head, gold["heads"].clamp(min=0))
    arcs = arcs.float().masked_fill(~batches.arc_mask(real), -1e4)
    total = 0.0
    for name, values in {"heads": arcs, "labels": labels, **logits}.items():
        if (gold[name] != IGNORED).any():
            loss = F.cross_entropy(values.float().flatten(0, 1), gold[name].flatten(), ignore_index=IGNORED)
            total = total + weights[name] * loss
    return total


def new_optimiser(network, options):
    found = groups(network, options.rate, options.head_rate, options.decay, options.layer_factor)
    optimiser = torch.optim.AdamW(found, betas=(0.9, 0.99), fused=True)
    return optimiser, [group["lr"] for group in optimiser.param_groups]


def rate_at(step, total, warm):
    """The share of the full learning rate: up in a line while `warm`, then down in a line."""
    return (step + 1) / warm if step < warm else max(0.01, (total - step) / (total - warm))


def copies(sentences, book, chance, share):
    """What an epoch shows: varied sentences, and a share of those with names with other names in place of theirs."""
    for sentence in sentences:
        if share and swaps(sentence) and chance.random() < share:
            other, draw = book.swapped(sentence, chance), chance.random()
            yield upper(other) if draw < 0.10 else lower(other) if draw < 0.15 else other
        else:
            yield varied(sentence, chance)


def train(network, sentences, encode, padding, options, score, log):
    """Trains in place; `score(network)` gives the number to raise, `options.keep` gets the averaged network whenever it rises.

    Each of `options.stages` starts from the average of the one before, with an optimiser and with chances of its own. At the end
    the mean of the averages of all stages has its turn too.
    """
    book, per_epoch = NameBook(sentences), len(batches.by_length([e for e in map(encode, sentences) if e], options.batch))
    best_score, kept, started = float("-inf"), [], time.monotonic()

    def offer(averaged, what):
        nonlocal best_score
        reached = score(averaged)
        log(f"{what}: {reached:.4f} after {time.monotonic() - started:.0f} s")
        if reached > best_score:
            best_score = reached
            options.keep(averaged)

    for stage in options.stages:
        if kept:
            network.load_state_dict(kept[-1])
        chance = random.Random(options.seed + stage.first - 1)
        torch.manual_seed(options.seed + stage.first - 1)
        optimiser, base = new_optimiser(network, options)
        half, average = Half(network), Average(network, options.average)
        total, step = per_epoch * stage.total, per_epoch * (stage.first - 1)
        warm = max(1, int(total * options.warm_up))
        weights = WEIGHTS | {"names": stage.names_weight}
        for epoch in range(stage.first, stage.last + 1):
            half.network.train()
            encoded = [e for e in map(encode, copies(sentences, book, chance, stage.swap_share)) if e]
            loss_sum = 0.0
            order = batches.by_length(encoded, options.batch, chance)
            for done, chosen in enumerate(order, 1):
                for group, rate in zip(optimiser.param_groups, base):
                    group["lr"] = rate * rate_at(step, total, warm)
                loss = loss_of(half.network, batches.tensors([encoded[i] for i in chosen], padding), weights)
                loss.backward()
                half.give_gradients()
                torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
                optimiser.step()
                half.take_weights()
                average.update(network)
                step += 1
                loss_sum += loss.item()
                if done % 50 == 0:
                    log(f"epoch {epoch} batch {done}/{len(order)} loss {loss_sum / 50:.3f} after {time.monotonic() - started:.0f} s")
                    loss_sum = 0.0
            if epoch % options.score_every == 0 or epoch in (1, stage.last):
                offer(average.network, f"epoch {epoch} of stage {stage}")
        kept.append(copy.deepcopy(average.network.state_dict()))
    if len(kept) > 1:
        average.network.load_state_dict({name: torch.stack([part[name] for part in kept]).mean(0) for name in kept[0]})
        offer(average.network, f"mean of {len(kept)}")
