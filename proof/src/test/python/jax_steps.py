"""Exports whole training steps of a transformer from JAX with jax2onnx: loss, gradients and update as one graph.

    pip install jax2onnx==0.17.1 jax onnx onnxruntime
    python jax_steps.py FOLDER
    python exported_steps.py FOLDER jax-transformer

Two layers as in Llama: RMS norms, causal attention, and a gated perceptron; with SGD and with Adam.
"""

import sys
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np
import onnx
from jax2onnx import to_onnx

WORDS, CONTEXT, WIDTH, HEADS, LAYERS, ROWS, BATCHES, STEPS = 64, 8, 32, 4, 2, 2, 2, 5


def normal(random, scale, *shape):
    """Numbers of few digits, so that the files stay small."""
    return (np.round(random.normal(0, scale, shape) * 128) / 128).astype(np.float32)


def initial(random):
    start = {"embedding": normal(random, 0.3, WORDS, WIDTH), "positions": normal(random, 0.3, CONTEXT, WIDTH)}
    for layer in range(LAYERS):
        for name in ("q", "k", "v", "o"):
            start[f"l{layer}.{name}"] = normal(random, 0.1, WIDTH, WIDTH)
        for name, rows, columns in [("gate", WIDTH, 2 * WIDTH), ("up", WIDTH, 2 * WIDTH), ("down", 2 * WIDTH, WIDTH)]:
            start[f"l{layer}.{name}"] = normal(random, 0.1, rows, columns)
        for name in ("n1", "n2"):
            start[f"l{layer}.{name}"] = np.ones(WIDTH, np.float32)
    start["head"] = normal(random, 0.05, WIDTH, WORDS)
    return start


def loss(p, tokens, target):
    def norm(x, scale):
        return x * jax.lax.rsqrt(jnp.mean(x * x, -1, keepdims=True) + 1e-5) * scale

    def split(x):
        return x.reshape(ROWS, CONTEXT, HEADS, WIDTH // HEADS).transpose(0, 2, 1, 3)

    # A lookup by comparison: the gradient of an indexed lookup adds up in an order that no format fixes.
    x = jax.nn.one_hot(tokens, WORDS) @ p["embedding"] + p["positions"]
    ahead = np.triu(np.full((CONTEXT, CONTEXT), -1e9, np.float32), 1)
    for layer in range(LAYERS):
        h = norm(x, p[f"l{layer}.n1"])
        queries, keys, values = (split(h @ p[f"l{layer}.{name}"]) for name in ("q", "k", "v"))
        weights = jax.nn.softmax(queries @ keys.transpose(0, 1, 3, 2) / np.sqrt(WIDTH / HEADS).astype(np.float32) + ahead)
        mixed = (weights @ values).transpose(0, 2, 1, 3).reshape(ROWS, CONTEXT, WIDTH)
        x = x + mixed @ p[f"l{layer}.o"]
        h = norm(x, p[f"l{layer}.n2"])
        x = x + (jax.nn.silu(h @ p[f"l{layer}.gate"]) * (h @ p[f"l{layer}.up"])) @ p[f"l{layer}.down"]
    logs = jax.nn.log_softmax(x @ p["head"])
    return -jnp.mean(jnp.sum(jax.nn.one_hot(target, WORDS) * logs, -1))


def sgd(value, gradient, memories, step):
    return [value - 0.1 * gradient]


def adam(value, gradient, memories, step):
    mean = 0.9 * memories[0] + 0.1 * gradient
    square = 0.999 * memories[1] + 0.001 * gradient * gradient
    corrected = mean / (1 - jnp.power(jnp.float32(0.9), step))
    root = jnp.sqrt(square / (1 - jnp.power(jnp.float32(0.999), step)))
    return [value - 0.01 * corrected / (root + 1e-8), mean, square]


def export(folder, name, start, batches, update, memories):
    state = {}
    for parameter, value in start.items():
        state[parameter] = value
        for i in range(memories):
            state[f"{parameter}.memory{i}"] = np.zeros_like(value)
    names = [*state, *batches, *(["step"] if memories else [])]

    def step(*arguments):
        given = dict(zip(names, arguments))
        parameters = {parameter: given[parameter] for parameter in start}
        value, gradients = jax.value_and_grad(loss)(parameters, *(given[batch] for batch in batches))
        outputs = []
        number = given["step"].astype(jnp.float32) if memories else None
        for parameter in start:
            kept = [given[f"{parameter}.memory{i}"] for i in range(memories)]
            outputs += update(given[parameter], gradients[parameter], kept, number)
        return (*outputs, value)

    shapes = [jax.ShapeDtypeStruct(value.shape, jnp.float32) for value in state.values()]
    shapes += [jax.ShapeDtypeStruct(value.shape[1:], jnp.int32) for value in batches.values()]
    shapes += [jax.ShapeDtypeStruct((), jnp.int32)] if memories else []
    model = to_onnx(step, shapes, model_name=name)
    rename(model, names, [entry + ".next" for entry in state] + ["loss"])
    onnx.save(model, folder / (name + ".onnx"))

    losses, values = [], dict(state)
    for t in range(1, STEPS + 1):
        batch = [value[(t - 1) % BATCHES] for value in batches.values()]
        results = step(*values.values(), *batch, *([jnp.int32(t)] if memories else []))
        values = dict(zip(values, results))
        losses.append(float(results[-1]))
    np.savez_compressed(folder / (name + ".npz"), **{"start/" + key: value for key, value in start.items()},
                        **{"data/" + key: value for key, value in batches.items()},
                        **{"eager/losses": np.array(losses, np.float32)})  # fmt: skip


def rename(model, inputs, outputs):
    """jax2onnx names inputs in_0, in_1 ... and its outputs after the nodes that they come from."""
    names = {value.name: name for value, name in zip(model.graph.input, inputs)}
    names |= {value.name: name for value, name in zip(model.graph.output, outputs)}
    for values in (model.graph.input, model.graph.output, model.graph.value_info):
        for value in values:
            value.name = names.get(value.name, value.name)
    for node in model.graph.node:
        for places in (node.input, node.output):
            places[:] = [names.get(place, place) for place in places]


if __name__ == "__main__":
    random = np.random.default_rng(13)
    start = initial(random)
    words = {key: random.integers(0, WORDS, (BATCHES, ROWS, CONTEXT)).astype(np.int32) for key in ("tokens", "target")}
    export(Path(sys.argv[1]), "jax-transformer-sgd", start, words, sgd, 0)
    export(Path(sys.argv[1]), "jax-transformer-adam", start, words, adam, 2)
