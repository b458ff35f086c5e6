package network.millrace.client.compose;

import java.math.BigDecimal;
import network.millrace.client.compose.Service.Size;

/**
 * What an instance of a service gets and may cost.
 *
 * @param memory as SDL writes it
 */
record Compute(long cpuMillis, String memory, long gpus, String arch, BigDecimal price) {
    private static final long CPU_MILLIS_MIN = 10;
    private static final long MEMORY_MIN = 1L << 20;
    private static final long MILLIS = 1_000;
    /** Generous ceilings: providers bid below them, and the lowest good bid wins. */
    private static final long PRICE_OF_CORE = 100;

    private static final long PRICE_OF_GPU = 5_000;

    static Compute of(Service service, ComposeOptions options) {
        Size size = service.size();
        tellDefaults(service, options);
        long cpuMillis = size.cpuMillis() == 0 ? options.cpuMillis() : atLeast(service, size.cpuMillis());
        String memory =
                size.memoryBytes() == 0 ? options.memorySize() : Sizes.sdl(memoryAtLeast(service, size.memoryBytes()));
        return new Compute(cpuMillis, memory, size.gpus(), size.arch(), price(cpuMillis, size.gpus(), options));
    }

    private static void tellDefaults(Service service, ComposeOptions options) {
        boolean cores = service.size().cpuMillis() == 0;
        boolean memory = service.size().memoryBytes() == 0;
        String cpu = cores(options.cpuMillis()) + " CPU (--cpu)";
        String size = options.memorySize() + " of memory (--memory)";
        if (cores && memory) {
            service.at().changed("nothing limits what it may use: it gets " + cpu + " and " + size);
        } else if (cores || memory) {
            service.at()
                    .changed("nothing limits its " + (cores ? "processors" : "memory") + ": it gets "
                            + (cores ? cpu : size));
        }
    }

    private static long atLeast(Service service, long cpuMillis) {
        if (cpuMillis < CPU_MILLIS_MIN) {
            service.at().changed("it gets " + cores(CPU_MILLIS_MIN) + " CPU, which is the least");
        }
        return Math.max(cpuMillis, CPU_MILLIS_MIN);
    }

    private static long memoryAtLeast(Service service, long bytes) {
        if (bytes < MEMORY_MIN) {
            service.at().changed("it gets " + Sizes.sdl(MEMORY_MIN) + " of memory, which is the least");
        }
        return Math.max(bytes, MEMORY_MIN);
    }

    private static BigDecimal price(long cpuMillis, long gpus, ComposeOptions options) {
        BigDecimal given = options.priceOrNull();
        long startedCores = (cpuMillis + MILLIS - 1) / MILLIS;
        return given != null ? given : BigDecimal.valueOf(startedCores * PRICE_OF_CORE + gpus * PRICE_OF_GPU);
    }

    /** Cores as people write them. */
    String cores() {
        return cores(cpuMillis);
    }

    private static String cores(long millis) {
        return BigDecimal.valueOf(millis).movePointLeft(3).stripTrailingZeros().toPlainString();
    }
}
