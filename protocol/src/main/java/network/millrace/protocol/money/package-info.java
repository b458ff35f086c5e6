/** Whole micro-units and prices with exact arithmetic: nothing here rounds without saying which way. */
@NullMarked
package network.millrace.protocol.money;

import org.jspecify.annotations.NullMarked;
