/** Fuzz targets: what must hold for any bytes that a stranger may send, looked for by Jazzer in processes of its own. */
@NullMarked
package network.millrace.proof.fuzz;

import org.jspecify.annotations.NullMarked;
