@NullMarked
package network.millrace.proof.dispute;

import org.jspecify.annotations.NullMarked;
