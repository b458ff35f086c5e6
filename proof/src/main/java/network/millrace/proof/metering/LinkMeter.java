package network.millrace.proof.metering;

import java.util.List;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import network.millrace.proof.files.SafeTensors;
import network.millrace.proof.graph.Graph;
import network.millrace.proof.onnx.OnnxWriter;
import network.millrace.proof.tensor.Tensor;

/** Computes links with a count of every arithmetic instruction. */
public final class LinkMeter {
    /** Multiplications of indices that a link takes beside what is declared, to find elements in tiles. */
    public static final long FINDING = 1_024;

    private final Measurement second;

    public LinkMeter() {
        try {
            second = (Measurement) new SecondEngine()
                    .loadClass(CountedLinks.class.getName())
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException broken) {
            throw new IllegalStateException("the engine cannot be loaded a second time", broken);
        }
    }

    /**
     * Links of all operations of a model, its first and last pieces and others drawn by the seed, each with its whole chain.
     *
     * @param piecesMax how many pieces of each output are computed; with more than there are, all links are measured
     * @return nothing when the model is no program, or refuses these inputs
     */
    public List<Measured> ofRun(Graph graph, SortedMap<String, Tensor> inputs, long seed, int piecesMax) {
        return ofRun(OnnxWriter.write(graph), inputs, seed, piecesMax);
    }

    /** The same of a file. */
    public List<Measured> ofRun(byte[] model, SortedMap<String, Tensor> inputs, long seed, int piecesMax) {
        NavigableMap<String, Tensor> named = new TreeMap<>(inputs);
        return second.ofRun(model, new SafeTensors(named, new TreeMap<>()).write(), seed, piecesMax);
    }

    /**
     * The middle link of every kind of operation, of a model that stands there as a graph alone: tiles are invented, so it may be
     * of any size.
     */
    public List<Measured> ofGraph(Graph graph) {
        return second.ofGraph(OnnxWriter.write(graph));
    }
}
