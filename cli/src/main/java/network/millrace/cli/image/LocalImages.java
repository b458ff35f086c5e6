package network.millrace.cli.image;

import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import network.millrace.cli.output.Progress;

/**
 * Images that lie on this machine's disk, which an SDL document names as {@code oci:images/NAME:TAG}. Providers need a full path, so it is put in
 * before the document is read. The image {@code web} is made when it is asked for.
 */
public record LocalImages(Path folder) {
    private static final Pattern NAMED = Pattern.compile("\\boci:images/([A-Za-z0-9][A-Za-z0-9._-]*):");
    private static final String WEB = "web";

    /** The document with full paths. */
    public String resolve(String document, Progress progress) throws IOException {
        Matcher matcher = NAMED.matcher(document);
        StringBuilder resolved = new StringBuilder();
        while (matcher.find()) {
            Path layout = layout(matcher.group(1), progress);
            matcher.appendReplacement(resolved, Matcher.quoteReplacement("oci:" + layout + ":"));
        }
        return matcher.appendTail(resolved).toString();
    }

    private Path layout(String name, Progress progress) throws IOException {
        return name.equals(WEB) ? WebImage.in(folder, progress) : folder.resolve(name);
    }
}
