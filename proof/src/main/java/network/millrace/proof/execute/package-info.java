/**
 * Runs programs.
 *
 * <p>A {@link network.millrace.proof.execute.Schedule} says what is computed when: operations in canonical order, or, where
 * nobody looks at the values in between, fewer and larger tasks in their place: a composite's fused kernel; a product that reads
 * transposed operands as they lie and takes along the bias, residual and activation after it; elementwise operations of one shape,
 * block by block. A
 * {@link network.millrace.proof.execute.MemoryPlan} gives each value a place before anything runs: values share buffers when
 * they do not live at the same time, views have none of their own. The {@link network.millrace.proof.execute.Executor} follows
 * both. None of this can change a bit of a result: that is what operators, not the executor, decide.
 */
@NullMarked
package network.millrace.proof.execute;

import org.jspecify.annotations.NullMarked;
