/** What a node counts about itself, as text that Prometheus and people can read. */
@NullMarked
package network.millrace.node.telemetry;

import org.jspecify.annotations.NullMarked;
