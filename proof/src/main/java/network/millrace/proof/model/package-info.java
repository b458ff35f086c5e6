/** Models as graphs, made in code: what demonstrations, benches and tests train and run without a file from elsewhere. */
@NullMarked
package network.millrace.proof.model;

import org.jspecify.annotations.NullMarked;
