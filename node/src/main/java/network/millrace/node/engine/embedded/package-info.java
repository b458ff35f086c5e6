/**
 * One sequencer in the node's own process. {@link network.millrace.node.engine.embedded.Sequencer} decides and has neither threads
 * nor a clock; {@link network.millrace.node.engine.embedded.EmbeddedEngine} is the thin shell that gives it both.
 */
@NullMarked
package network.millrace.node.engine.embedded;

import org.jspecify.annotations.NullMarked;
