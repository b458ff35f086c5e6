/**
 * {@code millrace demo} and {@code millrace up}: the whole network on one machine. The demo tells a story and checks each sentence of it; its exit
 * code is 0 only when all of them held.
 */
@NullMarked
package network.millrace.cli.demo;

import org.jspecify.annotations.NullMarked;
