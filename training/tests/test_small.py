"""Small tests that need no treebank and no encoder: python -m unittest discover -s tests"""

import itertools
import random
import tempfile
import unittest
from pathlib import Path

import numpy
import torch

from relata_training import __main__ as command
from relata_training import augment, batches, decode, evaluate, files, pieces, quantise, recipe, reference, train
from relata_training.data import Sentence, name_spans
from relata_training.model import Network, Shape

TOY = pieces.Vocabulary(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "talk", "##s", "'", "-", '"', "z", "##u", "al"])


class Pieces(unittest.TestCase):
    def test_longest_piece_first_and_marks_alone(self):
        self.assertEqual([TOY.pieces[i] for i in TOY.word("Talks'")], ["talk", "##s", "'"])
        self.assertEqual([TOY.pieces[i] for i in TOY.word("Zü")], ["z", "##u"])
        self.assertEqual([TOY.pieces[i] for i in TOY.word("al-x")], ["al", "-", "[UNK]"])
        self.assertEqual([TOY.pieces[i] for i in TOY.word("\u200b")], ["[UNK]"])
        self.assertEqual([TOY.pieces[i] for i in TOY.word("—")], ["-", "-"])

    def test_cases(self):
        kinds = [pieces.CASES[pieces.case_of(form)] for form in ["a", "Kabul", "A", "UN", "McCain", "3,000", "F-16", "...", "喀"]]
        expected = ["lower", "capitalised", "letter", "upper", "mixed", "digits", "digits_letters", "marks", "uncased"]
        self.assertEqual(kinds, expected)
        self.assertEqual([f % 2 for f in pieces.case_features(['"', "The", "army"])], [0, 1, 0])


class Decoding(unittest.TestCase):
    def test_tree_is_the_best_of_all(self):
        chance = numpy.random.default_rng(1)
        for count in (1, 2, 3, 4):
            for _ in range(60):
                scores = chance.normal(size=(count, count + 1))
                self.assertAlmostEqual(value(scores, decode.tree(scores)), best_by_trial(scores))

    def test_names_continue_what_began(self):
        scores = numpy.log(numpy.array([[0.6, 0.3, 0.1], [0.2, 0.1, 0.7]]))
        self.assertEqual(decode.names(scores, ["O", "B-PER", "I-PER"]), ["B-PER", "I-PER"])
        self.assertEqual(name_spans(["B-A", "I-A", "B-A", "O"]), {(0, 2, "A"), (2, 3, "A")})


def value(scores, heads):
    return sum(scores[d, h] for d, h in enumerate(heads))


def best_by_trial(scores):
    count = len(scores)
    trees = (h for h in itertools.product(range(count + 1), repeat=count) if h.count(0) == 1 and reaches_root(h))
    return max(value(scores, heads) for heads in trees)


def reaches_root(heads):
    for node in range(1, len(heads) + 1):
        for _ in heads:
            node = heads[node - 1] if node else 0
        if node:
            return False
    return True


class Headlines(unittest.TestCase):
    def test_heads_follow_the_words_that_stay(self):
        sentence = Sentence(
            "1", ["The", "army", "left", "."], ["DET", "NOUN", "VERB", "PUNCT"], ["DT", "NN", "VBD", "."], [2, 3, 0, 3], ["det", "nsubj", "root", "punct"]
        )
        short = augment.headline(sentence, random.Random(1))
        self.assertEqual((short.forms, short.heads), (["army", "left"], [2, 0]))


