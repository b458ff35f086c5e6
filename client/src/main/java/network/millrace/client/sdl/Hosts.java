package network.millrace.client.sdl;

import java.util.regex.Pattern;
import network.millrace.protocol.MalformedException;

/** The form of host names that a port accepts. */
final class Hosts {
    private static final Pattern NAME =
            Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
    private static final int NAME_LENGTH_MAX = 253;

    private static final Pattern PORT = Pattern.compile("(:[0-9]*)?");
    private static final Pattern ESCAPED = Pattern.compile("(?:[^%]|%[0-9a-fA-F]{2})*");
    /** What a URL's host may have beside letters and digits, and what is beyond ASCII. */
    private static final String PUNCTUATION = "-_.~!$&'()*+,;=:[]<>\"";

    private Hosts() {}

    /** Whether it is a name of the domain name system in lower case; an IPv4 address passes as one. */
    static boolean isName(String host) {
        return host.length() <= NAME_LENGTH_MAX && NAME.matcher(host).matches();
    }

    /** Akash puts each host into a URL and asks whether that can be read, also for services that are not deployed. */
    static void checkUrl(YamlValue at, String text) {
        if (!isName(text) && !isUrl(text)) {
            at.problem("accept takes host names; this is " + MalformedException.quote(text), "");
        }
    }

    private static boolean isUrl(String text) {
        if (text.chars().anyMatch(character -> character < ' ' || character == 0x7F)) {
            return false;
        }
        String withoutQuery = text.split("\\?", 2)[0];
        int slash = withoutQuery.indexOf('/');
        String authority = slash < 0 ? withoutQuery : withoutQuery.substring(0, slash);
        String path = slash < 0 ? "" : withoutQuery.substring(slash);
        String host = authority.substring(authority.lastIndexOf('@') + 1);
        int colon = host.lastIndexOf(':');
        boolean port = colon < 0 || PORT.matcher(host.substring(colon)).matches();
        return port
                && host.chars().allMatch(Hosts::mayStandInHost)
                && ESCAPED.matcher(path).matches();
    }

    private static boolean mayStandInHost(int character) {
        return character >= 0x80 || Character.isLetterOrDigit(character) || PUNCTUATION.indexOf(character) >= 0;
    }
}
