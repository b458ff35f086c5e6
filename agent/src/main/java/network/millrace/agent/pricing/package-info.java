/** What the provider asks for a part of its machine: linear rates from the configuration, a pure function. */
@NullMarked
package network.millrace.agent.pricing;

import org.jspecify.annotations.NullMarked;
