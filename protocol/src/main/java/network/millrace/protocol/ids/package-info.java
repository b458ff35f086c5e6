/** The five ids of the market, Akash's: owner / dseq / gseq / oseq / provider. */
@NullMarked
package network.millrace.protocol.ids;

import org.jspecify.annotations.NullMarked;
