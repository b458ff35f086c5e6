/**
 * An ONNX graph as values, as its author wrote it: named values, nodes with the opset they are written for, attributes,
 * subgraphs. Nothing here knows what an operator means; {@code program} checks a graph and gives it one canonical form.
 */
@NullMarked
package network.millrace.proof.graph;

import org.jspecify.annotations.NullMarked;
