/**
 * The proof engine: pure functions that decide whether work was done.
 *
 * <p>It runs ONNX programs so that every machine computes the same bits, and it can recompute one small piece of any
 * operation from opened tiles of its inputs, which is what settles a dispute. The packages, each using only those
 * before it:
 *
 * <pre>
 *   tensor      types, shapes, dense tensors, casts, half precision, Philox
 *   kernels     loops over arrays: GEMM, sums, exp …; vector and scalar with equal bits; the Workers port
 *   graph       an ONNX graph as values: nodes, attributes, limits
 *   onnx        bytes to graph and back
 *   operators   one class per operator: shape rule, kernel, cost, tile rule, gradient
 *   program     canonical order, inferred shapes, expansion, program id, cost, memory plan
 *   execute     runs a program, observed or not
 *   inspection  what a program uses and costs, and whether it can be disputed
 *   metering    counts what the computation of a link really takes
 *   files       named tensors in npz and safetensors
 *   model       models as graphs, made in code
 *   commitment  binds a run to 32 bytes: tiles, operations, steps, data
 *   autodiff    a model becomes the step that trains it
 *   training    a training job from its files, and what a checkpoint holds
 *   dispute     finds where two runs part, and judges that one place
 * </pre>
 *
 * <p>Nothing here reads a clock, a file or a system property, starts a thread, draws a random number or iterates in
 * hash order; {@code DeterminismTest} bans the calls. The rules that a second implementation needs are written in
 * {@code docs/spec/tensor.md}.
 */
@NullMarked
package network.millrace.proof;

import org.jspecify.annotations.NullMarked;
