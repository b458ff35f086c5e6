/**
 * Named tensors in the containers that others use: NumPy's {@code .npy} and {@code .npz}, and safetensors. Bytes in, tensors
 * out, and back; the caller reads and writes the files. Whatever a file can make large is checked before it is allocated, and
 * what is written has the same bytes each time.
 */
@NullMarked
package network.millrace.proof.files;

import org.jspecify.annotations.NullMarked;
