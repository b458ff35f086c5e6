package network.millrace.agent.access;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A request body that must not be longer than a limit. */
final class BodyLimit extends FilterInputStream {

    /** The body went past its limit. */
    static final class ExceededException extends IOException {
        ExceededException() {
            super("the request body is too long");
        }
    }

    private long left;

    BodyLimit(InputStream in, long bytesMax) {
        super(in);
        this.left = bytesMax;
    }

    /** Whether an exchange failed because of a body too long. */
    static boolean isCause(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ExceededException) {
                return true;
            }
        }
        return false;
    }

    @Override
    public int read() throws IOException {
        int one = super.read();
        if (one >= 0) {
            take(1);
        }
        return one;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int count = super.read(buffer, offset, length);
        if (count > 0) {
            take(count);
        }
        return count;
    }

    private void take(int count) throws ExceededException {
        left -= count;
        if (left < 0) {
            throw new ExceededException();
        }
    }
}
