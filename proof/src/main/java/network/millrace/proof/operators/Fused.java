package network.millrace.proof.operators;

/**
 * A composite with one output and a kernel that computes it in one go, with the bits of the expansion. A property test
 * compares the two for every fused operator.
 */
public interface Fused extends Composite {
    /** Whether the kernel can do this case; where not, the expansion runs. */
    boolean fuses(Signature signature);

    /** Computes the output. Called only for signatures that it {@link #fuses fuses}. */
    void computeFused(Call call);
}
