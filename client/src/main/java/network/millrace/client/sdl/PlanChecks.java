package network.millrace.client.sdl;

import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.regex.Pattern;
import network.millrace.client.sdl.Plan.Group;
import network.millrace.client.sdl.Plan.Member;
import network.millrace.client.sdl.Plan.Port;
import network.millrace.client.sdl.Plan.Unit;
import network.millrace.client.sdl.Source.Params;
import network.millrace.client.sdl.Source.Quantity;
import network.millrace.client.sdl.Source.Volume;

/** Checks sizes, prices, names, ports and hosts of what would be deployed; parts that nothing deploys are not looked at. */
final class PlanChecks {
    private static final Pattern SERVICE_NAME = Pattern.compile("[a-z]([-a-z0-9]*[a-z0-9])?");
    private static final Pattern ENV_NAME = Pattern.compile("[-._a-zA-Z][-._a-zA-Z0-9]*");
    private static final Pattern HOST =
            Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
    private static final Pattern SECRET = Pattern.compile(".*(PASSWORD|PASSWD|TOKEN|SECRET|PRIVATE_KEY|API_KEY).*");
    private static final int HOST_CHARS_MAX = 255;
    private static final long PORT_MAX = 65_535;
    private static final BigDecimal PRICE_MAX = BigDecimal.valueOf(10_000_000);
    /** Units of one group, at the maxima. */
    private static final long GROUP_FACTOR = 50;

    private static final Limit CPU = new Limit("cpu.units", 10, 384_000, "thousandths of a core");
    private static final Limit MEMORY = new Limit("memory.size", 1L << 20, 2L << 40, "bytes");
    private static final Limit STORAGE = new Limit("storage.size", 5L << 20, 32L << 40, "bytes");
    private static final Limit GPU = new Limit("gpu.units", 0, 24, "GPUs");

    private final Set<String> hosts = new HashSet<>();

    private PlanChecks() {}

    private record Limit(String name, long least, long most, String unit) {
        void check(Quantity quantity) {
            if (quantity.value() < least || quantity.value() > most) {
                String came = quantity.value() == Sizes.TOO_LARGE ? "more than can be counted" : "" + quantity.value();
                quantity.at()
                        .problem(name + " must be from " + least + " to " + most + " " + unit + "; this is " + came);
            }
        }
    }

    static void check(Plan plan, Source source) {
        PlanChecks checks = new PlanChecks();
        for (Group group : plan.groups()) {
            group.units().forEach(unit -> checkUnit(unit));
            checkTotals(group);
            group.members().forEach(checks::checkMember);
            checkTee(group);
        }
        checkDenoms(plan, source);
        boolean reachable = plan.groups().stream()
                .flatMap(group -> group.members().stream())
                .flatMap(member -> member.ports().stream())
                .anyMatch(Port::isGlobal);
        if (!reachable) {
            source.at().problem("nothing can be reached from outside: at least one expose needs to: [global: true]");
        }
    }

    private static void checkUnit(Unit unit) {
        if (!unit.compute().hasResources()) {
            unit.compute().at().problem("the block resources is missing");
            return;
        }
        CPU.check(unit.compute().cpuMillis());
        MEMORY.check(unit.compute().memoryBytes());
        GPU.check(unit.compute().gpus());
        unit.compute().volumes().forEach(volume -> STORAGE.check(volume.bytes()));
        if (unit.compute().volumes().isEmpty()) {
            unit.compute().at().problem("at least one volume is needed: storage: {size: 1Gi}");
        }
        long gpus = unit.compute().gpus().value();
        if (gpus > 0 && unit.compute().gpuAttributes().isEmpty()) {
            unit.compute().gpus().at().problem("say which GPU: attributes: {vendor: {nvidia: }} takes any of NVIDIA's");
        }
        if (gpus == 0 && !unit.compute().gpuAttributes().isEmpty()) {
            unit.compute().gpus().at().problem("there are GPU attributes but no units: say how many GPUs are wanted");
        }
        BigDecimal amount = unit.pricing().amount();
        if (amount.signum() <= 0 || amount.compareTo(PRICE_MAX) > 0) {
            unit.pricing()
                    .at()
                    .problem("amount must be above 0 and at most " + PRICE_MAX + "; this is " + amount.toPlainString());
        }
    }

