/**
 * What operators mean. One small class per operator, one registry line in {@link network.millrace.proof.operators.Operators}.
 *
 * <p>There are two kinds:
 *
 * <ul>
 *   <li>A {@link network.millrace.proof.operators.Primitive} is what canonical programs consist of. It has a shape rule, a
 *       kernel, a cost and a {@link network.millrace.proof.operators.TileRule}: how a referee recomputes one small piece
 *       of its output. There is one form of each primitive, that of the newest opset.
 *   <li>A {@link network.millrace.proof.operators.Composite} is replaced by primitives (or further composites) when the
 *       program is made. Its expansion <em>is</em> its definition: Softmax is five primitives, and a dispute about it is a
 *       dispute about one of them. Forms of earlier opsets are composites that emit the newest form. A composite may be
 *       {@link network.millrace.proof.operators.Fused}: then it brings a kernel that is faster than its expansion and gives
 *       the same bits; it is used when nobody looks at the values in between.
 * </ul>
 *
 * <p>Prefer a composite. Only what would be too slow, or cannot be written in terms of others, becomes a primitive, because
 * each primitive is one more thing that a referee, a second implementation and the differentiator must know.
 *
 * <p>Either kind may be {@link network.millrace.proof.operators.Differentiable}.
 *
 * <p>float16 and bfloat16: the executor widens the inputs to float32, runs the float32 kernel and rounds the outputs. A
 * kernel therefore sees only float32 and float64, and asks the tensors that it is given for their type.
 */
@NullMarked
package network.millrace.proof.operators;

import org.jspecify.annotations.NullMarked;
