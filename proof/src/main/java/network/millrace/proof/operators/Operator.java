package network.millrace.proof.operators;

/** An operator of ONNX in the form that it has from one opset on. */
public sealed interface Operator permits Primitive, Composite {
    /** Its name in ONNX files, e.g. {@code MatMul}. */
    String name();
}
