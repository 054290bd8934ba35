"""Train the attribution model from marked articles and write it as ONNX: ``python training/attribution --data DIR``."""

from __future__ import annotations

import argparse
from pathlib import Path

import torch
from corpus import articles
from learn import Plan, learn
from network import Encoder, Shape, Tagger
from tokenizers import Tokenizer


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="corpus with train/ and dev/ in PolNeAR's layout")
    parser.add_argument("--encoder", type=Path, required=True, help="folder with model.safetensors and tokenizer.json")
    parser.add_argument("--checkpoint", type=Path, default=Path("attribution.pt"))
    parser.add_argument("--passes", type=int, default=Plan.passes)
    given = parser.parse_args()
    tokenizer = Tokenizer.from_file(str(given.encoder / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    torch.manual_seed(Plan.seed)
    tagger = Tagger(Encoder.pretrained(given.encoder / "model.safetensors", Shape()), Shape().width)
    train, dev = (articles(given.data / part, tokenizer) for part in ("train", "dev"))
    learn(tagger, train, dev, Plan(passes=given.passes), given.checkpoint)


if __name__ == "__main__":
    main()
