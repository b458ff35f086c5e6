package network.millrace.ledger.determinism;

import java.io.File;
import java.net.InetAddress;
import java.nio.charset.Charset;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Breaks every ban once or more, in the ways people write it: calls, constructors, method references,
 * lambdas, fields and signatures. Never run.
 */
@SuppressWarnings({
    "unused",
    "DefaultCharset",
    "DefaultLocale",
    "StringCaseLocaleUsage",
    "JavaUtilDate",
    "IdentityHashMapUsage",
    "ThreadPriorityCheck"
})
final class Violations {
    private Violations() {}

    static final class Time {
        long millis = System.currentTimeMillis();
        Supplier<Instant> now = Instant::now;
        Clock clock = Clock.systemUTC();
        Date date = new Date(0);
    }

    static final class Chance {
        Random random = new Random(1);
        double number = Math.random();
        Supplier<UUID> id = UUID::randomUUID;

        void shuffle(List<String> names) {
            Collections.shuffle(names);
        }
    }

    static final class Concurrency {
        Runnable thread = () -> Thread.ofVirtual().unstarted(() -> {});

        void pool() {
            Executors.newSingleThreadExecutor().close();
        }

        long parallel(Collection<String> names) {
            return names.parallelStream().count() + names.stream().parallel().count();
        }
    }

    static final class Outside {
        boolean file(File file) {
            return file.exists();
        }

        InetAddress address = InetAddress.getLoopbackAddress();
        Supplier<Runtime> runtime = Runtime::getRuntime;

        void print() {
            System.out.println("hello");
        }
    }

    static final class Order {
        Map<String, String> map = new HashMap<>();
        Supplier<Set<String>> set = HashSet::new;
        Set<String> salted = Set.of("a", "b");
        Map<Object, String> identities = new IdentityHashMap<>();

        Set<String> collect(List<String> names) {
            return names.stream().collect(Collectors.toSet());
        }

        Map<Integer, List<String>> group(List<String> names) {
            return names.stream().collect(Collectors.groupingBy(String::length));
        }

        int identity(Object value) {
            return System.identityHashCode(value);
        }
    }

    static final class Environment {
        String home = System.getProperty("user.home");
        boolean flag = Boolean.getBoolean("millrace.flag");
        String formatted = String.format("%d", 1);
        String formattedToo = "%d".formatted(1);
        String lower = "TITLE".toLowerCase();
        byte[] bytes = "text".getBytes();
        String text = new String(new byte[0]);
        Charset charset = Charset.defaultCharset();
    }

    /** Floating point that no signature shows. */
    static final class Fractions {
        long fivePercent(long amount) {
            return (long) (amount * 0.05);
        }

        List<Object> boxed() {
            List<Object> numbers = new ArrayList<>();
            numbers.add(0.5f);
            return numbers;
        }
    }

    /** Floating point in a signature only. */
    interface Ratio {
        double of(long part, long whole);
    }
}
