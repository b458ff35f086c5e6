/** The rules of ARCHITECTURE.md and STYLE.md that a machine can check, over the classes of all modules. */
@NullMarked
package network.millrace.architecture;

import org.jspecify.annotations.NullMarked;
