package network.millrace.protocol.crypto;

import fr.acinq.secp256k1.Secp256k1Exception;

/** libsecp256k1 through JNI: six times as fast as BouncyCastle. */
final class NativeSignatures implements Signatures {
    private final fr.acinq.secp256k1.Secp256k1 library;

    /** Loads the library; throws IllegalStateException where it has none for this machine. */
    NativeSignatures() {
        library = fr.acinq.secp256k1.Secp256k1.get();
    }

    @Override
    public String name() {
        return "libsecp256k1";
    }

    @Override
    public boolean isPrivateKey(byte[] key) {
        return library.secKeyVerify(key);
    }

    @Override
    public boolean isPublicKey(byte[] compressed) {
        try {
            library.pubkeyParse(compressed);
            return true;
        } catch (Secp256k1Exception notOnCurve) {
            return false;
        }
    }

    @Override
    public byte[] publicKeyOf(byte[] privateKey) {
        return library.pubKeyCompress(library.pubkeyCreate(privateKey));
    }

    @Override
    public byte[] sign(byte[] digest, byte[] privateKey) {
        return library.sign(digest, privateKey);
    }

    @Override
    public boolean verify(byte[] digest, byte[] signature, byte[] publicKey) {
        try {
            return library.verify(signature, digest, publicKey);
        } catch (Secp256k1Exception malformed) {
            // The library throws for r or s beyond the order and for a point off the curve: not a signature either way.
            return false;
        }
    }

    @Override
    public byte[] add(byte[] privateKey, byte[] tweak) {
        try {
            return library.privKeyTweakAdd(privateKey.clone(), tweak);
        } catch (Secp256k1Exception zero) {
            throw new IllegalArgumentException("the derived number is not a private key", zero);
        }
    }
}