class Files(unittest.TestCase):
    def test_what_is_read_is_what_was_written(self):
        torch.manual_seed(1)
        shape = Shape(len(TOY), layers=1, width=24, heads=2, inner=32, positions=9, arc=8, label=4)
        tags = {"upos": ["A", "B"], "xpos": ["A"], "names": ["O", "B-PER", "I-PER"], "kinds": ["none"], "gum_names": ["O", "B-PER", "I-PER"]}
        network = Network(shape, tags, ["dep", "root"]).eval()
        torch.nn.init.normal_(network.encoder.piece_rows)
        torch.nn.init.normal_(network.encoder.position_rows)
        with tempfile.TemporaryDirectory() as folder:
            files.write(Path(folder, "w"), network, TOY)
            back, vocabulary = files.read(Path(folder, "w"))
        sentence = reference.bare(["talks", "Zuuu", "-", "al", "talk", "talks"])
        for same in ([sentence], [sentence, reference.bare(["al"])]):
            ours = evaluate.parse(quantise.quantised(network), vocabulary, same)
            self.assertEqual(ours, evaluate.parse(back, vocabulary, same))


class Recipe(unittest.TestCase):
    def test_stages_are_read_as_they_are_written(self):
        for stage in recipe.SHIPPED:
            self.assertEqual(recipe.stage(str(stage)), stage)
        for wrong in ("1-6", "1-6/9:0", "3-2/9:0:1", "1-10/9:0:1", "a-b/c:d:e"):
            with self.assertRaises(ValueError):
                recipe.stage(wrong)

    def test_the_default_command_is_the_recipe_of_the_shipped_weights(self):
        options = command.arguments(["train", "a.conllu", "--dev", "b.conllu", "--checkpoint", "c.pt"])
        self.assertEqual(options.stages, recipe.SHIPPED)
        self.assertEqual(" ".join(map(str, options.stages)), "1-6/9:0:1 7-8/10:0.4:1 9-12/12:0.5:1.5")
        self.assertEqual((options.rate, options.head_rate, options.seed, options.average), (3e-4, 2e-3, 1, 0.995))

    def test_the_recipe_learns_and_gives_the_same_weights_again(self):
        first, second = learnt(), learnt()
        self.assertEqual(first[1], ["1", "2", "4", "6", "8", "10", "12", "mean"])
        for name, weights in first[0].items():
            self.assertTrue(torch.equal(weights, second[0][name]), name)
        self.assertLess(first[2][-1], 0.7 * first[2][0])


def learnt():
    """The weights after the recipe on two sentences, what was scored, and the losses at the scores."""
    options = command.arguments(["train", "a.conllu", "--dev", "b.conllu", "--checkpoint", "c.pt", "--batch", "8", "--rate", "0.003"])
    tags = {"upos": ["DET", "NOUN", "VERB"], "xpos": ["DT", "NN", "VBD"], "names": ["O", "B-PER"], "kinds": ["none"], "gum_names": ["O"]}
    labels = ["det", "nsubj", "root"]
    sentences = [
        Sentence(str(n), forms, ["DET", "NOUN", "VERB"], ["DT", "NN", "VBD"], [2, 3, 0], labels, ["O", name, "O"])
        for n, (forms, name) in enumerate([(["Al", "talk", "Zuu"], "O"), (["al", "Zu", "talks"], "B-PER")])
    ]
    torch.manual_seed(options.seed)
    shape = Shape(len(TOY), layers=1, width=24, heads=2, inner=32, positions=16, arc=8, label=4)
    network = Network(shape, tags, labels, options.dropout, options.word_dropout)
    torch.nn.init.normal_(network.encoder.piece_rows, std=0.1)
    torch.nn.init.normal_(network.encoder.position_rows, std=0.1)
    indexes = {name: {value: i for i, value in enumerate(values)} for name, values in {**tags, "labels": labels}.items()}

    def encode(sentence):
        return batches.encode(sentence, TOY, indexes, shape.positions)

    losses, kept = [], {}

    def score(averaged):
        with torch.no_grad():
            losses.append(float(train.loss_of(averaged, batches.tensors([encode(s) for s in sentences], TOY.padding), train.WEIGHTS)))
        return -losses[-1]

    lines = []
    options.keep = lambda averaged: kept.update({name: value.clone() for name, value in averaged.state_dict().items()})
    train.train(network, sentences, encode, TOY.padding, options, score, lines.append)
    return kept, [line.split()[1] if line.startswith("epoch") else line.split()[0] for line in lines], losses


if __name__ == "__main__":
    unittest.main()
