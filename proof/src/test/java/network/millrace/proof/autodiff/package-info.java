/** Gradients against finite differences of whole models, optimizers against their formulas, training graphs as files. */
@NullMarked
package network.millrace.proof.autodiff;

import org.jspecify.annotations.NullMarked;