    private static void checkTotals(Group group) {
        checkTotal(group, CPU, 1, unit -> unit.compute().cpuMillis().value());
        checkTotal(group, MEMORY, 1, unit -> unit.compute().memoryBytes().value());
        checkTotal(group, GPU, 0, unit -> unit.compute().gpus().value());
        checkTotal(group, STORAGE, 0, unit -> unit.compute().volumes().stream()
                .map(Volume::bytes)
                .mapToLong(Quantity::value)
                .reduce(0, PlanChecks::sum));
    }

    private static void checkTotal(Group group, Limit limit, long least, ToLongFunction<Unit> value) {
        long total = 0;
        for (Unit unit : group.units()) {
            total = sum(total, product(value.applyAsLong(unit), unit.count()));
        }
        if (total < least || total > GROUP_FACTOR * limit.most()) {
            group.placement()
                    .at()
                    .problem("all services of the group " + group.name() + " together ask for " + limit.name() + " of "
                            + total + "; it must be from " + least + " to " + GROUP_FACTOR * limit.most() + " "
                            + limit.unit()
                            + (total == 0 ? " (is a count missing?)" : ""));
        }
    }

    private static long sum(long one, long other) {
        return one > Sizes.TOO_LARGE - other ? Sizes.TOO_LARGE : one + other;
    }

    private static long product(long value, long count) {
        return Math.multiplyHigh(value, count) != 0 || value * count < 0 ? Sizes.TOO_LARGE : value * count;
    }

    private void checkMember(Member member) {
        YamlValue at = member.service().at();
        if (!SERVICE_NAME.matcher(member.name()).matches()) {
            at.problem("a service's name is lower-case letters, digits and hyphens, a letter first and no hyphen last");
        }
        if (member.service().image().isEmpty()) {
            at.problem("the image is missing");
        }
        member.service()
                .env()
                .list()
                .forEach(variable -> checkEnv(member.service().env().at(), variable));
        for (Port port : member.ports()) {
            checkPort(port);
        }
        member.service().exposes().forEach(expose -> expose.hosts().forEach(host -> checkHost(expose.at(), host)));
    }

    private static void checkEnv(YamlValue at, String variable) {
        String name = variable.split("=", 2)[0];
        if (!ENV_NAME.matcher(name).matches() || name.equals(".") || name.startsWith("..")) {
            at.problem("an environment variable is written NAME=value; \"" + name + "\" is no name");
        }
        if (SECRET.matcher(name.toUpperCase(Locale.ROOT)).matches() && variable.contains("=")) {
            at.remark(
                    name + " looks like a secret: the provider can read it, and its value goes into the public hash",
                    "give the program its secrets over a channel of its own");
        }
    }

    private static void checkPort(Port port) {
        if (port.expose().port() < 1 || port.expose().port() > PORT_MAX) {
            port.expose()
                    .at()
                    .problem("port must be from 1 to " + PORT_MAX + "; this is "
                            + port.expose().port());
        }
    }

    private void checkHost(YamlValue at, String host) {
        if (host.length() > HOST_CHARS_MAX || !HOST.matcher(host).matches()) {
            at.problem("accept takes host names in lower case without port or wildcard; this is \"" + host + "\"");
        } else if (!hosts.add(host)) {
            at.problem("the host " + host + " is accepted in two places");
        }
    }

    private static void checkTee(Group group) {
        Set<String> kinds = new HashSet<>();
        for (Member member : group.members()) {
            String tee = member.service().params().map(Params::tee).orElse("");
            if (tee.isEmpty()) {
                continue;
            }
            kinds.add(tee);
            if (!List.of("cpu", "cpu-gpu").contains(tee)) {
                member.service().at().problem("params.tee must be cpu or cpu-gpu; this is \"" + tee + "\"");
            } else if (tee.equals("cpu-gpu") && member.compute().gpus().value() == 0) {
                member.service().at().problem("params.tee: cpu-gpu needs gpu units");
            }
        }
        if (kinds.size() > 1) {
            group.placement().at().problem("all services of one placement must ask for the same kind of tee");
        }
    }

    private static void checkDenoms(Plan plan, Source source) {
        Set<String> denoms = new HashSet<>();
        plan.groups().forEach(group -> group.units()
                .forEach(unit -> denoms.add(unit.pricing().denom())));
        if (denoms.size() > 1) {
            source.at()
                    .problem("all prices must be in one denomination; these are in "
                            + String.join(", ", denoms.stream().sorted().toList()));
        }
    }
}
