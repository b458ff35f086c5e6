package network.millrace.ledger.determinism;

import java.util.List;
import java.util.Set;

/** What is banned from the deterministic core; each entry names the replacement. */
final class Bans {
    private static final Set<String> MEMORY_ONLY = Set.of(
            "java.io.IOException",
            "java.io.UncheckedIOException",
            "java.io.EOFException",
            "java.io.ByteArrayOutputStream",
            "java.io.ByteArrayInputStream",
            "java.io.Serializable");

    static final List<Ban> ALL = List.of(
            Ban.members(
                    "system clock",
                    "take the block's time from the context",
                    "java.lang.System",
                    "currentTimeMillis",
                    "nanoTime"),
            new Ban(
                    "current date",
                    "take the block's time from the context",
                    use -> use.owner().startsWith("java.time.") && use.member().equals("now")),
            new Ban(
                    "clock object",
                    "take the block's time from the context",
                    use -> use.owner().startsWith("java.time.")
                            && (use.member().startsWith("system")
                                    || use.member().startsWith("tick"))),
            Ban.types(
                    "calendar with the machine's time and zone",
                    "use java.time with the block's time",
                    "java.util.Date",
                    "java.util.Calendar",
                    "java.util.GregorianCalendar",
                    "java.util.TimeZone"),
            Ban.types(
                    "random numbers",
                    "derive the value from a hash of the block's content",
                    "java.util.Random",
                    "java.util.SplittableRandom",
                    "java.util.random.",
                    "java.security.SecureRandom",
                    "java.util.concurrent.ThreadLocalRandom"),
            Ban.members(
                    "random number", "derive the value from a hash of the block's content", "java.lang.Math", "random"),
            Ban.members("random id", "number the objects with a sequence in state", "java.util.UUID", "randomUUID"),
            Ban.members("random order", "sort by a hash of the block's content", "java.util.Collections", "shuffle"),
            Ban.types(
                    "thread",
                    "compute in order on the caller's thread; the node parallelizes outside of the ledger",
                    "java.lang.Thread",
                    "java.lang.InheritableThreadLocal",
                    "java.lang.ScopedValue",
                    "java.util.Timer"),
            Ban.types(
                            "executor, lock or other concurrency",
                            "compute in order on the caller's thread; the ledger has one owner",
                            "java.util.concurrent.")
                    .except(use -> use.owner().equals("java.util.concurrent.TimeUnit")
                            || use.owner().equals("java.util.concurrent.ThreadLocalRandom")),
            new Ban(
                    "parallel stream",
                    "use a sequential stream or a loop",
                    use -> use.member().equals("parallelStream")
                            || (use.owner().startsWith("java.util.stream.")
                                    && use.member().equals("parallel"))),
            Ban.types("input and output", "return a value and let the node write it", "java.io.")
                    .except(use -> MEMORY_ONLY.contains(use.owner())),
            Ban.types(
                    "files, channels and network",
                    "let the node read it and pass it in",
                    "java.nio.file.",
                    "java.nio.channels.",
                    "java.net.",
                    "javax.net."),
            Ban.types("processes", "let the node do it", "java.lang.Process", "java.lang.Runtime")
                    .except(use -> use.owner().equals("java.lang.RuntimeException")),
            Ban.members("standard streams", "emit an event", "java.lang.System", "out", "err", "in", "exit"),
            new Ban(
                    "hash-ordered map or set",
                    "use TreeMap, TreeSet, LinkedHashMap or a typed table",
                    use -> isHashOrdered(use.owner()) && isCreation(use)),
            new Ban(
                    "immutable map or set, whose order is salted anew in each JVM",
                    "use an unmodifiable view of a TreeMap or LinkedHashMap, or a List",
                    use -> (use.owner().equals("java.util.Map") || use.owner().equals("java.util.Set"))
                            && (use.member().equals("of")
                                    || use.member().equals("ofEntries")
                                    || use.member().equals("copyOf"))),
            Ban.members(
                    "collector into a hash-ordered set",
                    "use Collectors.toCollection(TreeSet::new)",
                    "java.util.stream.Collectors",
                    "toSet",
                    "toUnmodifiableSet",
                    "toUnmodifiableMap",
                    "toConcurrentMap",
                    "groupingByConcurrent"),
            new Ban(
                    "collector into a hash-ordered map",
                    "use the overload with a map factory, e.g. TreeMap::new",
                    use -> use.owner().equals("java.util.stream.Collectors")
                            && (use.member().equals("toMap") || use.member().equals("groupingBy"))
                            && !use.parameters().contains("Supplier")),
            new Ban(
                    "identity hash",
                    "compare and hash by value",
                    use -> use.member().equals("identityHashCode")
                            || (use.owner().equals("java.lang.Object")
                                    && use.member().equals("hashCode"))),
            Ban.types(
                    "collection by identity or by what the garbage collector left",
                    "use TreeMap or LinkedHashMap",
                    "java.util.IdentityHashMap",
                    "java.util.WeakHashMap",
                    "java.lang.ref."),
            Ban.members(
                    "environment and system properties",
                    "make it a parameter of genesis or of the module",
                    "java.lang.System",
                    "getenv",
                    "getProperty",
                    "getProperties",
                    "lineSeparator"),
            new Ban(
                    "system property read as a number",
                    "make it a parameter of genesis or of the module",
                    use -> (use.owner().equals("java.lang.Integer")
                                    && use.member().equals("getInteger"))
                            || (use.owner().equals("java.lang.Long")
                                    && use.member().equals("getLong"))
                            || (use.owner().equals("java.lang.Boolean")
                                    && use.member().equals("getBoolean"))),
            Ban.overload(
                    "format in the default locale",
                    "join with + or use String.format(Locale.ROOT, …)",
                    "java.lang.String",
                    "format",
                    "java.lang.String,java.lang.Object[]"),
            Ban.members(
                    "format in the default locale",
                    "join with + or use String.format(Locale.ROOT, …)",
                    "java.lang.String",
                    "formatted"),
            new Ban(
                    "case conversion in the default locale",
                    "pass Locale.ROOT",
                    use -> use.owner().equals("java.lang.String")
                            && (use.member().equals("toLowerCase")
                                    || use.member().equals("toUpperCase"))
                            && use.parameters().isEmpty()),
            Ban.overload(
                    "bytes in the default charset", "pass StandardCharsets.UTF_8", "java.lang.String", "getBytes", ""),
            new Ban(
                    "text in the default charset",
                    "pass StandardCharsets.UTF_8",
                    use -> use.owner().equals("java.lang.String")
                            && use.member().equals("<init>")
                            && (use.parameters().equals("byte[]")
                                    || use.parameters().equals("byte[],int,int"))),
            new Ban(
                    "default locale, charset or zone",
                    "name it: Locale.ROOT, StandardCharsets.UTF_8, ZoneOffset.UTC",
                    use -> (use.owner().equals("java.util.Locale")
                                    && use.member().equals("getDefault"))
                            || use.member().equals("defaultCharset")
                            || use.member().equals("systemDefault")));

    private Bans() {}

    private static boolean isHashOrdered(String owner) {
        return owner.equals("java.util.HashMap") || owner.equals("java.util.HashSet");
    }

    private static boolean isCreation(Use use) {
        return use.member().equals("<init>")
                || use.member().equals("newHashMap")
                || use.member().equals("newHashSet");
    }
}
