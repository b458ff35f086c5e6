/**
 * ONNX files to {@link network.millrace.proof.graph.Graph} and back.
 *
 * <p>The messages are generated from {@code src/main/proto/onnx/onnx.proto}, written here with the documented field
 * numbers. Everything that a file can make large is limited before it is allocated: its bytes, nodes, constants and
 * nesting; a tensor's data must have exactly the length that its shape and type say. What a file may hold but no program
 * here uses (sparse tensors, strings, quantization notes) is refused where it would change a result and skipped otherwise.
 */
@NullMarked
package network.millrace.proof.onnx;

import org.jspecify.annotations.NullMarked;
