/** The image that the examples run, made from the JDK that runs this program and the C library beneath it. */
@NullMarked
package network.millrace.cli.image;

import org.jspecify.annotations.NullMarked;
