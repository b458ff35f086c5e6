/**
 * What stands between strangers' connections and an HTTP server, for every daemon that has one.
 *
 * <p>A server that reads requests one after another on a connection trusts whoever is at the other end to go on. Nobody
 * has to: a head that comes one byte a minute, a body that never ends, an answer that is not read cost a stranger nothing
 * and the server a thread and one of its connections each. {@link GuardedConnections} counts connections by address, so
 * that one address cannot have all of them, and ends those that are too slow:
 *
 * <ul>
 *   <li><b>Receiving.</b> The time spent waiting for more of a request is added up, also where nobody wants its body any
 *       more. It may be {@code patience} and what the bytes that came take at {@code bytesPerSecond}. Time in which the
 *       server itself works does not count, nor does waiting for a request to begin, which has a limit of its own.
 *   <li><b>Sending.</b> A single write may take {@code stall}.
 * </ul>
 *
 * <p>A connection is ended by closing its socket. Its thread is never interrupted: it may be in the middle of reading a
 * file by then, and an interrupt closes the file for everybody.
 */
@NullMarked
package network.millrace.serving;

import org.jspecify.annotations.NullMarked;
