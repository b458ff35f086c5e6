"""Adds the notes of a training step to exported graphs, and writes what onnxruntime makes of five steps of each.

    pip install onnx onnxruntime numpy
    python exported_steps.py FOLDER PREFIX

For every PREFIX*.onnx in the folder with outputs NAME.next and loss: the notes, and in the .npz of the same name the losses and
three of the tensors that onnxruntime has after the fifth step. State that the .npz does not start stays at zero.
"""

import sys
from pathlib import Path

import numpy as np
import onnx
import onnxruntime

STEPS = 5


def run(model, arrays):
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    outputs = [output.name for output in session.get_outputs()]
    state = {}
    for value in session.get_inputs():
        if value.name + ".next" in outputs:
            state[value.name] = arrays.get("start/" + value.name, np.zeros(value.shape, np.float32))
    batches = {name[5:]: array for name, array in arrays.items() if name.startswith("data/")}
    losses = []
    for t in range(1, STEPS + 1):
        inputs = dict(state)
        for value in session.get_inputs():
            if value.name == "step":
                inputs["step"] = np.array(t, np.int64)
            elif value.name not in state:
                inputs[value.name] = batches[value.name][(t - 1) % len(batches[value.name])]
        results = dict(zip(outputs, session.run(None, inputs)))
        state = {name: results[name + ".next"] for name in state}
        losses.append(results["loss"])
    return np.array(losses, np.float32).reshape(-1), state


def widen_step(model):
    """A job gives the number of the step as int64; JAX, unless told otherwise, takes int32."""
    for value in model.graph.input:
        if value.name == "step" and value.type.tensor_type.elem_type == onnx.TensorProto.INT32:
            value.type.tensor_type.elem_type = onnx.TensorProto.INT64
            for node in model.graph.node:
                node.input[:] = ["step.int32" if name == "step" else name for name in node.input]
            model.graph.node.insert(0, onnx.helper.make_node("Cast", ["step"], ["step.int32"], to=onnx.TensorProto.INT32))


def main(folder, prefix):
    for file in sorted(folder.glob(prefix + "*.onnx")):
        model = onnx.load(file)
        names = [value.name for value in model.graph.input]
        widen_step(model)
        del model.metadata_props[:]
        for value in model.graph.output:
            if value.name.endswith(".next"):
                model.metadata_props.add(key="millrace.state." + value.name[:-5], value=value.name)
        model.metadata_props.add(key="millrace.loss", value="loss")
        if "step" in names:
            model.metadata_props.add(key="millrace.step", value="step")
        for node in model.graph.node:
            node.ClearField("doc_string")
        onnx.checker.check_model(model)
        onnx.save(model, file)
        arrays = dict(np.load(file.with_suffix(".npz")))
        losses, state = run(model, arrays)
        np.testing.assert_allclose(losses, arrays["eager/losses"], rtol=1e-4)
        kept = sorted(name for name in state if not name.startswith("step") and "memory" not in name)[:3]
        arrays |= {"end/" + name: state[name] for name in kept} | {"end/losses": losses}
        np.savez_compressed(file.with_suffix(".npz"), **arrays)
        operators = sorted({node.op_type for node in model.graph.node})
        print(file.name, len(model.graph.node), "nodes", file.stat().st_size, "bytes", losses, operators)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
