package network.millrace.proof.nodecases;

import java.util.Optional;
import network.millrace.proof.tensor.Tensor;

/** What ONNX's own backend test asks of an output: equal types and shapes, integers exact, floats within the tolerance. */
final class Closeness {
    private Closeness() {}

    /** What is wrong with an output, if anything. */
    static Optional<String> complaint(Tensor expected, Tensor actual, double relative, double absolute) {
        if (!expected.tensorType().equals(actual.tensorType())) {
            return Optional.of("expected a " + expected.tensorType() + ", got a " + actual.tensorType());
        }
        for (int i = 0; i < expected.size(); i++) {
            double wanted = expected.real(i);
            double got = actual.real(i);
            boolean close = Double.isNaN(wanted)
                    ? Double.isNaN(got)
                    : wanted == got || Math.abs(got - wanted) <= absolute + relative * Math.abs(wanted);
            boolean exact = expected.type().isFloating() || expected.integer(i) == actual.integer(i);
            if (!close || !exact) {
                return Optional.of("element " + i + ": expected " + wanted + ", got " + got);
            }
        }
        return Optional.empty();
    }
}
