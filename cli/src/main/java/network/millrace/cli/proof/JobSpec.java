package network.millrace.cli.proof;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which files and numbers make a job.
 *
 * @param weights initial values in place of those in the model
 * @param shapes of inputs that the model leaves open, as given on the command line
 * @param interval after how many steps a run commits to a checkpoint
 */
record JobSpec(
        Path model, Path inputs, @Nullable Path weights, List<String> shapes, long steps, int interval, long seed) {
    JobSpec {
        shapes = List.copyOf(shapes);
    }
}
