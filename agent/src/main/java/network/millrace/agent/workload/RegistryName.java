package network.millrace.agent.workload;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The grammar of references, kept apart from the types. */
final class RegistryName {

    private static final Pattern REFERENCE = Pattern.compile("(?:docker://)?"
            + "(?:(?<host>localhost|[A-Za-z0-9-]+(?:\\.[A-Za-z0-9-]+)+(?::[0-9]{1,5})?|[A-Za-z0-9-]+:[0-9]{1,5})/)?"
            + "(?<repository>[a-z0-9]+(?:(?:[._-]|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:[._-]|__|-+)[a-z0-9]+)*)*)"
            + "(?<tag>:[A-Za-z0-9_][A-Za-z0-9._-]{0,127})?"
            + "(?<digest>@sha256:[0-9a-f]{64})?");
    private static final int LENGTH_MAX = 512;
    private static final String HUB = "docker.io";

    private RegistryName() {}

    static ImageReference layout(String text) {
        int colon = text.lastIndexOf(':');
        boolean tagged = colon > text.lastIndexOf('/');
        String path = tagged ? text.substring(0, colon) : text;
        return new ImageReference.Layout(Path.of(path), tagged ? text.substring(colon + 1) : "latest");
    }

    static ImageReference parse(String text) {
        if (text.length() > LENGTH_MAX) {
            throw new IllegalArgumentException(
                    "an image reference has at most " + LENGTH_MAX + " characters, not " + text.length());
        }
        Matcher matcher = REFERENCE.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "an image is oci:/path:tag or [host/]name[:tag][@sha256:digest], not \"" + text + "\"");
        }
        String host = group(matcher, "host");
        String repository = group(matcher, "repository");
        String version = group(matcher, "tag") + group(matcher, "digest");
        return registry(host, repository, version.isEmpty() ? ":latest" : version);
    }

    /** Docker's rule: a first part without dot or port is no host but a name on the hub; one part alone is the hub's own. */
    private static ImageReference registry(String host, String repository, String version) {
        boolean onHub = host.isEmpty() || host.equals(HUB);
        String path = onHub && !repository.contains("/") ? "library/" + repository : repository;
        return new ImageReference.Registry(onHub ? HUB : host, path, version);
    }

    private static String group(Matcher matcher, String name) {
        String value = matcher.group(name);
        return value == null ? "" : value;
    }
}
