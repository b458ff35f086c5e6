package network.millrace.client.wallet;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import network.millrace.protocol.crypto.PrivateKey;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.KeyParameter;

/** A private key and its chain code (BIP 32), from which further keys are derived. */
public final class HdKey {
    private static final byte[] MASTER = "Bitcoin seed".getBytes(StandardCharsets.US_ASCII);
    private static final int HALF = 32;

    private final PrivateKey key;
    private final byte[] chainCode;

    private HdKey(PrivateKey key, byte[] chainCode) {
        this.key = key;
        this.chainCode = chainCode;
    }

    /** The root of a wallet. */
    public static HdKey master(byte[] seed) {
        byte[] mac = mac(MASTER, seed);
        return new HdKey(PrivateKey.of(Arrays.copyOf(mac, HALF)), Arrays.copyOfRange(mac, HALF, 2 * HALF));
    }

    /** The key at the end of a path that begins here. */
    public HdKey derive(HdPath path) {
        HdKey derived = this;
        for (int step : path.steps()) {
            derived = derived.child(step);
        }
        return derived;
    }

    private HdKey child(int step) {
        ByteBuffer data = ByteBuffer.allocate(1 + HALF + Integer.BYTES);
        if (step < 0) {
            data.put((byte) 0).put(key.secret());
        } else {
            data.put(key.publicKey().bytes());
        }
        byte[] mac = mac(chainCode, data.putInt(step).array());
        return new HdKey(key.plus(Arrays.copyOf(mac, HALF)), Arrays.copyOfRange(mac, HALF, 2 * HALF));
    }

    public PrivateKey key() {
        return key;
    }

    byte[] chainCode() {
        return chainCode.clone();
    }

    private static byte[] mac(byte[] secret, byte[] data) {
        HMac mac = new HMac(new SHA512Digest());
        mac.init(new KeyParameter(secret));
        mac.update(data, 0, data.length);
        byte[] output = new byte[mac.getMacSize()];
        mac.doFinal(output, 0);
        return output;
    }
}
