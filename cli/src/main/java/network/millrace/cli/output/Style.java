package network.millrace.cli.output;

/** How a piece of text stands out on a terminal. */
public enum Style {
    BOLD("1"),
    FAINT("2"),
    GOOD("32"),
    BAD("31"),
    NOTICE("33"),
    NAME("36");

    static final String END = "\u001b[0m";

    private final String code;

    Style(String code) {
        this.code = code;
    }

    String begin() {
        return "\u001b[" + code + "m";
    }
}
