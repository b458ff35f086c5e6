package network.millrace.client.sdl;

import java.util.List;
import java.util.Map;
import java.util.Set;
import network.millrace.client.sdl.Source.HttpSettings;

/** Reads {@code http_options}: 0 stands for the default. */
final class HttpReader {
    private static final long NUMBER_MAX = (1L << 32) - 1;
    private static final long BODY_MAX = 100 << 20;
    private static final long TIMEOUT_MAX_MS = 60_000;
    private static final long BUFFER_MAX = 1 << 20;
    private static final String OFF = "off";
    private static final Set<String> CASES =
            Set.of("error", "timeout", "500", "502", "503", "504", "403", "404", "429", OFF);

    private final Map<String, YamlValue> fields;

    private HttpReader(YamlValue at) {
        this.fields = at.fields();
    }

    static HttpSettings read(YamlValue at) {
        HttpReader reader = new HttpReader(at);
        HttpSettings defaults = HttpSettings.DEFAULT;
        return new HttpSettings(
                reader.number("max_body_size", BODY_MAX, "bytes", defaults.maxBodySize()),
                reader.number("read_timeout", TIMEOUT_MAX_MS, "ms", defaults.readTimeout()),
                reader.number("send_timeout", TIMEOUT_MAX_MS, "ms", defaults.sendTimeout()),
                reader.number("next_tries", NUMBER_MAX, "tries", defaults.nextTries()),
                reader.number("next_timeout", NUMBER_MAX, "ms", defaults.nextTimeout()),
                reader.cases(),
                reader.number("proxy_buffer_size", BUFFER_MAX, "bytes", defaults.proxyBufferSize()));
    }

    private long number(String name, long limit, String unit, long otherwise) {
        YamlValue value = fields.get(name);
        long number = value == null ? 0 : value.unsigned(NUMBER_MAX);
        if (value != null && number > limit) {
            value.problem("at most " + limit + " " + unit + "; this is " + number);
        }
        return number == 0 ? otherwise : number;
    }

    private List<String> cases() {
        YamlValue value = fields.get("next_cases");
        List<String> cases = value == null ? List.of() : value.texts();
        if (value == null || cases.isEmpty()) {
            return HttpSettings.DEFAULT.nextCases();
        }
        for (String name : cases) {
            if (!CASES.contains(name)) {
                value.problem("\"" + name + "\" is no case; known are "
                        + String.join(", ", CASES.stream().sorted().toList()));
            }
        }
        if (cases.contains(OFF) && cases.size() > 1) {
            value.problem("\"off\" must stand alone");
        }
        return cases;
    }
}
