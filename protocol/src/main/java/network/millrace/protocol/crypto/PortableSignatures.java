package network.millrace.protocol.crypto;

import java.math.BigInteger;
import org.bouncycastle.asn1.sec.SECNamedCurves;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;

/** BouncyCastle: runs wherever Java runs, and checks the native library in the tests. */
final class PortableSignatures implements Signatures {
    private static final X9ECParameters CURVE = SECNamedCurves.getByName("secp256k1");
    private static final ECDomainParameters DOMAIN =
            new ECDomainParameters(CURVE.getCurve(), CURVE.getG(), CURVE.getN(), CURVE.getH());
    private static final BigInteger HALF_ORDER = CURVE.getN().shiftRight(1);
    private static final int WORD = 32;

    @Override
    public String name() {
        return "BouncyCastle";
    }

    @Override
    public boolean isPrivateKey(byte[] key) {
        BigInteger number = new BigInteger(1, key);
        return number.signum() > 0 && number.compareTo(DOMAIN.getN()) < 0;
    }

    @Override
    public boolean isPublicKey(byte[] compressed) {
        if (compressed[0] != 2 && compressed[0] != 3) {
            return false;
        }
        try {
            return !DOMAIN.getCurve().decodePoint(compressed).isInfinity();
        } catch (IllegalArgumentException notOnCurve) {
            return false;
        }
    }

    @Override
    public byte[] publicKeyOf(byte[] privateKey) {
        return new FixedPointCombMultiplier()
                .multiply(DOMAIN.getG(), new BigInteger(1, privateKey))
                .getEncoded(true);
    }

    @Override
    public byte[] sign(byte[] digest, byte[] privateKey) {
        ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
        signer.init(true, new ECPrivateKeyParameters(new BigInteger(1, privateKey), DOMAIN));
        BigInteger[] pair = signer.generateSignature(digest);
        BigInteger low = pair[1].compareTo(HALF_ORDER) > 0 ? DOMAIN.getN().subtract(pair[1]) : pair[1];
        byte[] signature = new byte[2 * WORD];
        write(pair[0], signature, 0);
        write(low, signature, WORD);
        return signature;
    }

    @Override
    public boolean verify(byte[] digest, byte[] signature, byte[] publicKey) {
        if (!isPublicKey(publicKey)) {
            return false;
        }
        ECDSASigner signer = new ECDSASigner();
        signer.init(false, new ECPublicKeyParameters(DOMAIN.getCurve().decodePoint(publicKey), DOMAIN));
        return signer.verifySignature(
                digest, new BigInteger(1, signature, 0, WORD), new BigInteger(1, signature, WORD, WORD));
    }

    @Override
    public byte[] add(byte[] privateKey, byte[] tweak) {
        BigInteger addend = new BigInteger(1, tweak);
        BigInteger sum = new BigInteger(1, privateKey).add(addend).mod(DOMAIN.getN());
        if (addend.compareTo(DOMAIN.getN()) >= 0 || sum.signum() == 0) {
            throw new IllegalArgumentException("the derived number is not a private key");
        }
        byte[] key = new byte[WORD];
        write(sum, key, 0);
        return key;
    }

    private static void write(BigInteger number, byte[] target, int offset) {
        byte[] bytes = number.toByteArray();
        int skip = Math.max(0, bytes.length - WORD);
        System.arraycopy(bytes, skip, target, offset + WORD - (bytes.length - skip), bytes.length - skip);
    }
}
