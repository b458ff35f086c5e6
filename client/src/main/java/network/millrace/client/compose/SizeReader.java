package network.millrace.client.compose;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import network.millrace.client.compose.Service.Size;

/**
 * Reads what an instance may use: {@code deploy.resources}, the older keys beside it, GPUs and the platform. A limit counts before a reservation, because
 * what SDL asks for is a limit too.
 */
final class SizeReader {
    private static final Map<String, String> RESOURCES =
            Map.of("limits", "cpus, memory, pids", "reservations", "cpus, memory, devices");
    private static final String NVIDIA = "nvidia";
    private static final int GPUS_MAX = 24;

    private final Value at;
    private final Map<String, Value> service;
    private final Map<String, Value> limits;
    private final Map<String, Value> reservations;

    private SizeReader(Value at, Map<String, Value> service, Map<String, Value> deploy) {
        this.at = at;
        this.service = service;
        Map<String, Value> resources = fields(deploy, "resources");
        leaveOutUnknown(resources, RESOURCES.keySet());
        this.limits = fields(resources, "limits");
        this.reservations = fields(resources, "reservations");
    }

    static Size read(Value at, Map<String, Value> service, Map<String, Value> deploy) {
        SizeReader reader = new SizeReader(at, service, deploy);
        leaveOutUnknown(reader.limits, Set.of("cpus", "memory"));
        leaveOutUnknown(reader.reservations, Set.of("cpus", "memory", "devices"));
        return new Size(
                reader.amount("cpus", "cpus", "", Sizes::cpuMillis),
                reader.amount("memory", "mem_limit", "mem_reservation", Sizes::bytes),
                reader.disk(),
                reader.gpus(),
                reader.arch());
    }

    private static Map<String, Value> fields(Map<String, Value> parent, String name) {
        Value value = parent.get(name);
        return value == null ? Map.of() : value.fields();
    }

    private static void leaveOutUnknown(Map<String, Value> fields, Set<String> known) {
        fields.forEach((key, value) -> {
            if (!known.contains(key) && !key.startsWith("x-")) {
                value.leftOut("SDL has no such limit; it knows processors, memory, disks and GPUs");
            }
        });
    }

    /** The limit, the older limit, the reservation, the older reservation: the first that is there. */
    private long amount(String name, String oldLimit, String oldReservation, ToLongFunction<Value> reader) {
        List<Optional<Value>> places = List.of(
                Optional.ofNullable(limits.get(name)),
                Optional.ofNullable(service.get(oldLimit)),
                Optional.ofNullable(reservations.get(name)),
                Optional.ofNullable(service.get(oldReservation)));
        long amount = 0;
        for (Optional<Value> place : places) {
            if (place.isEmpty()) {
                continue;
            }
            long value = reader.applyAsLong(place.get());
            if (amount == 0) {
                amount = value;
            } else if (value != amount) {
                place.get().leftOut("SDL has one amount for limit and reservation, and the limit is taken");
            }
        }
        return amount;
    }

    private long disk() {
        Map<String, Value> options = fields(service, "storage_opt");
        leaveOutUnknown(options, Set.of("size"));
        Value size = options.get("size");
        return size == null ? 0 : Sizes.bytes(size);
    }

    private String arch() {
        Value platform = service.get("platform");
        if (platform == null) {
            return "";
        }
        String[] parts = platform.text().strip().toLowerCase(Locale.ROOT).split("/", -1);
        if (parts.length < 2
                || !parts[0].equals("linux")
                || !List.of("amd64", "arm64").contains(parts[1])) {
            platform.leftOut("SDL can ask for linux/amd64 or linux/arm64, not for " + platform.shown());
            return "";
        }
        if (parts.length > 2) {
            platform.leftOut("SDL does not tell the variants of " + parts[1] + " apart");
        }
        return parts[1];
    }

    private long gpus() {
        long gpus = 0;
        Value devices = reservations.get("devices");
        if (devices != null) {
            for (Value device : devices.elements()) {
                gpus += device(device);
            }
        }
        Value asked = service.get("gpus");
        if (asked != null && asked.isScalar()) {
            gpus += count(asked);
        } else if (asked != null) {
            for (Value device : asked.elements()) {
                gpus += device(device);
            }
        }
        if (gpus > GPUS_MAX) {
            at.problem("an instance has at most " + GPUS_MAX + " GPUs; these are " + gpus);
        }
        return gpus;
    }

    private static long device(Value device) {
        Map<String, Value> fields = device.fields();
        fields.forEach((key, value) -> {
            if (!List.of("driver", "count", "device_ids", "capabilities").contains(key)) {
                value.leftOut("a GPU is asked for by vendor and number only");
            }
        });
        Value driver = fields.get("driver");
        String vendor = driver == null ? NVIDIA : driver.text().strip();
        Value capabilities = fields.get("capabilities");
        Set<String> wanted = capabilities == null
                ? Set.of("gpu")
                : capabilities.elements().stream().map(Value::text).collect(Collectors.toSet());
        if (!vendor.isEmpty() && !vendor.equals(NVIDIA)) {
            device.leftOut("SDL can ask for GPUs of NVIDIA only, not for the driver " + vendor);
            return 0;
        }
        if (!wanted.contains("gpu") && !wanted.contains(NVIDIA)) {
            device.leftOut("of devices SDL can ask for GPUs only: capabilities: [gpu]");
            return 0;
        }
        Value ids = fields.get("device_ids");
        Value count = fields.get("count");
        if (ids != null) {
            int number = ids.elements().size();
            ids.changed("the provider chooses which GPUs: " + number + " of any model of NVIDIA");
            return number;
        }
        return count == null ? all(device) : count(count);
    }

    private static long count(Value count) {
        String text = count.text().strip();
        if (text.equals("all") || text.equals("-1")) {
            return all(count);
        }
        if (!text.matches("[0-9]{1,3}")) {
            count.problem("expected how many GPUs, or all; came " + count.shown());
            return 0;
        }
        return Long.parseLong(text);
    }

    /** Nobody knows beforehand how many GPUs the provider that wins will have. */
    private static long all(Value at) {
        at.changed("SDL needs a number of GPUs where compose takes all there are: one is asked for");
        return 1;
    }
}
