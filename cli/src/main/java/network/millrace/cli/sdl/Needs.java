package network.millrace.cli.sdl;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import network.millrace.protocol.resources.v1.Attribute;
import network.millrace.protocol.resources.v1.ResourceValue;
import network.millrace.protocol.resources.v1.Resources;
import network.millrace.protocol.resources.v1.Storage;

/**
 * Processors, memory, GPUs and disks of something, added up as exactly as they are written.
 *
 * @param cpuMillis thousandths of a core
 * @param gpuModels as SDL names them, such as {@code nvidia h200 141Gi}
 * @param ownBytes disks that go with the lease
 * @param persistentBytes disks that stay while it lasts, also when the workload is replaced
 * @param ramBytes disks in memory
 */
record Needs(
        BigInteger cpuMillis,
        BigInteger memoryBytes,
        BigInteger gpus,
        Set<String> gpuModels,
        BigInteger ownBytes,
        BigInteger persistentBytes,
        BigInteger ramBytes) {
    static final Needs NOTHING = new Needs(
            BigInteger.ZERO,
            BigInteger.ZERO,
            BigInteger.ZERO,
            Set.of(),
            BigInteger.ZERO,
            BigInteger.ZERO,
            BigInteger.ZERO);

    private static final BigDecimal UNIT = BigDecimal.valueOf(1024);
    private static final List<String> UNITS = List.of("bytes", "KiB", "MiB", "GiB", "TiB", "PiB");
    private static final int DIGITS_MAX = 2;

    static Needs of(Resources resources) {
        Set<String> models = new TreeSet<>();
        resources.getGpu().getAttributesList().forEach(attribute -> models.add(model(attribute.getKey())));
        BigInteger own = BigInteger.ZERO;
        BigInteger persistent = BigInteger.ZERO;
        BigInteger ram = BigInteger.ZERO;
        for (Storage volume : resources.getStorageList()) {
            BigInteger bytes = number(volume.getQuantity());
            if (attribute(volume, "class").equals("ram")) {
                ram = ram.add(bytes);
            } else if (attribute(volume, "persistent").equals("true")) {
                persistent = persistent.add(bytes);
            } else {
                own = own.add(bytes);
            }
        }
        return new Needs(
                number(resources.getCpu().getUnits()),
                number(resources.getMemory().getQuantity()),
                number(resources.getGpu().getUnits()),
                models,
                own,
                persistent,
                ram);
    }

    private static BigInteger number(ResourceValue value) {
        String digits = value.getVal().toStringUtf8();
        return digits.isEmpty() ? BigInteger.ZERO : new BigInteger(digits);
    }

    private static String attribute(Storage volume, String key) {
        return volume.getAttributesList().stream()
                .filter(attribute -> attribute.getKey().equals(key))
                .map(Attribute::getValue)
                .findFirst()
                .orElse("");
    }

    /** {@code vendor/nvidia/model/h200/ram/141Gi} as people say it. */
    private static String model(String key) {
        String words =
                key.replaceAll("(^|/)(vendor|model|ram|interface)/", "$1").replace('/', ' ');
        return words.replace(" *", ", any model");
    }

    Needs plus(Needs other) {
        Set<String> models = new TreeSet<>(gpuModels);
        models.addAll(other.gpuModels);
        return new Needs(
                cpuMillis.add(other.cpuMillis),
                memoryBytes.add(other.memoryBytes),
                gpus.add(other.gpus),
                models,
                ownBytes.add(other.ownBytes),
                persistentBytes.add(other.persistentBytes),
                ramBytes.add(other.ramBytes));
    }

    Needs times(long count) {
        BigInteger factor = BigInteger.valueOf(count);
        return new Needs(
                cpuMillis.multiply(factor),
                memoryBytes.multiply(factor),
                gpus.multiply(factor),
                gpuModels,
                ownBytes.multiply(factor),
                persistentBytes.multiply(factor),
                ramBytes.multiply(factor));
    }

    /** {@code 0.5 CPU, 128 MiB memory, 2 GPUs (nvidia h200), 64 MiB disk}. */
    String text() {
        List<String> parts = new ArrayList<>();
        parts.add(cores() + " CPU");
        parts.add(size(memoryBytes) + " memory");
        if (gpus.signum() > 0) {
            parts.add(
                    gpus + (gpus.equals(BigInteger.ONE) ? " GPU (" : " GPUs (") + String.join(" or ", gpuModels) + ")");
        }
        add(parts, ownBytes, "disk");
        add(parts, persistentBytes, "persistent disk");
        add(parts, ramBytes, "disk in memory");
        return String.join(", ", parts);
    }

    private static void add(List<String> parts, BigInteger bytes, String what) {
        if (bytes.signum() > 0) {
            parts.add(size(bytes) + " " + what);
        }
    }

    private String cores() {
        BigDecimal cores = new BigDecimal(cpuMillis).movePointLeft(3);
        return cores.signum() == 0 ? "0" : cores.stripTrailingZeros().toPlainString();
    }

    /** In the greatest unit that leaves at most two digits behind the point, so that nothing is rounded away. */
    private static String size(BigInteger bytes) {
        BigDecimal number = new BigDecimal(bytes);
        int unit = 0;
        while (unit < UNITS.size() - 1 && number.compareTo(UNIT) >= 0) {
            BigDecimal larger = number.divide(UNIT).stripTrailingZeros();
            if (larger.scale() > DIGITS_MAX) {
                break;
            }
            number = larger;
            unit++;
        }
        return number.toPlainString() + " " + UNITS.get(unit);
    }

    Map<String, Object> json() {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("cpu_millis", cpuMillis);
        object.put("memory_bytes", memoryBytes);
        object.put("gpus", gpus);
        object.put("gpu_models", gpuModels);
        object.put("disk_bytes", ownBytes);
        object.put("persistent_bytes", persistentBytes);
        object.put("ram_disk_bytes", ramBytes);
        return object;
    }
}
