/** What two parties of the network must agree on byte for byte. */
@NullMarked
package network.millrace.protocol;

import org.jspecify.annotations.NullMarked;
