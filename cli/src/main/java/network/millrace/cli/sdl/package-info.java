/**
 * SDL documents on the command line: check, explain, begin, import. Nothing here asks a network unless {@code --node} is given, and classes for that are loaded
 * only then, so that a check takes no longer than reading the file.
 */
@NullMarked
package network.millrace.cli.sdl;

import org.jspecify.annotations.NullMarked;
