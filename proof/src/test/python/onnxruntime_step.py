"""Adds the notes of a training step to step.onnx of torch_training.py, and writes what onnxruntime makes of it.

    pip install onnx onnxruntime numpy
    python onnxruntime_step.py FOLDER
"""

import sys
from pathlib import Path

import numpy as np
import onnx
import onnxruntime

folder = Path(sys.argv[1])
model = onnx.load(folder / "step.onnx")
del model.metadata_props[:]
for name in ["w1", "b1", "w2", "b2"]:
    model.metadata_props.add(key="millrace.state." + name, value=name + ".next")
model.metadata_props.add(key="millrace.loss", value="loss")
onnx.checker.check_model(model)
onnx.save(model, folder / "step.onnx")
inputs = dict(np.load(folder / "step-inputs.npz"))
session = onnxruntime.InferenceSession(folder / "step.onnx", providers=["CPUExecutionProvider"])
outputs = session.run(None, inputs)
np.savez(folder / "step-outputs.npz", **{output.name: value for output, value in zip(session.get_outputs(), outputs)})
