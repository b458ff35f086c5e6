/** {@code millrace provider}: settings, registration and the agent of a provider. */
@NullMarked
package network.millrace.cli.provider;

import org.jspecify.annotations.NullMarked;
