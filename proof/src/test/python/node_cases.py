"""Writes ONNX's own node cases, which the onnx package generates and no longer ships, as plain files.

usage: node_cases.py FOLDER

Each case becomes FOLDER/<name>/model.onnx, input_<i>.pb and output_<i>.pb, and a line in FOLDER/cases.txt:
name, relative and absolute tolerance, element types of all inputs and outputs, operators. Only tensors are written; a case with
sequences or optional values gets its line with the type "other" and no files. FOLDER/complete is written last and names the
version of the package.
"""

import os
import sys
import warnings

import numpy
import onnx
from onnx import numpy_helper
from onnx.backend.test.case.node import collect_testcases


def types(values):
    for value in values:
        if isinstance(value, onnx.TensorProto):
            yield onnx.TensorProto.DataType.Name(value.data_type)
        elif isinstance(value, (numpy.ndarray, numpy.generic)):
            yield onnx.TensorProto.DataType.Name(onnx.helper.np_dtype_to_tensor_dtype(numpy.asarray(value).dtype))
        else:
            yield "other"


def declared(graph):
    for value in list(graph.input) + list(graph.output):
        kind = value.type.WhichOneof("value")
        yield onnx.TensorProto.DataType.Name(value.type.tensor_type.elem_type) if kind == "tensor_type" else "other"


def operators(graph):
    for node in graph.node:
        yield (node.domain + "." if node.domain else "") + node.op_type


def write(folder, kind, values):
    for i, value in enumerate(values):
        tensor = value if isinstance(value, onnx.TensorProto) else numpy_helper.from_array(numpy.asarray(value))
        with open(os.path.join(folder, f"{kind}_{i}.pb"), "wb") as file:
            file.write(tensor.SerializeToString())


def main(target):
    warnings.simplefilter("ignore")
    numpy.random.seed(0)
    os.makedirs(target, exist_ok=True)
    lines = []
    for case in sorted(collect_testcases(""), key=lambda case: case.name):
        if case.model is None or not case.data_sets:
            continue
        inputs, outputs = case.data_sets[0]
        present = [value for value in inputs if value is not None]
        kinds = sorted(set(types(list(present) + list(outputs))) | set(declared(case.model.graph)))
        lines.append(
            " ".join([case.name, repr(case.rtol), repr(case.atol), ",".join(kinds), ",".join(sorted(set(operators(case.model.graph))))])
        )
        if "other" in kinds or len(present) != len(inputs):
            continue
        folder = os.path.join(target, case.name)
        os.makedirs(folder, exist_ok=True)
        with open(os.path.join(folder, "model.onnx"), "wb") as file:
            file.write(case.model.SerializeToString())
        write(folder, "input", inputs)
        write(folder, "output", outputs)
    with open(os.path.join(target, "cases.txt"), "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
    with open(os.path.join(target, "complete"), "w", encoding="utf-8") as file:
        file.write(onnx.__version__ + "\n")


main(sys.argv[1])
