/** What a person or a script reads: aligned tables, one-line JSON, colours on terminals only, a progress line. */
@NullMarked
package network.millrace.cli.output;

import org.jspecify.annotations.NullMarked;
