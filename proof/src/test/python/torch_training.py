"""Trains the models of TorchComparisonTest with PyTorch (Debian's python3-torch), and exports one training step as ONNX.

    python3 torch_training.py FOLDER

writes transformer.npz: initial parameters, one batch, and for each optimizer the losses of some steps and the parameters after
them. With --export also step.onnx: loss, gradients and update of a perceptron, traced and exported by PyTorch, and its inputs;
onnxruntime_step.py then adds notes and what onnxruntime makes of it.
"""

import sys
from pathlib import Path

import numpy as np
import torch

VOCABULARY, CONTEXT, WIDTH, HEADS, ROWS, STEPS = 7, 5, 16, 2, 2, 5
ACTIVATIONS = {"Relu": torch.relu, "Gelu": torch.nn.functional.gelu}
OPTIMIZERS = {
    "sgd": lambda p: torch.optim.SGD(p, lr=0.05),
    "momentum": lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.9),
    "adam": lambda p: torch.optim.Adam(p, lr=0.01),
    "adamw": lambda p: torch.optim.AdamW(p, lr=0.01, weight_decay=0.1),
}


def initial(random):
    shapes = {"embedding": (VOCABULARY, WIDTH), "positions": (CONTEXT, WIDTH)}
    for name, rows, columns in [
        ("layer0.attention", WIDTH, 3 * WIDTH),
        ("layer0.projection", WIDTH, WIDTH),
        ("layer0.wide", WIDTH, 4 * WIDTH),
        ("layer0.narrow", 4 * WIDTH, WIDTH),
        ("head", WIDTH, VOCABULARY),
    ]:
        shapes[name + ".weight"] = (rows, columns)
        shapes[name + ".bias"] = (columns,)
    values = {name: random.normal(0, 0.3, shape) for name, shape in shapes.items()}
    for name in ["layer0.norm1", "layer0.norm2", "norm"]:
        values[name + ".scale"] = random.normal(1, 0.1, WIDTH)
        values[name + ".shift"] = random.normal(0, 0.1, WIDTH)
    return {name: value.astype(np.float32) for name, value in values.items()}


def scores(p, tokens, activation):
    def linear(name, x):
        return x @ p[name + ".weight"] + p[name + ".bias"]

    def norm(name, x):
        return torch.nn.functional.layer_norm(x, (WIDTH,), p[name + ".scale"], p[name + ".shift"], 1e-5)

    def split(x):
        return x.reshape(ROWS, CONTEXT, HEADS, WIDTH // HEADS).transpose(1, 2)

    x = p["embedding"][tokens] + p["positions"]
    queries, keys, values = linear("layer0.attention", norm("layer0.norm1", x)).chunk(3, -1)
    weights = split(queries) @ split(keys).transpose(2, 3) / np.sqrt(WIDTH / HEADS)
    ahead = torch.triu(torch.full((CONTEXT, CONTEXT), -1e9), 1)
    mixed = torch.softmax(weights + ahead, -1) @ split(values)
    x = x + linear("layer0.projection", mixed.transpose(1, 2).reshape(ROWS, CONTEXT, WIDTH))
    wide = activation(linear("layer0.wide", norm("layer0.norm2", x)))
    x = x + linear("layer0.narrow", wide)
    return linear("head", norm("norm", x))


def train(arrays, start, batch, activation, optimizer):
    p = {name: torch.tensor(value, requires_grad=True) for name, value in start.items()}
    tokens, target = (torch.tensor(batch[name]) for name in ("tokens", "target"))
    update = OPTIMIZERS[optimizer](list(p.values()))
    losses = []
    for _ in range(STEPS):
        update.zero_grad()
        out = scores(p, tokens, ACTIVATIONS[activation])
        loss = torch.nn.functional.cross_entropy(out.reshape(-1, VOCABULARY), target.reshape(-1))
        loss.backward()
        update.step()
        losses.append(loss.item())
    arrays[f"{activation}/{optimizer}/losses"] = np.array(losses, np.float32)
    for name in ["embedding", "layer0.attention.weight", "layer0.norm2.scale", "head.bias"]:
        arrays[f"{activation}/{optimizer}/{name}"] = p[name].detach().numpy()


def export(folder):
    """The whole step of a perceptron, from loss to updated parameters, as one graph that PyTorch made."""
    from torch.fx.experimental.proxy_tensor import make_fx

    def step(w1, b1, w2, b2, x, target):
        w = [v.detach().requires_grad_() for v in (w1, b1, w2, b2)]
        y = torch.tanh(x @ w[0] + w[1]) @ w[2] + w[3]
        loss = ((y - target) ** 2).mean()
        gradients = torch.autograd.grad(loss, w)
        return tuple(v - 0.1 * g for v, g in zip((w1, b1, w2, b2), gradients)) + (loss,)

    aten = torch.ops.aten
    decompositions = {
        aten.tanh_backward.default: lambda grad, y: grad * (1 - y * y),
        aten.detach.default: lambda x: x * 1,
    }
    random = np.random.default_rng(5)
    shapes = [(3, 6), (6,), (6, 2), (2,), (4, 3), (4, 2)]
    inputs = tuple(torch.tensor(random.normal(0, 1, shape).astype(np.float32)) for shape in shapes)
    traced = make_fx(step, decomposition_table=decompositions)(*inputs)
    names = ["w1", "b1", "w2", "b2", "x", "target"]
    outputs = ["w1.next", "b1.next", "w2.next", "b2.next", "loss"]
    file = folder / "step.onnx"
    torch.onnx.export(traced, inputs, str(file), opset_version=16, input_names=names, output_names=outputs)
    np.savez(folder / "step-inputs.npz", **{name: value.numpy() for name, value in zip(names, inputs)})


def main(folder):
    torch.manual_seed(0)
    torch.set_num_threads(1)
    random = np.random.default_rng(7)
    start = initial(random)
    batch = {name: random.integers(0, VOCABULARY, (ROWS, CONTEXT)) for name in ("tokens", "target")}
    arrays = {"start/" + name: value for name, value in start.items()} | batch
    for activation in ACTIVATIONS:
        for optimizer in OPTIMIZERS:
            train(arrays, start, batch, activation, optimizer)
    np.savez_compressed(folder / "transformer.npz", **arrays)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
    if "--export" in sys.argv:
        export(Path(sys.argv[1]))
