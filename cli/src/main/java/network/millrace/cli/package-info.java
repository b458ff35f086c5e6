/** The command line: one program for tenants, providers and node operators. */
@NullMarked
package network.millrace.cli;

import org.jspecify.annotations.NullMarked;
