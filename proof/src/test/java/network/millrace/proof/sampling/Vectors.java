package network.millrace.proof.sampling;

import java.util.Arrays;
import network.millrace.proof.sampling.draw.Beacon;
import network.millrace.proof.sampling.draw.Seed;
import network.millrace.protocol.crypto.Hash;

/** The inputs of the golden vectors in docs/spec/sampling.md. */
public final class Vectors {
    public static final Hash BLOCK = counting();
    public static final Hash CLAIM = filled(0xc1);
    public static final Hash ROOT = filled(0x0f);
    public static final Seed SEED = Beacon.seed(BLOCK, CLAIM, ROOT);

    private Vectors() {}

    private static Hash counting() {
        byte[] bytes = new byte[Hash.BYTES];
        for (int place = 0; place < bytes.length; place++) {
            bytes[place] = (byte) place;
        }
        return Hash.of(bytes);
    }

    private static Hash filled(int value) {
        byte[] bytes = new byte[Hash.BYTES];
        Arrays.fill(bytes, (byte) value);
        return Hash.of(bytes);
    }
}
