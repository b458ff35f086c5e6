/** What somebody may have meant: for the sentences of every door that names things. */
@NullMarked
package network.millrace.protocol.spelling;

import org.jspecify.annotations.NullMarked;
