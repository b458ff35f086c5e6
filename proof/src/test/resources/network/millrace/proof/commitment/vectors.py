"""Golden vectors of docs/spec/commitments.md, written from the specification alone: python3 vectors.py > vectors.txt"""
import hashlib
import struct

FUNCTIONS = {1: "sha256", 2: "sha512_256"}
BYTES = {1: "<f", 2: "<B", 6: "<i", 7: "<q", 9: "<B", 11: "<d"}
NAN = {1: bytes.fromhex("0000c07f"), 11: bytes.fromhex("000000000000f87f")}


def h(function, *parts):
    digest = hashlib.new(FUNCTIONS[function])
    for part in parts:
        digest.update(part)
    return digest.digest()


def top(function, leaves):
    if len(leaves) == 1:
        return leaves[0]
    left = 1
    while 2 * left < len(leaves):
        left *= 2
    return h(function, b"\1", top(function, leaves[:left]), top(function, leaves[left:]))


def root(function, kind, context, leaves):
    head = b"\2" + bytes([kind]) + struct.pack(">QI", len(leaves), len(context)) + context
    return h(function, head) if not leaves else h(function, head, top(function, leaves))


def type_bytes(code, shape):
    return struct.pack(">II", code, len(shape)) + b"".join(struct.pack(">Q", d) for d in shape)


def element(code, i):
    value = i * 7919 % 1009
    if code in (1, 11):
        return NAN[code] if value == 1000 else struct.pack(BYTES[code], (value - 504) / 8)
    return struct.pack(BYTES[code], value % 2 if code == 9 else value % 251)


def tensor(function, code, shape):
    rows = shape[-2] if len(shape) > 1 else 1
    columns = shape[-1] if shape else 1
    matrices = 1
    for d in shape[:-2]:
        matrices *= d
    leaves = []
    for matrix in range(matrices):
        for top_row in range(0, rows, 64):
            for left in range(0, columns, 64):
                data = b"".join(
                    element(code, (matrix * rows + r) * columns + c)
                    for r in range(top_row, min(rows, top_row + 64))
                    for c in range(left, min(columns, left + 64)))
                leaves.append(h(function, b"\0", struct.pack(">I", code), data))
    return root(function, 1, type_bytes(code, shape), leaves)


def text(name):
    return struct.pack(">I", len(name)) + name.encode()


def job(function):
    """100 steps of y = x + x from x = tensor(2, 3), a checkpoint every 10 steps, seed 7, without data."""
    float_2_3 = type_bytes(1, (2, 3))
    program = (b"millrace.program" + struct.pack(">II", 1, 1) + float_2_3 + struct.pack(">II", 0, 1)
               + text("Add") + struct.pack(">Iiiii", 0, 2, 0, 0, 1) + struct.pack(">Ii", 1, 1))
    program_id = hashlib.sha256(program).digest()
    manifest = root(function, 6, struct.pack(">Q", 0), [])
    initial = root(function, 2, b"", [tensor(function, 1, (2, 3))])
    return h(function, b"millrace.job", program_id, struct.pack(">II", function, 1), struct.pack(">IQ", 1, 0), manifest,
             initial, struct.pack(">QqQI", 1, 7, 100, 10))


for function in FUNCTIONS:
    for code, shape in [(1, ()), (1, (0,)), (1, (3, 0, 2)), (1, (5,)), (1, (64, 64)), (1, (65, 130)), (1, (2, 3, 70, 5)),
                        (11, (65, 3)), (7, (4, 100)), (6, (1, 1)), (9, (129,)), (2, (2, 64, 65))]:
        print("tensor", function, code, ",".join(map(str, shape)) or "-", tensor(function, code, shape).hex())
    for count in list(range(10)) + [15, 16, 17, 33, 257]:
        leaves = [h(function, struct.pack(">Q", i)) for i in range(count)]
        print("manifest", function, count, "-", root(function, 6, struct.pack(">Q", 1), leaves).hex())
    print("job", function, 0, "-", job(function).hex())
