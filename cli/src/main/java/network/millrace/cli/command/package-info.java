/**
 * What all commands share: the options every one of them has, how they answer (table or JSON), and how failures become one sentence and an exit
 * code.
 */
@NullMarked
package network.millrace.cli.command;

import org.jspecify.annotations.NullMarked;
