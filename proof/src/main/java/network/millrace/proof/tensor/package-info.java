/**
 * Dense tensors and what their elements mean.
 *
 * <ul>
 *   <li>A {@link network.millrace.proof.tensor.Tensor} is row major and dense: element i of the flat array is element i
 *       of the tensor. Scalars have rank 0 and one element; a dimension may be 0. There are no strides and no views with
 *       an offset, so that every kernel is a loop over plain arrays.
 *   <li>float16 and bfloat16 are stored as their 16 bits and computed in float32; every operator's output is rounded
 *       once, to nearest even ({@link network.millrace.proof.tensor.HalfPrecision}).
 *   <li>A NaN has many bit patterns and hardware disagrees about which one an operation makes. Inside of a run any will
 *       do, since no operator looks at a NaN's payload; {@code Tensor.toLittleEndian} writes the one canonical pattern.
 *       So what is hashed or sent is canonical.
 *   <li>Casts are total ({@link network.millrace.proof.tensor.Casts}): float to integer truncates and saturates, NaN
 *       becomes 0, integers wrap in two's complement.
 * </ul>
 */
@NullMarked
package network.millrace.proof.tensor;

import org.jspecify.annotations.NullMarked;
