package network.millrace.agent.workload.docker;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.PullResponseItem;
import com.github.dockerjava.api.model.ResponseItem;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import network.millrace.agent.workload.ImageReference;
import network.millrace.agent.workload.WorkloadException;
import network.millrace.agent.workload.WorkloadFault;

/** One pull by the engine, ended when the registry offers more than is allowed. */
final class ImagePull extends ResultCallback.Adapter<PullResponseItem> {

    private static final long LIMIT_MIN = 15;

    /** How engine and registries word that there is no such image, or none that anybody may have. */
    private static final Pattern ABSENT = Pattern.compile(
            "manifest unknown|name unknown|not found|404|unauthorized|denied|no such host|does not exist",
            Pattern.CASE_INSENSITIVE);

    private final long bytesMax;
    private final Map<String, Long> layers = new HashMap<>();
    private volatile String complaint = "";
    private volatile boolean tooLarge;
    private volatile boolean engineFailed;

    private ImagePull(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    /**
     * Pulls an image.
     *
     * @param bytesMax what its layers may have together, as they are transferred
     */
    static void run(Engine engine, ImageReference.Registry reference, long bytesMax) throws WorkloadException {
        ImagePull pull = new ImagePull(bytesMax);
        try {
            engine.streams()
                    .pullImageCmd(reference.host() + "/" + reference.repository())
                    .withTag(tagOrDigest(reference))
                    .exec(pull);
            if (!pull.awaitCompletion(LIMIT_MIN, TimeUnit.MINUTES)) {
                pull.close();
                throw unreachable(reference, "it took longer than " + LIMIT_MIN + " minutes");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WorkloadException(
                    new WorkloadFault.RuntimeFailed("fetching image " + reference, "interrupted"), e);
        } catch (IOException | RuntimeException e) {
            pull.engineFailed |= !(e instanceof DockerException);
            throw problem(reference, pull, String.valueOf(e.getMessage()));
        }
        if (pull.tooLarge || !pull.complaint.isEmpty()) {
            throw problem(reference, pull, pull.complaint);
        }
    }

    /** The name by which the engine knows it afterwards. */
    static String name(ImageReference.Registry reference) {
        return reference.host() + "/" + reference.repository() + (reference.isPinned() ? "@" : ":")
                + tagOrDigest(reference);
    }

    @Override
    public void onNext(PullResponseItem item) {
        if (item.getErrorDetail() != null) {
            complaint = String.valueOf(item.getErrorDetail().getMessage());
        }
        ResponseItem.ProgressDetail progress = item.getProgressDetail();
        if (progress != null && progress.getTotal() != null && "Downloading".equals(item.getStatus())) {
            layers.put(String.valueOf(item.getId()), progress.getTotal());
            if (layers.values().stream().mapToLong(Long::longValue).sum() > bytesMax) {
                tooLarge = true;
                end();
            }
        }
    }

    @Override
    public void onError(Throwable cause) {
        if (!tooLarge) {
            // What the engine answers is about the registry; without an answer it is about the engine.
            engineFailed = !(cause instanceof DockerException);
            complaint = cause instanceof RuntimeException failure
                    ? Engine.sentence(failure)
                    : String.valueOf(cause.getMessage());
        }
        onComplete();
    }

    private void end() {
        try {
            close();
        } catch (IOException e) {
            complaint = String.valueOf(e.getMessage());
        }
    }

    private static String tagOrDigest(ImageReference.Registry reference) {
        String version = reference.version();
        return reference.isPinned() ? version.substring(version.indexOf('@') + 1) : version.substring(1);
    }

    private static WorkloadException problem(ImageReference.Registry reference, ImagePull pull, String detail) {
        if (pull.tooLarge) {
            return new WorkloadException(new WorkloadFault.ImageBroken(
                    reference, "its layers have more than the " + pull.bytesMax + " bytes that this machine allows"));
        }
        String reason = pull.complaint.isEmpty() ? detail : pull.complaint;
        if (pull.engineFailed) {
            return new WorkloadException(new WorkloadFault.RuntimeFailed("fetching image " + reference, reason));
        }
        return ABSENT.matcher(reason).find()
                ? new WorkloadException(new WorkloadFault.ImageMissing(reference, reason))
                : unreachable(reference, reason);
    }

    private static WorkloadException unreachable(ImageReference reference, String detail) {
        return new WorkloadException(new WorkloadFault.ImageUnreachable(reference, detail));
    }
}
