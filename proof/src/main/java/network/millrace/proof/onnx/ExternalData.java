package network.millrace.proof.onnx;

import network.millrace.proof.RefusedException;

/** Where tensors lie that a file keeps outside of itself. The caller reads; this module does no IO. */
@FunctionalInterface
public interface ExternalData {
    /** Refuses every such tensor. */
    ExternalData NONE = (location, offset, length) -> {
        throw RefusedException.unsupported(
                "the file keeps tensors in another file, " + location + ", which was not given");
    };

    /**
     * Reads a piece of another file.
     *
     * @param location a relative path in slashes, already checked: no parts {@code ..} or {@code .}, not absolute
     * @param offset in bytes, 0 or more
     * @param length in bytes, exactly what the tensor's type says
     */
    byte[] read(String location, long offset, long length);
}
