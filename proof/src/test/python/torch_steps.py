"""Exports whole training steps from PyTorch (Debian's python3-torch): loss, gradients and update as one graph.

    python3 torch_steps.py FOLDER
    python exported_steps.py FOLDER torch-      (with onnx, onnxruntime and numpy)

A transformer of two layers with SGD and with Adam, and a convolutional network with momentum. Beside each .onnx stands a .npz
with the state that training starts from and the batches; exported_steps.py adds the notes and what onnxruntime makes of it.
"""

import sys
from pathlib import Path

import numpy as np
import torch
from torch.fx.experimental.proxy_tensor import make_fx

WORDS, CONTEXT, WIDTH, HEADS, LAYERS, ROWS, BATCHES = 64, 8, 32, 4, 2, 2, 2
IMAGES, SIDE, CLASSES = 4, 8, 3
aten = torch.ops.aten


def normal(random, scale, *shape):
    """Numbers of few digits, so that the files stay small."""
    return (np.round(random.normal(0, scale, shape) * 128) / 128).astype(np.float32)


def transformer_start(random):
    start = {"embedding": normal(random, 0.3, WORDS, WIDTH), "positions": normal(random, 0.3, CONTEXT, WIDTH)}
    for layer in range(LAYERS):
        for name, rows, columns in [("qkv", WIDTH, 3 * WIDTH), ("mix", WIDTH, WIDTH), ("up", WIDTH, 2 * WIDTH), ("down", 2 * WIDTH, WIDTH)]:
            start[f"l{layer}.{name}.w"] = normal(random, 0.1, rows, columns)
            start[f"l{layer}.{name}.b"] = np.zeros(columns, np.float32)
        for name in ("n1", "n2"):
            start[f"l{layer}.{name}.w"] = np.ones(WIDTH, np.float32)
            start[f"l{layer}.{name}.b"] = np.zeros(WIDTH, np.float32)
    start["head"] = normal(random, 0.05, WIDTH, WORDS)
    return start


def one_hot(target, classes):
    return torch.where(target.unsqueeze(-1) == torch.arange(classes), torch.ones(()), torch.zeros(()))


def cross_entropy(scores, target, classes):
    return -(torch.log_softmax(scores, -1) * one_hot(target, classes)).sum(-1).mean()


