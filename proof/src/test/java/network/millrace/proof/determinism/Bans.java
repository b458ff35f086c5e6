package network.millrace.proof.determinism;

import java.util.List;
import java.util.Set;

/** What is banned from the proof engine; each entry names the replacement. */
final class Bans {
    private static final Set<String> MEMORY_ONLY = Set.of(
            "java.io.IOException",
            "java.io.UncheckedIOException",
            "java.io.ByteArrayOutputStream",
            "java.io.ByteArrayInputStream",
            "java.io.InputStream",
            "java.io.OutputStream",
            "java.io.Serializable");

    /** What of java.lang.Math is exact or correctly rounded, so the same everywhere. */
    private static final Set<String> EXACT_MATH = Set.of(
            "abs",
            "max",
            "min",
            "clamp",
            "fma",
            "sqrt",
            "floor",
            "ceil",
            "rint",
            "signum",
            "copySign",
            "getExponent",
            "scalb",
            "addExact",
            "subtractExact",
            "multiplyExact",
            "incrementExact",
            "decrementExact",
            "negateExact",
            "toIntExact",
            "absExact",
            "floorDiv",
            "floorMod",
            "ceilDiv",
            "ceilMod",
            "multiplyHigh",
            "unsignedMultiplyHigh",
            "multiplyFull",
            "ulp",
            "nextUp",
            "nextDown");

    private static final Set<String> INEXACT_LANES = Set.of(
            "EXP", "EXPM1", "LOG", "LOG10", "LOG1P", "SIN", "COS", "TAN", "SINH", "COSH", "TANH", "ASIN", "ACOS",
            "ATAN", "ATAN2", "POW", "HYPOT", "CBRT");

    static final List<Ban> ALL = List.of(
            new Ban(
                    "function of java.lang.Math that is not exact",
                    "use our own polynomial (kernels.Elementary)",
                    use -> (use.owner().equals("java.lang.Math") || use.owner().equals("java.lang.StrictMath"))
                            && !use.isMention()
                            && !EXACT_MATH.contains(use.member())),
            new Ban(
                    "lanewise function of the Vector API that is not exact",
                    "use our own polynomial (kernels)",
                    use -> use.owner().equals("jdk.incubator.vector.VectorOperators")
                            && INEXACT_LANES.contains(use.member())),
            new Ban(
                    "reduction of lanes in no stated order",
                    "store the lanes and add them as the halving tree",
                    use -> use.owner().startsWith("jdk.incubator.vector.")
                            && (use.member().equals("reduceLanes")
                                    || use.member().equals("reduceLanesToLong"))),
            Ban.members("system clock", "take no time at all", "java.lang.System", "currentTimeMillis", "nanoTime"),
            new Ban(
                    "date or clock",
                    "take the time as a parameter",
                    use -> use.owner().startsWith("java.time.")
                            && Set.of("now", "system", "systemUTC", "tick").contains(use.member())),
            Ban.types(
                    "random numbers",
                    "use Philox with the job's key",
                    "java.util.Random",
                    "java.util.SplittableRandom",
                    "java.util.random.",
                    "java.security.SecureRandom",
                    "java.util.UUID"),
            Ban.members("random order", "sort by a stated key", "java.util.Collections", "shuffle"),
            Ban.members("random number", "use Philox with the job's key", "java.lang.Math", "random"),
            Ban.types("thread", "give tasks to the Workers", "java.lang.Thread", "java.lang.ThreadLocal"),
            Ban.types("executor, lock or other concurrency", "give tasks to the Workers", "java.util.concurrent."),
            new Ban(
                    "parallel stream",
                    "use a loop, or give tasks to the Workers",
                    use -> use.member().equals("parallelStream")
                            || (use.owner().startsWith("java.util.stream.")
                                    && use.member().equals("parallel"))),
            new Ban(
                    "sum or average of a stream of doubles, in no stated order",
                    "add in 32 lanes",
                    use -> use.owner().equals("java.util.stream.DoubleStream")
                            && Set.of("sum", "average", "summaryStatistics").contains(use.member())),
            Ban.types("input and output", "let the caller read it and pass it in", "java.io.")
                    .except(use -> MEMORY_ONLY.contains(use.owner())),
            Ban.types(
                    "files, channels and network",
                    "let the caller read it and pass it in",
                    "java.nio.file.",
                    "java.nio.channels.",
                    "java.net."),
            Ban.types("processes", "let the caller do it", "java.lang.Process", "java.lang.Runtime")
                    .except(use -> use.owner().equals("java.lang.RuntimeException")),
            Ban.members("standard streams", "return a value", "java.lang.System", "out", "err", "in", "exit"),
            new Ban(
                    "hash-ordered map or set",
                    "use TreeMap, TreeSet, LinkedHashMap or an array",
                    use -> (use.owner().equals("java.util.HashMap")
                                    || use.owner().equals("java.util.HashSet")
                                    || use.owner().equals("java.util.IdentityHashMap")
                                    || use.owner().equals("java.util.WeakHashMap"))
                            && !use.isMention()),
            new Ban(
                    "immutable map or set, whose order is salted anew in each JVM",
                    "use a TreeMap, an enum or a List",
                    use -> (use.owner().equals("java.util.Map") || use.owner().equals("java.util.Set"))
                            && Set.of("of", "ofEntries", "copyOf").contains(use.member())),
            Ban.members(
                    "collector into a hash-ordered collection",
                    "use Collectors.toCollection(TreeSet::new) or a map factory",
                    "java.util.stream.Collectors",
                    "toSet",
                    "toUnmodifiableSet",
                    "toUnmodifiableMap",
                    "toConcurrentMap"),
            Ban.members("identity hash", "compare by value", "java.lang.System", "identityHashCode"),
            Ban.members(
                    "environment and system properties",
                    "make it a parameter",
                    "java.lang.System",
                    "getenv",
                    "getProperty",
                    "getProperties",
                    "lineSeparator"),
            Ban.members("system property read as a number", "make it a parameter", "java.lang.Integer", "getInteger"),
            Ban.members("system property read as a number", "make it a parameter", "java.lang.Long", "getLong"),
            Ban.members("system property read as a flag", "make it a parameter", "java.lang.Boolean", "getBoolean"),
            Ban.overload(
                    "format in the default locale",
                    "join with + or use String.format(Locale.ROOT, …)",
                    "java.lang.String",
                    "format",
                    "java.lang.String,java.lang.Object[]"),
            Ban.members("format in the default locale", "join with +", "java.lang.String", "formatted"),
            new Ban(
                    "case conversion in the default locale",
                    "pass Locale.ROOT",
                    use -> use.owner().equals("java.lang.String")
                            && (use.member().equals("toLowerCase")
                                    || use.member().equals("toUpperCase"))
                            && use.parameters().isEmpty()),
            Ban.overload(
                    "bytes in the default charset", "pass StandardCharsets.UTF_8", "java.lang.String", "getBytes", ""));

    private Bans() {}
}
