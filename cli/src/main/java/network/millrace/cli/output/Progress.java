package network.millrace.cli.output;

/** Told what is being done at the moment, in a few words. May be called from any thread. */
@FunctionalInterface
public interface Progress {
    Progress SILENT = doing -> {};

    void report(String doing);
}
