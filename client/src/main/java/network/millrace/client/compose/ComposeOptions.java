package network.millrace.client.compose;

import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a compose file does not say and an SDL document must.
 *
 * @param variables what {@code ${NAME}} stands for; the environment of the process is not looked at, so that no secret slips into a manifest
 * @param images image by service, for services that compose would build
 * @param volumeSize size of a persistent volume, such as 1Gi
 * @param diskSize size of a service's own disk
 * @param cpuMillis cores of a service that names no limit, in thousandths
 * @param memorySize memory of a service that names no limit
 * @param denom in what prices are
 * @param priceOrNull the most that an instance may cost for a pricing period; null = by its size
 */
public record ComposeOptions(
        Map<String, String> variables,
        Map<String, String> images,
        String volumeSize,
        String diskSize,
        long cpuMillis,
        String memorySize,
        String denom,
        @Nullable BigDecimal priceOrNull) {
    public static final String VOLUME_SIZE = "1Gi";
    public static final String DISK_SIZE = "1Gi";
    public static final String MEMORY_SIZE = "512Mi";
    public static final long CPU_MILLIS = 500;
    public static final ComposeOptions DEFAULT =
            new ComposeOptions(Map.of(), Map.of(), VOLUME_SIZE, DISK_SIZE, CPU_MILLIS, MEMORY_SIZE, "uusd", null);

    public ComposeOptions {
        variables = Map.copyOf(variables);
        images = Map.copyOf(images);
    }

    public ComposeOptions withVariables(Map<String, String> more) {
        return new ComposeOptions(more, images, volumeSize, diskSize, cpuMillis, memorySize, denom, priceOrNull);
    }

    public ComposeOptions withImages(Map<String, String> more) {
        return new ComposeOptions(variables, more, volumeSize, diskSize, cpuMillis, memorySize, denom, priceOrNull);
    }
}
