"""Learning and scoring of the tagger."""

from __future__ import annotations

import copy
import math
import random
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from batches import Batch, batches
from corpus import ROLES, Article
from network import Tagger
from torch import Tensor, nn
from torch.nn import functional

from firsthand.read.attribution.decode import best_paths, spans_of


@dataclass
class Plan:
    """How the tagger is trained; written into the model card."""

    passes: int = 4
    """More passes lower the loss on the training articles only."""
    horizon: int = 12
    """Passes over which the rate would fall to nothing; learning stops before, and the average of weights settles."""
    longest: int = 254
    pieces_per_batch: int = 4096
    rate: float = 2e-4
    layer_decay: float = 0.88
    head_rate: float = 1e-3
    weight_decay: float = 0.01
    warm_up: float = 0.06
    average: float = 0.998
    link_weight: float = 0.05
    seed: int = 20161


def learn(tagger: Tagger, train: Sequence[Article], dev: Sequence[Article], plan: Plan, out: Path) -> Tagger:
    """Train on ``train``; the running average of the weights is scored on ``dev`` and saved after each pass."""
    torch.manual_seed(plan.seed)
    chance = random.Random(plan.seed)
    optimizer = torch.optim.AdamW(_groups(tagger, plan), weight_decay=plan.weight_decay, fused=True)
    rates = [group["lr"] for group in optimizer.param_groups]
    steps = plan.horizon * sum(1 for _ in batches(train, plan.longest, plan.pieces_per_batch, random.Random(0)))
    average = copy.deepcopy(tagger).eval()
    step, began = 0, time.perf_counter()
    for number in range(plan.passes):
        tagger.train()
        total, parts = 0.0, 0
        for batch in batches(train, plan.longest, plan.pieces_per_batch, chance):
            factor = _schedule(step, steps, plan.warm_up)
            for group, rate in zip(optimizer.param_groups, rates, strict=True):
                group["lr"] = rate * factor
            loss = _loss(tagger, batch, plan.link_weight)
            loss.backward()
            nn.utils.clip_grad_norm_(tagger.parameters(), 1.0)
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
            _average(average, tagger, min(plan.average, (step + 1) / (step + 10)))
            total, parts, step = total + loss.item(), parts + 1, step + 1
        figures = score(average, dev, plan.longest)
        minutes = (time.perf_counter() - began) / 60
        print(f"pass {number + 1}: loss {total / parts:.4f} {figures} {minutes:.0f} min", flush=True)
        torch.save({"state": average.state_dict(), "plan": asdict(plan), "figures": figures}, out)
    return average


def _groups(tagger: Tagger, plan: Plan) -> list[dict[str, object]]:
    """Lower layers learn more slowly; what is new learns fast."""
    layers = tagger.encoder.layers
    groups: list[dict[str, object]] = []
    for depth, layer in enumerate(layers):
        groups.append(
            {"params": list(layer.parameters()), "lr": plan.rate * plan.layer_decay ** (len(layers) - 1 - depth)}
        )
    low = plan.rate * plan.layer_decay ** len(layers)
    encoder = tagger.encoder
    groups.append(
        {
            "params": [
                *encoder.words.parameters(),
                *encoder.places.parameters(),
                encoder.kind,
                *encoder.norm.parameters(),
            ],
            "lr": low,
        }
    )
    fresh = [*encoder.cases.parameters(), *encoder.quoted.parameters()]
    fresh += [parameter for name, parameter in tagger.named_parameters() if not name.startswith("encoder.")]
    groups.append({"params": fresh, "lr": plan.head_rate})
    return groups


def _schedule(step: int, steps: int, warm_up: float) -> float:
    warm = max(1, int(steps * warm_up))
    return (step + 1) / warm if step < warm else max(0.02, (steps - step) / (steps - warm))


def _average(average: Tagger, tagger: Tagger, keep: float) -> None:
    with torch.no_grad():
        for mean, new in zip(average.parameters(), tagger.parameters(), strict=True):
            mean.lerp_(new, 1 - keep)


def _loss(tagger: Tagger, batch: Batch, link_weight: float) -> Tensor:
    with torch.autocast("cpu", torch.bfloat16):
        emissions, links = tagger(batch.ids, batch.cases, batch.quoted, batch.mask)
    links = links.float()
    loss = tagger.crf.loss(emissions.float(), batch.labels, batch.mask)
    found = []
    for row, pair in enumerate(batch.links):
        for which, (heads, tails, wanted) in enumerate(pair):
            if len(heads) and len(tails):
                scores = tagger.scores(links[row], which, heads, tails)
                scores = functional.pad(scores, (0, 1))  # the last column: none of them
                share = (scores.log_softmax(-1) + torch.where(wanted > 0, 0.0, -math.inf)).logsumexp(-1)
                found.append(-share)
    return loss + link_weight * torch.cat(found).mean() if found else loss


def score(tagger: Tagger, found: Sequence[Article], longest: int) -> dict[str, float]:
    """Exact-span F1 of each role in percent, over pieces; and the share of links that are right given the spans."""
    right = dict.fromkeys(ROLES, 0)
    counts = dict.fromkeys(ROLES, 0)
    linked = [[0, 0], [0, 0]]
    steps, begin = (tagger.crf.steps + tagger.crf.barred).detach(), (tagger.crf.begin + tagger.crf.opening).detach()
    with torch.no_grad():
        for batch in batches(found, longest, 4096, None):
            emissions, links = tagger(batch.ids, batch.cases, batch.quoted, batch.mask)
            sizes = batch.mask.sum(1).long().tolist()
            rows = [emissions[row, :size].numpy() for row, size in enumerate(sizes)]
            paths = best_paths(rows, steps.numpy(), begin.numpy())
            for row, path in enumerate(paths):
                got, want = set(spans_of(path)), set(spans_of(batch.labels[row].numpy()))
                for number, role in enumerate(ROLES):
                    have, need = ({span for span in spans if span[0] == number} for spans in (got, want))
                    right[role] += len(have & need)
                    counts[role] += len(have) + len(need)
                for which, (heads, tails, wanted) in enumerate(batch.links[row]):
                    if len(heads) and len(tails):
                        best = functional.pad(tagger.scores(links[row], which, heads, tails), (0, 1)).argmax(-1)
                        linked[which][0] += int(wanted[torch.arange(len(heads)), best].sum())
                        linked[which][1] += len(heads)
    figures = {role: round(200 * right[role] / max(1, counts[role]), 2) for role in ROLES}
    figures["content_to_cue"], figures["cue_to_source"] = (round(100 * a / max(1, b), 2) for a, b in linked)
    return figures
