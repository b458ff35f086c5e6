/** What an operator may set, with defaults and bounds: one table, from which the file, its errors and its documentation come. */
@NullMarked
package network.millrace.node.config;

import org.jspecify.annotations.NullMarked;
