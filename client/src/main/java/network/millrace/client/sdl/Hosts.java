package network.millrace.client.sdl;

import java.util.regex.Pattern;
import network.millrace.protocol.MalformedException;

/** The form of host names that a port accepts. */
final class Hosts {
    private static final Pattern NAME =
            Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
    private static final int NAME_LENGTH_MAX = 253;

    private static final Pattern PORT = Pattern.compile("(:[0-9]*)?");
    /** An escape that is none. */
    private static final Pattern UNESCAPED = Pattern.compile("%(?![0-9a-fA-F]{2})");
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
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ' || text.charAt(i) == 0x7F) {
                return false;
            }
        }
        int query = text.indexOf('?');
        String withoutQuery = query < 0 ? text : text.substring(0, query);
        int slash = withoutQuery.indexOf('/');
        String authority = slash < 0 ? withoutQuery : withoutQuery.substring(0, slash);
        String path = slash < 0 ? "" : withoutQuery.substring(slash);
        String host = authority.substring(authority.lastIndexOf('@') + 1);
        int colon = host.lastIndexOf(':');
        boolean port = colon < 0 || PORT.matcher(host.substring(colon)).matches();
        for (int i = 0; i < host.length(); i++) {
            if (!mayStandInHost(host.charAt(i))) {
                return false;
            }
        }
        return port && !UNESCAPED.matcher(path).find();
    }

    private static boolean mayStandInHost(int character) {
        return character >= 0x80 || Character.isLetterOrDigit(character) || PUNCTUATION.indexOf(character) >= 0;
    }
}
