/** Every message type of the contract by its type URL, and the JSON mapping that is derived from the descriptors. */
@NullMarked
package network.millrace.protocol.registry;

import org.jspecify.annotations.NullMarked;
