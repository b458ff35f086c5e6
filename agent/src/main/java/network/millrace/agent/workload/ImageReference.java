package network.millrace.agent.workload;

import java.nio.file.Path;
import java.util.regex.Pattern;

/** Where an image comes from. */
public sealed interface ImageReference {

    /** An OCI image layout on this machine's disk, {@code oci:/path:tag}. */
    record Layout(Path directory, String tag) implements ImageReference {
        private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,127}");

        public Layout {
            if (!directory.isAbsolute()) {
                throw new IllegalArgumentException("an oci: image needs an absolute path, not " + directory);
            }
            if (!TAG.matcher(tag).matches()) {
                throw new IllegalArgumentException("a tag is letters, digits and . _ -, not \"" + tag + "\"");
            }
        }

        @Override
        public String toString() {
            return "oci:" + directory + ":" + tag;
        }
    }

    /**
     * An image in a registry.
     *
     * @param version {@code :tag}, {@code @sha256:…}, or both in this order; what is missing is {@code :latest}
     */
    record Registry(String host, String repository, String version) implements ImageReference {
        @Override
        public String toString() {
            return host + "/" + repository + version;
        }

        /** Whether the manifest's digest is part of the reference. */
        public boolean isPinned() {
            return version.contains("@");
        }
    }

    /**
     * Reads {@code oci:/path:tag}, {@code docker://host/name:tag@sha256:…}, or what Docker users write: {@code nginx:1.27},
     * {@code user/app}, {@code ghcr.io/user/app@sha256:…}.
     *
     * @throws IllegalArgumentException with what was expected
     */
    static ImageReference parse(String text) {
        return text.startsWith("oci:") ? RegistryName.layout(text.substring(4)) : RegistryName.parse(text);
    }
}
