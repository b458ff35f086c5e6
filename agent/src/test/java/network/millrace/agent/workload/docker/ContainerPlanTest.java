package network.millrace.agent.workload.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import network.millrace.agent.workload.ImageReference;
import network.millrace.agent.workload.Limits;
import network.millrace.agent.workload.Program;
import network.millrace.agent.workload.RestartPolicy;
import network.millrace.agent.workload.WorkloadException;
import network.millrace.agent.workload.WorkloadFault;
import network.millrace.agent.workload.WorkloadId;
import network.millrace.agent.workload.WorkloadSpec;
import network.millrace.agent.workload.image.ImageConfiguration;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ContainerPlanTest {

    private static final Limits LIMITS = new Limits(250, 48L << 20, 7, 9L << 20);
    private static final ImageConfiguration IMAGE = new ImageConfiguration(
            List.of("/entry"),
            List.of("default", "words"),
            List.of("PATH=/bin", "A=image", "=nameless", "B="),
            new ImageConfiguration.Place("/", ""),
            "");

    private static ContainerPlan plan(List<String> command, List<String> arguments, boolean quota) throws Exception {
        Program program = new Program(
                ImageReference.parse("nginx:1"), command, arguments, Map.of("A", "order", "C", "x=y"), List.of());
        WorkloadSpec spec = new WorkloadSpec(new WorkloadId("w"), program, LIMITS, RestartPolicy.never(), Map.of());
        return ContainerPlan.of(spec, IMAGE, HostConfig.newHostConfig().withNetworkMode("n"), 1_000_000, quota);
    }

    @Test
    void wordsAreChosenAsDockerChoosesThem() throws Exception {
        assertThat(plan(List.of(), List.of(), false).words()).containsExactly("/entry", "default", "words");
        assertThat(plan(List.of(), List.of("-v"), false).words()).containsExactly("/entry", "-v");
        assertThat(plan(List.of("/other"), List.of(), false).words()).containsExactly("/other");
        assertThat(plan(List.of("/other"), List.of("-v"), false).words()).containsExactly("/other", "-v");
    }

    @Test
    void orderWinsOverTheImagesEnvironment() throws Exception {
        assertThat(plan(List.of(), List.of(), false).environment())
                .containsExactly("PATH=/bin", "A=order", "B=", "C=x=y");
    }

    @Test
    void nothingToRunIsAFault() {
        ImageConfiguration silent = ImageConfiguration.running(List.of(), List.of());
        Program program = new Program(ImageReference.parse("x"), List.of(), List.of(), Map.of(), List.of());
        WorkloadSpec spec = new WorkloadSpec(new WorkloadId("w"), program, LIMITS, RestartPolicy.never(), Map.of());

        assertThatThrownBy(() -> ContainerPlan.of(spec, silent, HostConfig.newHostConfig(), 1, false))
                .isInstanceOfSatisfying(WorkloadException.class, e -> assertThat(e.fault())
                        .isInstanceOf(WorkloadFault.NotExecutable.class));
    }

    @Test
    void hostGivesNothingBeyondTheLimits() throws Exception {
        HostConfig host = plan(List.of(), List.of(), false).host();

        ContainerPlan.requireApplied(host, LIMITS);
        assertThat(host.getCapDrop()).containsExactly(Capability.ALL);
        assertThat(host.getCapAdd()).isNull();
        assertThat(host.getPrivileged()).isFalse();
        assertThat(host.getSecurityOpts())
                .contains("no-new-privileges")
                .anyMatch(option -> option.startsWith("seccomp={"));
        assertThat(host.getShmSize()).isEqualTo(48L << 20);
        assertThat(host.getBinds()).isEmpty();
        assertThat(host.getStorageOpt()).isNull();
    }

    /** A call stands in one list only, or the looser one could win. */
    @Test
    void callsWithoutAnAnswerAreNamedForOldEngines() {
        JsonNode calls =
                JsonMapper.builder().build().readTree(SeccompProfile.json()).path("syscalls");
        JsonNode last = calls.get(calls.size() - 1);
        List<String> absent = names(last);
        List<String> others = new ArrayList<>();
        for (int rule = 0; rule < calls.size() - 1; rule++) {
            others.addAll(names(calls.get(rule)));
        }

        assertThat(last.path("errnoRet").asInt()).isEqualTo(38);
        assertThat(absent).contains("clone3").doesNotContainAnyElementsOf(others);
    }

    private static List<String> names(JsonNode rule) {
        List<String> names = new ArrayList<>();
        rule.path("names").forEach(name -> names.add(name.asString()));
        return names;
    }

    @Test
    void writableLayerIsBoundedWhereTheEngineCan() throws Exception {
        assertThat(plan(List.of(), List.of(), true).host().getStorageOpt())
                .isEqualTo(Map.of("size", Long.toString(9L << 20)));
    }

    @Test
    void limitThatTheEngineDroppedIsRefused() throws Exception {
        HostConfig weaker = plan(List.of(), List.of(), false).host().withMemorySwap(-1L);

        assertThatThrownBy(() -> ContainerPlan.requireApplied(weaker, LIMITS))
                .hasMessageContaining("memoryBytes with swap")
                .hasMessageContaining("-1");
    }

    @Test
    void filterDropsPrivateRangesBeforeItAcceptsTheRest() {
        List<String> open = NetworkFilter.rules(true, new TreeSet<>(List.of("11.2.3.4")))
                .lines()
                .toList();

        assertThat(open).startsWith("*filter", ":FORWARD DROP [0:0]", ":OUTPUT DROP [0:0]");
        assertThat(open)
                .containsSubsequence(
                        "-A OUTPUT -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT",
                        "-A OUTPUT -d 10.0.0.0/8 -j DROP",
                        "-A OUTPUT -d 169.254.0.0/16 -j DROP",
                        "-A OUTPUT -d 11.2.3.4/32 -j DROP",
                        "-A OUTPUT -j ACCEPT",
                        "COMMIT");
        assertThat(NetworkFilter.rules(false, new TreeSet<>())).doesNotContain("-A OUTPUT -j ACCEPT");
    }
}
