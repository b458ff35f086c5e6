package network.millrace.client.sdl;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Right documents of all shapes: several services, placements, profiles, volumes and texts that need quotes. */
final class RandomDocuments {
    private static final List<String> TEXTS = List.of(
            "A=b",
            "\"A= b \"",
            "'A=it''s'",
            "A=yes",
            "\"A=\\u00e9\\n\\t<&>\"",
            "A=1e3",
            "\"A=#: - {}\"",
            "A=日本",
            "\"A=\\U0001F600\"");
    private static final List<String> SIZES =
            List.of("512Mi", "1Gi", "1.5G", "\"2Gi\"", "1073741824", "1e9", "1_073_741_824");
    private static final List<String> CORES = List.of("1", "0.5", "500m", "\"2\"", "1.25");
    private static final List<String> AMOUNTS = List.of("1", "0.000000000000000001", "1000.50", "\"12\"", "+3");

    private final RandomGenerator random;

    RandomDocuments(RandomGenerator random) {
        this.random = random;
    }

    private String one(List<String> of) {
        return of.get(random.nextInt(of.size()));
    }

    private String many(int least, int most, String separator, java.util.function.IntFunction<String> each) {
        int count = random.nextInt(least, most + 1);
        return IntStream.range(0, count).mapToObj(each).collect(Collectors.joining(separator));
    }

    String next() {
        int services = random.nextInt(1, 4);
        int placements = random.nextInt(1, 3);
        StringBuilder text =
                new StringBuilder("version: \"" + (random.nextBoolean() ? "2.0" : "2.1") + "\"\nservices:\n");
        for (int i = 0; i < services; i++) {
            text.append("  s").append(i).append(":\n").append(service(i, services));
        }
        text.append("profiles:\n  compute:\n");
        for (int i = 0; i < services; i++) {
            text.append("    c").append(i).append(":\n      resources:\n").append(resources());
        }
        text.append("  placement:\n");
        for (int p = 0; p < placements; p++) {
            text.append("    p")
                    .append(p)
                    .append(": {attributes: {")
                    .append(many(0, 2, ", ", k -> "key" + k + ": v" + k))
                    .append("}, pricing: {");
            for (int i = 0; i < services; i++) {
                text.append("c")
                        .append(i)
                        .append(": {denom: uact, amount: ")
                        .append(one(AMOUNTS))
                        .append("}, ");
            }
            text.append("}}\n");
        }
        text.append("deployment:\n");
        for (int i = 0; i < services; i++) {
            text.append("  s").append(i).append(": {");
            for (int p = 0; p < placements; p++) {
                text.append("p")
                        .append(p)
                        .append(": {profile: c")
                        .append(i)
                        .append(", count: ")
                        .append(random.nextInt(1, 5))
                        .append("}, ");
            }
            text.append("}\n");
        }
        return text.toString();
    }

    private String service(int number, int services) {
        StringBuilder text = new StringBuilder("    image: nginx:1." + random.nextInt(30) + "\n");
        if (random.nextBoolean()) {
            text.append("    command: [sh, -c, \"echo 'x' > /dev/null && true\"]\n");
        }
        if (random.nextBoolean()) {
            text.append(
                    "    args:\n      - |\n        one\n          two\n\n        three\n      - >-\n        folded\n        text\n");
        }
        text.append("    env: [").append(many(0, 3, ", ", k -> one(TEXTS))).append("]\n");
        text.append("    expose:\n");
        for (int port = 0; port < random.nextInt(1, 4); port++) {
            text.append("      - port: ")
                    .append(80 + port)
                    .append("\n        to: [{global: true}")
                    .append(services > 1 ? ", {service: s" + (number + 1) % services + "}" : "")
                    .append("]\n");
        }
        text.append("    params: {storage: {data: {mount: /data, readOnly: ")
                .append(random.nextBoolean())
                .append("}}}\n");
        return text.toString();
    }

    private String resources() {
        return "        cpu: {units: " + one(CORES) + "}\n        memory: {size: " + one(SIZES)
                + "}\n        storage:\n          - size: " + one(SIZES) + "\n          - {name: data, size: "
                + one(SIZES)
                + ", attributes: {persistent: true, class: beta2}}\n"
                + (random.nextBoolean()
                        ? "        gpu: {units: 1, attributes: {vendor: {nvidia: [{model: h100, ram: 80Gi}]}}}\n"
                        : "");
    }
}
