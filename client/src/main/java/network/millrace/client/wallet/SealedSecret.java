package network.millrace.client.wallet;

import com.google.protobuf.ByteString;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.generators.SCrypt;

/**
 * A secret encrypted with AES-256-GCM under a key that scrypt makes from a passphrase.
 *
 * @param cost scrypt's N; memory is N x 1 KiB
 * @param salt of scrypt
 * @param nonce of AES-GCM, drawn anew for each sealing
 * @param sealed ciphertext and tag
 */
record SealedSecret(int cost, ByteString salt, ByteString nonce, ByteString sealed) {
    /** 32 MiB and about 0.1 s: what a guess costs. */
    static final int COST_DEFAULT = 1 << 15;
    /** Without a passphrase there is nothing to guess. */
    static final int COST_NONE = 1 << 4;

    private static final int COST_MAX = 1 << 20;
    private static final int BLOCK_SIZE = 8;
    private static final int SALT_BYTES = 16;
    private static final int NONCE_BYTES = 12;
    private static final int KEY_BYTES = 32;
    private static final int TAG_BITS = 128;
    private static final String CIPHER = "AES/GCM/NoPadding";

    SealedSecret {
        if (cost < 2 || cost > COST_MAX || Integer.bitCount(cost) != 1) {
            throw new KeystoreException("scrypt's cost must be a power of two up to " + COST_MAX + "; this is " + cost);
        }
        if (salt.size() != SALT_BYTES || nonce.size() != NONCE_BYTES || sealed.size() <= TAG_BITS / 8) {
            throw new KeystoreException("the key file is damaged: salt, nonce or ciphertext have the wrong length");
        }
    }

    /** @param context bound to the secret: it opens only with the same one */
    static SealedSecret seal(byte[] secret, Passphrase passphrase, byte[] context, SecureRandom random) {
        byte[] salt = new byte[SALT_BYTES];
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(salt);
        random.nextBytes(nonce);
        int cost = passphrase.isNone() ? COST_NONE : COST_DEFAULT;
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, key(passphrase, salt, cost), nonce, context)
                    .doFinal(secret);
            return new SealedSecret(
                    cost, ByteString.copyFrom(salt), ByteString.copyFrom(nonce), ByteString.copyFrom(sealed));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("this JDK cannot encrypt with " + CIPHER, impossible);
        }
    }

    /** @throws KeystoreException when the passphrase is wrong or the file was changed */
    byte[] open(Passphrase passphrase, byte[] context) {
        byte[] key = key(passphrase, salt.toByteArray(), cost);
        try {
            return cipher(Cipher.DECRYPT_MODE, key, nonce.toByteArray(), context)
                    .doFinal(sealed.toByteArray());
        } catch (AEADBadTagException wrong) {
            throw new KeystoreException(
                    passphrase.isNone()
                            ? "this key is locked: give its passphrase"
                            : "wrong passphrase (or the key file was changed)",
                    wrong);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("this JDK cannot decrypt with " + CIPHER, impossible);
        }
    }

    private static byte[] key(Passphrase passphrase, byte[] salt, int cost) {
        return SCrypt.generate(passphrase.bytes(), salt, cost, BLOCK_SIZE, 1, KEY_BYTES);
    }

    private static Cipher cipher(int mode, byte[] key, byte[] nonce, byte[] context) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(context);
        return cipher;
    }
}
