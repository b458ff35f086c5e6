package network.millrace.agent.workload.sandbox;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import network.millrace.agent.workload.ImageReference;
import network.millrace.agent.workload.Readiness;
import network.millrace.agent.workload.WorkloadException;
import network.millrace.agent.workload.WorkloadFault;

/** Fetches from registries with skopeo, over TLS except for hosts the operator has named. */
final class ImageRegistry {

    private static final Duration LOOKUP_LIMIT = Duration.ofMinutes(1);
    private static final Duration FETCH_LIMIT = Duration.ofMinutes(15);
    /** What skopeo has to end by itself, so that its own words are known. */
    private static final Duration OWN_END = Duration.ofSeconds(5);

    private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");

    /** How skopeo words that there is no such image, or none that anybody may have. */
    private static final Pattern ABSENT = Pattern.compile(
            "manifest unknown|name unknown|NAME_UNKNOWN|not found|404|unauthorized|denied|no such host");

    private final SandboxSettings.Images settings;

    ImageRegistry(SandboxSettings.Images settings) {
        this.settings = settings;
    }

    /** The digest a reference stands for now; a pinned one needs no question. */
    String digest(ImageReference.Registry reference) throws WorkloadException {
        if (reference.isPinned()) {
            return reference.version().substring(reference.version().indexOf('@') + 1);
        }
        List<String> command = new ArrayList<>(List.of("skopeo", "inspect", "--no-tags", "--format", "{{.Digest}}"));
        command.addAll(tls("--tls-verify=false", reference));
        command.add("docker://" + reference);
        Matcher digest = DIGEST.matcher(skopeo(command, LOOKUP_LIMIT, reference));
        if (!digest.find()) {
            throw new WorkloadException(new WorkloadFault.ImageBroken(reference, "the registry gave no digest"));
        }
        return digest.group();
    }

    /** Copies exactly the image of this digest into a layout; skopeo checks what it receives against it. */
    void fetch(ImageReference.Registry reference, String digest, Path layout, String tag) throws WorkloadException {
        List<String> command = new ArrayList<>(List.of("skopeo", "copy", "--quiet", "--override-os", "linux"));
        command.addAll(tls("--src-tls-verify=false", reference));
        command.add("docker://" + reference.host() + "/" + reference.repository() + "@" + digest);
        command.add("oci:" + layout + ":" + tag);
        skopeo(command, FETCH_LIMIT, reference);
    }

    private List<String> tls(String off, ImageReference.Registry reference) {
        return settings.plainHttpRegistries().contains(reference.host()) ? List.of(off) : List.of();
    }

    /** No signature policy is asked for: what counts is the digest. */
    private static String skopeo(List<String> command, Duration limit, ImageReference.Registry reference)
            throws WorkloadException {
        Optional<Readiness.MissingPart> missing = SandboxParts.missingForRegistries();
        if (missing.isPresent()) {
            Readiness readiness = new Readiness(List.of(missing.get()), List.of());
            throw new WorkloadException(new WorkloadFault.RuntimeMissing(readiness));
        }
        command.addAll(1, List.of("--insecure-policy", "--command-timeout=" + limit.toSeconds() + "s"));
        Commands.Result result = Commands.run(command, "", limit.plus(OWN_END));
        if (result.isSuccess()) {
            return result.output();
        }
        String detail = Complaint.reason(result.output());
        throw new WorkloadException(
                ABSENT.matcher(detail).find()
                        ? new WorkloadFault.ImageMissing(reference, detail)
                        : new WorkloadFault.ImageUnreachable(reference, detail));
    }
}
