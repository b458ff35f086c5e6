/**
 * From a model to the step that trains it, in reverse mode and within ONNX: {@link network.millrace.proof.autodiff.Differentiator}
 * emits the gradients of a loss, {@link network.millrace.proof.autodiff.Optimizer} what becomes of the parameters, and
 * {@link network.millrace.proof.autodiff.TrainingGraph} puts both together.
 *
 * <p>The result is a graph like any other. It is expanded, ordered, hashed, run and disputed by the same rules, so whoever
 * checks a training job needs to know nothing about differentiation. Gradients are added in a fixed order, which is that of
 * the operations backwards, so that the graph of a model is always the same.
 */
@NullMarked
package network.millrace.proof.autodiff;

import org.jspecify.annotations.NullMarked;
