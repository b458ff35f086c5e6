"""Exports one training step of a perceptron from JAX with jax2onnx, and writes what onnxruntime makes of it.

    pip install jax2onnx==0.17.1 jax onnxruntime
    python jax_step.py FOLDER

jax2onnx names inputs in_0, in_1 ... and outputs out_0, out_1 ...; the notes say which of them is whose next value.
"""

import sys
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np
import onnx
import onnxruntime
from jax2onnx import to_onnx


def loss(parameters, x, target):
    w1, w2 = parameters
    return jnp.mean((jnp.tanh(x @ w1) @ w2 - target) ** 2)


def step(w1, w2, x, target):
    value, gradients = jax.value_and_grad(loss)((w1, w2), x, target)
    return w1 - 0.1 * gradients[0], w2 - 0.1 * gradients[1], value


folder = Path(sys.argv[1])
random = np.random.default_rng(5)
# Of a single matrix of rows jax2onnx 0.17.1 exports the weights' gradient as a Gemm whose sizes do not fit.
shapes = [(3, 6), (6, 2), (2, 4, 3), (2, 4, 2)]
arrays = [random.normal(0, 1, shape).astype(np.float32) for shape in shapes]
model = to_onnx(step, [jax.ShapeDtypeStruct(shape, jnp.float32) for shape in shapes], model_name="jax-step")
inputs = [value.name for value in model.graph.input]
outputs = [value.name for value in model.graph.output]
del model.metadata_props[:]
for i in range(2):
    model.metadata_props.add(key="millrace.state." + inputs[i], value=outputs[i])
model.metadata_props.add(key="millrace.loss", value=outputs[2])
onnx.save(model, folder / "jax-step.onnx")
named = dict(zip(inputs, arrays))
session = onnxruntime.InferenceSession(folder / "jax-step.onnx", providers=["CPUExecutionProvider"])
results = dict(zip(outputs, session.run(outputs, named)))
for expected, name in zip(step(*arrays), outputs):
    np.testing.assert_allclose(results[name], expected, rtol=1e-5, atol=1e-6)
np.savez(folder / "jax-step-inputs.npz", **named)
np.savez(folder / "jax-step-outputs.npz", **results)
print(inputs, outputs, sorted({node.op_type for node in model.graph.node}), model.opset_import)
