package network.millrace.proof.metering;

import java.util.List;

/** What the second engine does for the first. */
public interface Measurement {
    /**
     * Links of a model whose inputs are given.
     *
     * @param model an ONNX file
     * @param inputs a safetensors file
     * @param seed of the draw of pieces
     * @param piecesMax how many pieces of each output are computed
     * @return nothing when the model is no program, or refuses these inputs
     */
    List<Measured> ofRun(byte[] model, byte[] inputs, long seed, int piecesMax);

    /** The middle link of each kind of operation of a model that stands there as a graph alone, over invented tiles. */
    List<Measured> ofGraph(byte[] model);
}
