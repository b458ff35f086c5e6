"""Gradients of convolutions and pools in float64 as PyTorch (Debian's python3-torch) gives them, for WindowGradientsTest.

    python3 torch_gradients.py FOLDER

writes window-gradients.npz: for each case its inputs (CASE/0, CASE/1 ...), what is multiplied with the output before it is
summed up (CASE/upstream), the output and the gradients (CASE/gradient/0 ...).
"""

import sys
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as f

CASES = {
    "conv": ([(2, 3, 7, 6), (4, 3, 3, 3), (4,)], lambda x, w, b: f.conv2d(x, w, b, padding=1)),
    "conv-strided": ([(2, 3, 9, 8), (4, 3, 3, 2), (4,)], lambda x, w, b: f.conv2d(x, w, b, stride=(2, 3), padding=(1, 0))),
    "conv-dilated": ([(1, 2, 9, 9), (3, 2, 3, 3)], lambda x, w: f.conv2d(x, w, dilation=2, padding=2)),
    "conv-grouped": ([(2, 4, 5, 5), (6, 2, 3, 3), (6,)], lambda x, w, b: f.conv2d(x, w, b, groups=2, padding=1)),
    "conv-depthwise": ([(1, 4, 6, 6), (4, 1, 3, 3)], lambda x, w: f.conv2d(x, w, groups=4, stride=2, padding=1)),
    "conv-1d": ([(2, 3, 10), (4, 3, 3), (4,)], lambda x, w, b: f.conv1d(x, w, b, stride=2, padding=1)),
    "conv-3d": ([(1, 2, 4, 5, 4), (3, 2, 2, 3, 2)], lambda x, w: f.conv3d(x, w, padding=(0, 1, 0))),
    "transpose": ([(2, 3, 4, 5), (3, 4, 3, 3), (4,)], lambda x, w, b: f.conv_transpose2d(x, w, b, padding=1)),
    "transpose-strided": (
        [(1, 3, 4, 4), (3, 2, 3, 3), (2,)],
        lambda x, w, b: f.conv_transpose2d(x, w, b, stride=2, padding=1, output_padding=1),
    ),
    "transpose-grouped": (
        [(1, 4, 4, 4), (4, 2, 2, 2)],
        lambda x, w: f.conv_transpose2d(x, w, groups=2, stride=2, dilation=2),
    ),
    "max-pool": ([(2, 3, 6, 8)], lambda x: f.max_pool2d(x, 2)),
    "max-pool-overlapping": ([(1, 2, 7, 7)], lambda x: f.max_pool2d(x, 3, stride=2, padding=1)),
    "average-pool": ([(2, 3, 6, 8)], lambda x: f.avg_pool2d(x, 2)),
    "average-pool-padded": ([(1, 2, 7, 7)], lambda x: f.avg_pool2d(x, 3, stride=2, padding=1, count_include_pad=False)),
    "average-pool-counted": ([(1, 2, 7, 7)], lambda x: f.avg_pool2d(x, 3, stride=2, padding=1, count_include_pad=True)),
    "global-average": ([(2, 3, 4, 5)], lambda x: f.adaptive_avg_pool2d(x, 1)),
}  # fmt: skip

torch.set_num_threads(1)
random = np.random.default_rng(17)
arrays = {}
for name, (shapes, function) in CASES.items():
    # Hundredths keep the file small; a permutation where no two may be equal, or a maximum would be at two places.
    inputs = [
        torch.tensor(random.permutation(np.arange(np.prod(shape)) - 50.0).reshape(shape) / 100, requires_grad=True)
        for shape in shapes
    ]
    output = function(*inputs)
    upstream = torch.tensor(random.integers(-100, 100, output.shape) / 100)
    (output * upstream).sum().backward()
    arrays[name + "/upstream"] = upstream.numpy()
    arrays[name + "/output"] = output.detach().numpy()
    for i, value in enumerate(inputs):
        arrays[f"{name}/{i}"] = value.detach().numpy()
        arrays[f"{name}/gradient/{i}"] = value.grad.numpy()
np.savez_compressed(Path(sys.argv[1]) / "window-gradients.npz", **arrays)
