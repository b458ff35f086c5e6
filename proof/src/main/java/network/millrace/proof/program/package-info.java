/**
 * A graph becomes a program: the one canonical form that everybody who is given the same file and input shapes computes,
 * numbers and hashes in the same way.
 *
 * <ol>
 *   <li>Nodes that no output depends on are left out.
 *   <li>Functions of the file are inlined, composite operators and forms of earlier opsets expanded. What remains are
 *       primitives in their newest form; shapes are known along the way, and small values that depend on constants and
 *       shapes alone are computed, because shapes may depend on them, and stand as constants where they are used.
 *   <li>Operations are put in depth-first order: for each output in turn, for each input in turn, what an operation needs
 *       stands before it. The order therefore depends on neither names nor the order of nodes in the file.
 *   <li>Values are numbered: inputs as declared, constants by first use, then the outputs of one operation after another.
 *   <li>{@link network.millrace.proof.program.ProgramEncoding} writes that down in bytes; the hash of them is the program's
 *       id. Names, notes and the author's opset are not in it.
 * </ol>
 *
 * <p>Refused, each with the number or name: cycles, a value defined twice or not at all, unknown operators, shapes that do
 * not fit, more nodes, operations, constants or cost than the limits allow.
 *
 * <p>Every shape of a program is known before it runs. A graph whose shapes depend on the data of small inputs (axes, sizes,
 * numbers of repetitions) becomes a program once these are bound to values; one whose shapes depend on computed data
 * (NonZero, a loop that ends by a condition) can be evaluated by {@link network.millrace.proof.program.Programs#evaluate}, but
 * has no cost known beforehand and cannot be disputed.
 */
@NullMarked
package network.millrace.proof.program;

import org.jspecify.annotations.NullMarked;
