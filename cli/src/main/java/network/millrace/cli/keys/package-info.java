/** {@code millrace keys}: the keys of a person or a provider, encrypted at rest. */
@NullMarked
package network.millrace.cli.keys;

import org.jspecify.annotations.NullMarked;
