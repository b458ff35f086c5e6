package network.millrace.cli.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import network.millrace.cli.command.Home;

/**
 * A home that is gone afterwards, whatever ended the program: what a killed one left behind is cleared by the next one. The folder's name says
 * which process it belongs to.
 */
final class TemporaryHome {
    private static final String PREFIX = "millrace-demo-";

    private TemporaryHome() {}

    /** A new one; those of processes that are gone are wiped, with what still runs in them. */
    static Home create(String backend) throws IOException {
        Path parent = Path.of(System.getProperty("java.io.tmpdir"));
        for (Path old : abandoned(parent)) {
            new Workloads(new Home(old), backend).wipeWithHome();
        }
        Path folder = parent.resolve(PREFIX + ProcessHandle.current().pid());
        return new Home(Files.createDirectory(folder));
    }

    private static List<Path> abandoned(Path parent) throws IOException {
        try (Stream<Path> folders = Files.list(parent)) {
            return folders.filter(TemporaryHome::isAbandoned).toList();
        }
    }

    private static boolean isAbandoned(Path folder) {
        String name = folder.getFileName().toString();
        if (!name.matches(PREFIX + "[0-9]{1,18}") || !Files.isWritable(folder)) {
            return false;
        }
        long owner = Long.parseLong(name.substring(PREFIX.length()));
        return owner == ProcessHandle.current().pid() || ProcessHandle.of(owner).isEmpty();
    }
}
