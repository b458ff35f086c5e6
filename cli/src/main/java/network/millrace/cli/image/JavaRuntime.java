package network.millrace.cli.image;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.spi.ToolProvider;
import network.millrace.cli.command.CommandFailure;

/** A Java runtime of no more than the web server's module, linked from the JDK that runs this program. */
record JavaRuntime(Path folder) {
    static Path home() {
        return Path.of(System.getProperty("java.home"));
    }

    /** Links it and gives its folder. */
    Path link() throws IOException {
        ToolProvider jlink = ToolProvider.findFirst("jlink")
                .orElseThrow(
                        () -> CommandFailure.missing(
                                "this Java (" + home()
                                        + ") has no jlink, which makes the example's image; start Millrace with a whole JDK: set JAVA_HOME"));
        StringWriter log = new StringWriter();
        PrintWriter writer = new PrintWriter(log);
        int status = jlink.run(
                writer,
                writer,
                "--add-modules",
                "jdk.httpserver",
                "--strip-java-debug-attributes",
                "--no-header-files",
                "--no-man-pages",
                // Its classes differ from one link to the next, and the image's digest with them.
                "--disable-plugin",
                "generate-jli-classes",
                "--output",
                folder.toString());
        if (status != 0) {
            throw new IOException("jlink could not make the example's runtime: "
                    + log.toString().strip());
        }
        return folder;
    }
}
