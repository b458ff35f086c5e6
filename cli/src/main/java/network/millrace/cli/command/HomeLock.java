package network.millrace.cli.command;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** That only one network runs in a home. The system takes the lock back whatever ends the process. */
public final class HomeLock implements AutoCloseable {
    private final FileChannel file;

    private HomeLock(FileChannel file) {
        this.file = file;
    }

    /** @throws CommandFailure when a network runs there already */
    public static HomeLock take(Home home) throws IOException {
        Path path = home.folder().resolve("up.lock");
        FileChannel file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        @Nullable FileLock lock = file.tryLock();
        if (lock == null) {
            file.close();
            throw CommandFailure.failed("a network runs in " + home.folder()
                    + " already; use it, end it with Ctrl-C where it was started, or take another --home");
        }
        return new HomeLock(file);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
