package network.millrace.cli.command;

import java.io.IOException;
import java.io.InputStream;
import picocli.CommandLine.Option;

/**
 * How a long-running command ends: by a signal (Ctrl-C, kill), or when whoever started it is gone. The latter shows as the end of standard input,
 * which comes whatever ended the parent; so no process of a network is left behind.
 */
public final class Ending {
    @Option(names = "--with-parent", hidden = true, description = "End when standard input ends.")
    private boolean withParent;

    /** Has this done once when the end comes; the process waits for it. */
    public void onEnd(Runnable close) {
        Runtime.getRuntime().addShutdownHook(new Thread(close, "ending"));
        if (withParent) {
            Thread.ofVirtual().name("parent").start(Ending::awaitEndOfInput);
        }
    }

    private static void awaitEndOfInput() {
        InputStream in = System.in;
        try {
            while (in.read() >= 0) {
                // what the parent says is of no interest, only that it is there
            }
        } catch (IOException brokenPipe) {
            // the same as the end
        }
        System.exit(0);
    }
}
