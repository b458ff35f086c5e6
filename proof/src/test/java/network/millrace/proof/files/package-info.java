@NullMarked
package network.millrace.proof.files;

import org.jspecify.annotations.NullMarked;
