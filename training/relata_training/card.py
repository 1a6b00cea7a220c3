"""The model card, filled with the scores of the file that it lies beside."""

import hashlib
import textwrap

COLUMNS = [("upos", "UPOS"), ("xpos", "XPOS"), ("uas", "UAS"), ("las", "LAS"), ("full", "LAS with subtypes"), ("names", "names F1")]

TEXT = """# relata-accurate {hash}

Weights of the accurate language tier, {size:.1f} MB, int8.

## Learnt from

{sources}
- all-MiniLM-L6-v2, the encoder that was fine-tuned

## Scores

On the treebanks' tokens and sentences, with predicted tags, trees decoded to one root, punctuation counted; LAS with
subtypes cut. Names are PER, LOC and ORG, exact spans. Treebanks marked * were never learnt from; their XPOS are
of another kind and do not compare, and their relations follow other habits. "Capitals": every word in capitals.

| treebank | weights | words | {titles} |
| --- | --- | --- | {rules} |
{rows}

The int8 rows are the file as it ships: weights one scale a row, activations rounded token by token as FORMAT.md says.
The fp32 rows are the same weights before rounding. The dev files chose
the epochs, and two numbers of the names' decoder (what touching names cost, what GUM's names weigh).

## Licences

The weights are under CC BY-SA 4.0 (see `LICENSE` in this folder), because one of the treebanks asks for it.

- Universal Dependencies English EWT, CC BY-SA 4.0: Natalia Silveira, Timothy Dozat, Marie-Catherine de Marneffe,
  Samuel Bowman, Miriam Connor, John Bauer and Chris Manning, "A Gold Standard Dependency Corpus for English" (2014).
- Names of EWT by Universal NER, CC BY-SA 4.0: Stephen Mayhew et al., "Universal NER: A Gold-Standard Multilingual
  Named Entity Recognition Benchmark" (2024); an early edition of the train file.
- Georgetown University Multilayer corpus (GUM), genres with open texts only, annotations CC BY 4.0: Amir Zeldes,
  "The GUM Corpus: Creating Multilayer Resources in the Classroom" (2017).
- all-MiniLM-L6-v2, Apache License 2.0, by the sentence-transformers project, from nreimers/MiniLM-L6-H384-uncased,
  after Microsoft's MiniLM: Wenhui Wang et al., "MiniLM: Deep Self-Attention Distillation for Task-Agnostic Compression
  of Pre-Trained Transformers" (2020). Changed: pieces left out, case features added, fine-tuned, rounded to int8.

No news agency's text was learnt from.

## Make it again

`training/README.md` says what to install. The seed is fixed; another processor, number of threads or version of
PyTorch gives other last digits and so other weights of the same worth.

    cd training
    python -m relata_training all {arguments}

{note}The layout of the file and the calculation, step by step, are in `training/FORMAT.md`; `accurate.reference.json` holds
what the model says of five sentences.

## What it is and is not

Six transformer layers over word pieces with case features, and linear and biaffine heads for UPOS, XPOS, names, kinds
of mentions, arcs and labels. It reads English prose, sentence by sentence, and knows no other sentence of the report.
It was learnt from web text, encyclopedic news, interviews and the like. A share of the sentences was shown in capitals,
in lower case and cut down as headlines are, so that wires in capitals and headlines hold up. Names are its weakest part:
the encoder knows no capitals, only features of them, and the names it learnt from are those of the web of 2005 to 2012.
"""


def write(path, weights, sources, rows, arguments, note):
    """`rows` are (treebank, weights, scores)."""
    raw = weights.read_bytes()
    titles = " | ".join(title for _, title in COLUMNS)
    path.write_text(
        TEXT.format(
            hash=hashlib.sha256(raw).hexdigest()[:8],
            size=len(raw) / 1e6,
            sources="\n".join(f"- {source}" for source in sources),
            titles=titles,
            rules=" | ".join("---" for _ in COLUMNS),
            rows="\n".join(row(*entry) for entry in rows),
            arguments=arguments,
            note=textwrap.fill(note, 118) + "\n\n" if note else "",
        ),
        encoding="utf8",
    )


def row(name, kind, shares):
    cells = [f"{100 * shares[key]:.2f}" if key in shares else "" for key, _ in COLUMNS]
    return f"| {name} | {kind} | {shares['words']} | " + " | ".join(cells) + " |"
