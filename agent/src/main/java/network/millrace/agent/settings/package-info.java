/** What an operator may set, with defaults and bounds: one table, from which the file, its errors and its help come. */
@NullMarked
package network.millrace.agent.settings;

import org.jspecify.annotations.NullMarked;
