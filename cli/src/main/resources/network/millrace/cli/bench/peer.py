"""Runs ONNX files with onnxruntime for `millrace bench proof`.

Answers one line for each line: "load NAME THREADS MODEL INPUT..." with "ok SUM" (of the sizes of all elements of the first output),
"run NAME" with "ok SECONDS THREAD_SECONDS", "forget NAME" with "ok", and anything that fails with "error WHAT".
Inputs are files of little-endian elements in the order of the model's inputs. Outputs stay in memory that is allocated once.
"""

import sys
import time

import numpy
import onnxruntime

TYPES = {"tensor(float)": numpy.float32, "tensor(int64)": numpy.int64, "tensor(int32)": numpy.int32}
sessions = {}


def load(name, threads, model, *inputs):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = int(threads)
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    binding = session.io_binding()
    for declared, path in zip(session.get_inputs(), inputs, strict=True):
        elements = numpy.fromfile(path, dtype=TYPES[declared.type]).reshape(declared.shape)
        binding.bind_cpu_input(declared.name, elements)
    for declared in session.get_outputs():
        binding.bind_output(declared.name, "cpu")
    session.run_with_iobinding(binding)
    first = binding.copy_outputs_to_cpu()[0]
    for declared, output in zip(session.get_outputs(), binding.get_outputs()):
        binding.bind_ortvalue_output(declared.name, output)
    sessions[name] = (session, binding)
    return repr(float(numpy.abs(first.astype(numpy.float64)).sum()))


def run(name):
    session, binding = sessions[name]
    thread = time.thread_time()
    clock = time.perf_counter()
    session.run_with_iobinding(binding)
    return f"{time.perf_counter() - clock!r} {time.thread_time() - thread!r}"


def forget(name):
    del sessions[name]
    return ""


for line in sys.stdin:
    verb, *words = line.rstrip("\n").split("\t")
    try:
        print("ok", {"load": load, "run": run, "forget": forget}[verb](*words), flush=True)
    except Exception as failed:
        print("error", type(failed).__name__, str(failed).replace("\n", " "), flush=True)
