package network.millrace.agent.access;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import network.millrace.client.access.AccessClaims;
import network.millrace.client.access.AccessToken;
import network.millrace.protocol.address.Address;
import network.millrace.protocol.crypto.Hash;

/**
 * Tokens that have opened the door, until they expire by themselves; over a restart too, in a file. When too many are remembered
 * new ones are refused: forgetting one early would let it be used again. One issuer may fill a tenth of the room, so that none
 * can keep the others out. Guarded by itself.
 */
public final class UsedTokens implements AutoCloseable {

    private static final int MOST = 100_000;
    private static final int SHARES = 10;

    /** What became of a token. */
    enum Use {
        FIRST,
        AGAIN,
        TOO_MANY
    }

    private record Remembered(Address issuer, Instant until) {}

    private final Map<Hash, Remembered> tokens = new LinkedHashMap<>();
    private final Map<Address, Integer> perIssuer = new HashMap<>();
    private final TokenFile file;
    private final int most;
    private final int mostOfOne;
    private Instant nextSweep = Instant.MIN;

    UsedTokens(TokenFile file, int most, int mostOfOne) {
        this.file = file;
        this.most = most;
        this.mostOfOne = mostOfOne;
    }

    /**
     * Those of a file, which is made when it is absent.
     *
     * @throws IOException when the file cannot be read or written
     */
    public static UsedTokens open(Path file, Instant now) throws IOException {
        UsedTokens used = new UsedTokens(TokenFile.open(file), MOST, MOST / SHARES);
        used.file.read().forEach(entry -> used.remember(entry.token(), entry.issuer(), entry.until()));
        used.sweep(now);
        used.rewrite();
        return used;
    }

    synchronized Use use(AccessClaims claims, Instant now) {
        if (tokens.size() >= most || !now.isBefore(nextSweep)) {
            sweep(now);
        }
        Hash token = Hash.sha256((claims.issuer() + "/" + claims.id()).getBytes(StandardCharsets.UTF_8));
        if (tokens.containsKey(token)) {
            return Use.AGAIN;
        }
        if (tokens.size() >= most || perIssuer.getOrDefault(claims.issuer(), 0) >= mostOfOne) {
            return Use.TOO_MANY;
        }
        // A token is taken until its expiry and the allowance for clocks are over, and remembered as long.
        Instant until = claims.expires().plus(AccessToken.CLOCK_SKEW);
        append(new TokenFile.Entry(token, claims.issuer(), until));
        remember(token, claims.issuer(), until);
        return Use.FIRST;
    }

    @Override
    public synchronized void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException("used tokens cannot be closed", e);
        }
    }

    private void remember(Hash token, Address issuer, Instant until) {
        if (tokens.put(token, new Remembered(issuer, until)) == null) {
            perIssuer.merge(issuer, 1, Integer::sum);
        }
    }

    private void sweep(Instant now) {
        nextSweep = now.plus(AccessToken.CLOCK_SKEW);
        for (Iterator<Remembered> each = tokens.values().iterator(); each.hasNext(); ) {
            Remembered one = each.next();
            if (one.until().isBefore(now)) {
                each.remove();
                perIssuer.computeIfPresent(one.issuer(), (issuer, count) -> count == 1 ? null : count - 1);
            }
        }
        if (file.entries() > 2L * tokens.size() + SHARES) {
            rewrite();
        }
    }

    private void rewrite() {
        try {
            file.replace(tokens.entrySet().stream()
                    .map(entry -> new TokenFile.Entry(
                            entry.getKey(),
                            entry.getValue().issuer(),
                            entry.getValue().until()))
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException("used tokens cannot be remembered: is the disk full?", e);
        }
    }

    private void append(TokenFile.Entry entry) {
        try {
            file.append(entry);
        } catch (IOException e) {
            // Not to be remembered is not to be used: the door answers that it failed.
            throw new UncheckedIOException("used tokens cannot be remembered: is the disk full?", e);
        }
    }
}
