/**
 * The node's door: HTTP on one port, with JSON derived from the descriptors of the contract. What is in the contract needs no code
 * here: a module's query is reachable as soon as its service names it.
 */
@NullMarked
package network.millrace.node.api;

import org.jspecify.annotations.NullMarked;
