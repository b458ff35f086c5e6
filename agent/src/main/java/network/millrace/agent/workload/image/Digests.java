package network.millrace.agent.workload.image;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** Digests as OCI writes them, {@code sha256:} and 64 hexadecimal digits. */
final class Digests {

    private static final String PREFIX = "sha256:";
    private static final Pattern ALLOWED = Pattern.compile("sha256:[0-9a-f]{64}");

    private Digests() {}

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    static String of(byte[] content) {
        return text(sha256().digest(content));
    }

    static String text(byte[] hash) {
        return PREFIX + HexFormat.of().formatHex(hash);
    }

    static boolean isDigest(String text) {
        return ALLOWED.matcher(text).matches();
    }

    /** The digits alone, which are safe as a file name. */
    static String hex(String digest) {
        if (!isDigest(digest)) {
            throw new IllegalArgumentException("a digest is sha256: and 64 hexadecimal digits, not \"" + digest + "\"");
        }
        return digest.substring(PREFIX.length());
    }
}
