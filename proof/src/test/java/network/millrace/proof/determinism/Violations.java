package network.millrace.proof.determinism;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** Breaks each ban once, so that {@link DeterminismTest} can show that it bites. Never run. */
@SuppressWarnings({
    "DefaultCharset",
    "StringCaseLocaleUsage",
    "MathRandom",
    "UnusedMethod",
    "UnusedVariable",
    "UnusedCollectionModifiedInPlace"
})
final class Violations {
    private Violations() {}

    static final class Arithmetic {
        static double functions(FloatVector vector, List<Integer> numbers) {
            return Math.exp(1)
                    + StrictMath.tanh(2)
                    + Math.random()
                    + vector.lanewise(VectorOperators.EXP).reduceLanes(VectorOperators.ADD)
                    + DoubleStream.of(1, 2).sum()
                    + numbers.parallelStream().count();
        }
    }

    static final class Outside {
        static String read() throws IOException {
            System.out.println(System.nanoTime() + " " + Instant.now());
            new FileInputStream("file").close();
            new ProcessBuilder("program").start();
            return Files.readString(Path.of("file")) + System.getProperty("property");
        }

        static long flags() {
            return Long.getLong("a", 1) + Integer.getInteger("b", 2) + (Boolean.getBoolean("c") ? 1 : 0);
        }
    }

    static final class Order {
        static String order(List<String> texts) {
            Collections.shuffle(new ArrayList<>(texts), new Random());
            return new HashMap<>(Map.of("key", 1)).toString()
                    + Set.copyOf(texts)
                    + texts.stream().collect(Collectors.toSet())
                    + System.identityHashCode(texts);
        }
    }

    static final class Text {
        static String text(String text) {
            return String.format("%s", text.toLowerCase()) + text.getBytes().length + "%s".formatted(text);
        }
    }

    static final class Concurrency {
        static void run() {
            new ReentrantLock().lock();
            Executors.newCachedThreadPool().close();
            Thread.ofVirtual().start(() -> {});
        }
    }
}
