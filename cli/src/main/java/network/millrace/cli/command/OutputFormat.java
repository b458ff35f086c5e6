package network.millrace.cli.command;

/** The two ways to answer; lower case because that is how they are written on the command line. */
public enum OutputFormat {
    table,
    json
}
