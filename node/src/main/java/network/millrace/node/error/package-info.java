/** What a node refuses, by stable codes, and the nearest word to one that was misspelt. Used by every part of a node. */
@NullMarked
package network.millrace.node.error;

import org.jspecify.annotations.NullMarked;
