package network.millrace.cli.bench;

import java.util.List;
import network.millrace.cli.output.Progress;

/** A part of the bench of the proof engine. */
sealed interface ProofPart {
    String name();

    /** Measured by itself. */
    non-sealed interface Alone extends ProofPart {
        List<Figure> run(Progress progress) throws Exception;
    }

    /** Compared with onnxruntime. */
    non-sealed interface Compared extends ProofPart {
        List<Figure> run(Peer peer, Progress progress) throws Exception;
    }
}
