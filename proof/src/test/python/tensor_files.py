"""Writes the files that FilesTest reads, with NumPy and the safetensors package themselves.

    python tensor_files.py proof/src/test/resources/network/millrace/proof/files
"""

import sys
from pathlib import Path

import numpy as np
from safetensors.numpy import save_file

folder = Path(sys.argv[1])
ramp = np.arange(6, dtype=np.float32).reshape(2, 3)
arrays = {
    "ramp": ramp,
    "fortran": np.asfortranarray(ramp),
    "scalar": np.array(-7, dtype=np.int64),
    "vector": np.array([True, False, True]),
    "empty": np.zeros((0, 4), dtype=np.float64),
    "half": np.array([1.5, -2.0], dtype=np.float16),
    "small": np.array([[200], [3]], dtype=np.uint8),
}
np.savez(folder / "plain.npz", **arrays)
np.savez_compressed(folder / "packed.npz", **arrays)
np.save(folder / "big-endian.npy", ramp.astype(">f4"))
np.save(folder / "complex.npy", ramp.astype(np.complex64))
weights = {name: array for name, array in arrays.items() if name != "fortran"}
save_file(weights, folder / "weights.safetensors", metadata={"format": "np", "note": 'a "quoted" word'})
