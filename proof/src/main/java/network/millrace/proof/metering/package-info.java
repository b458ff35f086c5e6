/**
 * Measures what a referee really computes. The tile rules say what a link costs, and a referee believes them; here the engine is
 * loaded a second time with a counter before each arithmetic instruction, so that what rules say can be held against what their
 * code does. For tests and benches; nothing that judges a dispute depends on it.
 *
 * <p>{@link network.millrace.proof.metering.LinkMeter} is the door. What it gives crosses from the second engine into the first,
 * so only {@code Measured}, {@code Meter} and {@code Measurement} are the same classes in both.
 */
@NullMarked
package network.millrace.proof.metering;

import org.jspecify.annotations.NullMarked;