def transformer_loss(p, tokens, target):
    def linear(x, name):
        return x @ p[name + ".w"] + p[name + ".b"]

    def norm(x, name):
        centred = x - x.mean(-1, keepdim=True)
        return centred / torch.sqrt((centred * centred).mean(-1, keepdim=True) + 1e-5) * p[name + ".w"] + p[name + ".b"]

    def split(x):
        return x.reshape(ROWS, CONTEXT, HEADS, WIDTH // HEADS).transpose(1, 2)

    # A lookup by comparison: the gradient of an indexed lookup adds up in an order that no format fixes.
    x = one_hot(tokens, WORDS) @ p["embedding"] + p["positions"]
    ahead = torch.triu(torch.full((CONTEXT, CONTEXT), -1e9), 1)
    for layer in range(LAYERS):
        queries, keys, values = linear(norm(x, f"l{layer}.n1"), f"l{layer}.qkv").split(WIDTH, -1)
        weights = torch.softmax(split(queries) @ split(keys).transpose(2, 3) / (WIDTH // HEADS) ** 0.5 + ahead, -1)
        mixed = (weights @ split(values)).transpose(1, 2).reshape(ROWS, CONTEXT, WIDTH)
        x = x + linear(mixed, f"l{layer}.mix")
        x = x + linear(torch.nn.functional.silu(linear(norm(x, f"l{layer}.n2"), f"l{layer}.up")), f"l{layer}.down")
    return cross_entropy(x @ p["head"], target, WORDS)


def cnn_start(random):
    return {
        "c1.w": normal(random, 0.3, 4, 1, 3, 3), "c1.b": np.zeros(4, np.float32),
        "n.w": np.ones(4, np.float32), "n.b": np.zeros(4, np.float32),
        "c2.w": normal(random, 0.3, 6, 4, 3, 3), "c2.b": np.zeros(6, np.float32),
        "fc.w": normal(random, 0.3, 6 * (SIDE // 4) ** 2, CLASSES), "fc.b": np.zeros(CLASSES, np.float32),
    }  # fmt: skip


def cnn_loss(p, x, target):
    functional = torch.nn.functional
    h = functional.conv2d(x, p["c1.w"], p["c1.b"], padding=1)
    centred = h - h.mean((0, 2, 3), keepdim=True)
    h = centred / torch.sqrt((centred * centred).mean((0, 2, 3), keepdim=True) + 1e-5)
    h = torch.relu(h * p["n.w"].reshape(1, -1, 1, 1) + p["n.b"].reshape(1, -1, 1, 1))
    h = halved(h)
    h = halved(torch.relu(functional.conv2d(h, p["c2.w"], p["c2.b"], padding=1)))
    return cross_entropy(h.flatten(1) @ p["fc.w"] + p["fc.b"], target, CLASSES)


def halved(x):
    return torch.nn.functional.max_pool2d(x, 2)


def max_pool_backward(grad, x, kernel, stride, padding, dilation, ceiling, indices):
    """For windows side by side: to where the maximum was. Equal ones are all zeros behind a Relu, which lets nothing through."""

    def spread(small):
        rows, columns = small.shape[2:]
        wide = small.unsqueeze(3).unsqueeze(5).expand(*small.shape[:3], 2, columns, 2)
        return wide.reshape(*small.shape[:2], 2 * rows, 2 * columns)

    highest = torch.nn.functional.max_pool2d(x, kernel)
    return torch.where(x == spread(highest), spread(grad), torch.zeros_like(x))


def sgd(value, gradient, memories, step):
    return value - 0.1 * gradient, []


def momentum(value, gradient, memories, step):
    velocity = 0.9 * memories[0] + gradient
    return value - 0.05 * velocity, [velocity]


def adam(value, gradient, memories, step):
    t = step * 1.0
    mean = 0.9 * memories[0] + 0.1 * gradient
    square = 0.999 * memories[1] + 0.001 * gradient * gradient
    corrected = mean / (1 - torch.pow(0.9, t))
    return value - 0.01 * corrected / (torch.sqrt(square / (1 - torch.pow(0.999, t))) + 1e-8), [mean, square]


def slice_backward(grad, sizes, dim, start, end, step):
    before, after = list(grad.shape), list(grad.shape)
    before[dim], after[dim] = start, sizes[dim] - start - grad.shape[dim]
    return torch.cat([torch.zeros(before), grad, torch.zeros(after)], dim)


def convolution_backward(grad, x, w, bias_sizes, stride, padding, dilation, transposed, output_padding, groups, mask):
    """For stride 1 and an odd kernel: the input's gradient is a convolution with the turned kernel, the kernel's one of the batch."""
    flip = torch.flip(w, [2, 3]).transpose(0, 1)
    to_x = torch.nn.functional.conv2d(grad, flip, padding=padding) if mask[0] else None
    to_w = torch.nn.functional.conv2d(x.transpose(0, 1), grad.transpose(0, 1), padding=padding).transpose(0, 1)
    return to_x, to_w, grad.sum((0, 2, 3))


def softmax_backward(grad, y, dim, dtype):
    return y * (grad - (grad * y).sum(dim, keepdim=True))


def silu_backward(grad, x):
    s = torch.sigmoid(x)
    return grad * s * (1 + x * (1 - s))


def register():
    """PyTorch 1.13 exports softmax and log_softmax, but not the inner names that tracing gives them."""
    for name, operator in [("aten::_softmax", "Softmax"), ("aten::_log_softmax", "LogSoftmax")]:
        def symbolic(g, x, dim, half_to_float, operator=operator):
            return g.op(operator, x, axis_i=dim.node().t("value").item())

        torch.onnx.register_custom_op_symbolic(name, symbolic, 16)


def export(folder, name, loss, start, batches, update, memories):
    parameters = list(start)
    state = {}
    for parameter in parameters:
        state[parameter] = start[parameter]
        for i in range(memories):
            state[f"{parameter}.memory{i}"] = np.zeros_like(start[parameter])
    names = list(state) + list(batches) + (["step"] if update is adam else [])

    def step(*arguments):
        given = dict(zip(names, arguments))
        p = {parameter: given[parameter].detach().requires_grad_() for parameter in parameters}
        value = loss(p, *(given[batch] for batch in batches))
        gradients = torch.autograd.grad(value, list(p.values()))
        outputs = []
        with torch.no_grad():
            for parameter, gradient in zip(parameters, gradients):
                kept = [given[f"{parameter}.memory{i}"] for i in range(memories)]
                following, remembered = update(given[parameter], gradient, kept, given.get("step"))
                outputs += [following, *remembered]
        return (*outputs, value.detach())

    decompositions = {
        aten._log_softmax_backward_data.default: lambda g, y, dim, dtype: g - torch.exp(y) * g.sum(dim, keepdim=True),
        aten._softmax_backward_data.default: softmax_backward,
        aten.silu.default: lambda x: x * torch.sigmoid(x),
        aten.silu_backward.default: silu_backward,
        aten.threshold_backward.default: lambda g, y, t: torch.where(y > t, g, torch.zeros_like(g)),
        aten.slice_backward.default: slice_backward,
        aten.max_pool2d_with_indices_backward.default: max_pool_backward,
        aten.convolution_backward.default: convolution_backward,
        aten.detach.default: lambda x: x * 1,
        aten._reshape_alias.default: lambda x, shape, strides: x.contiguous().view(shape),
        aten._unsafe_view.default: lambda x, shape: x.contiguous().view(shape),
    }
    example = [torch.tensor(value) for value in state.values()] + [torch.tensor(value[0]) for value in batches.values()]
    if "step" in names:
        example.append(torch.tensor(1))
    traced = make_fx(step, decomposition_table=decompositions)(*example)
    outputs = [entry + ".next" for entry in state] + ["loss"]
    torch.onnx.export(traced, tuple(example), str(folder / (name + ".onnx")), opset_version=16,
                      input_names=names, output_names=outputs)  # fmt: skip
    # The loss that PyTorch's eager mode gives, beside what onnxruntime will give of the exported graph.
    losses, values = [], {key: torch.tensor(value) for key, value in state.items()}
    for t in range(1, 6):
        batch = [torch.tensor(value[(t - 1) % BATCHES]) for value in batches.values()]
        results = step(*values.values(), *batch, *([torch.tensor(t)] if "step" in names else []))
        values = dict(zip(values, results))
        losses.append(results[-1].item())
    print(name, losses)
    np.savez_compressed(folder / (name + ".npz"), **{"start/" + key: value for key, value in start.items()},
                        **{"data/" + key: value for key, value in batches.items()},
                        **{"eager/losses": np.array(losses, np.float32)})  # fmt: skip


def main(folder):
    torch.set_num_threads(1)
    register()
    random = np.random.default_rng(11)
    start = transformer_start(random)
    words = {key: random.integers(0, WORDS, (BATCHES, ROWS, CONTEXT)) for key in ("tokens", "target")}
    export(folder, "torch-transformer-sgd", transformer_loss, start, words, sgd, 0)
    export(folder, "torch-transformer-adam", transformer_loss, start, words, adam, 2)
    images = {
        "x": normal(random, 1, BATCHES, IMAGES, 1, SIDE, SIDE),
        "target": random.integers(0, CLASSES, (BATCHES, IMAGES)),
    }
    export(folder, "torch-cnn-momentum", cnn_loss, cnn_start(random), images, momentum, 1)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
