package network.millrace.simulation.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import network.millrace.client.sdl.Sdl;
import network.millrace.client.sdl.SdlDocument;
import network.millrace.client.sdl.SdlException;
import network.millrace.protocol.money.Denom;
import network.millrace.protocol.money.Money;
import network.millrace.simulation.faults.FaultPlan;
import org.junit.jupiter.api.Test;

/** The list "One order through the code" of ARCHITECTURE.md, in virtual time. */
final class FirstLightTest {
    private static final Money DEPOSIT = Money.of(Denom.UUSD, 5_000_000);

    @Test
    void oneOrderFromSdlFileToSettledBill() {
        try (SimulatedStage stage = SimulatedStage.open(1, 3, FaultPlan.none())) {
            OrderReport report = new FirstLight(sdl(20_000), DEPOSIT).play(stage);

            assertThat(report.bill().isConserved()).isTrue();
            assertThat(report.losses()).hasSize(2);
            assertThat(report.stepMs())
                    .containsOnlyKeys(
                            "deploy",
                            "open order",
                            "bid",
                            "award",
                            "manifest",
                            "ready",
                            "door",
                            "restart",
                            "earn",
                            "close",
                            "wipe");
            assertThat(stage.simulation().auditor().bills().openAccounts()).isZero();
            stage.simulation().audit();
        }
    }

    @Test
    void losersLearnThatTheirScoreWasLower() {
        try (SimulatedStage stage = SimulatedStage.open(2, 3, FaultPlan.none())) {
            OrderReport report = new FirstLight(sdl(20_000), DEPOSIT).play(stage);

            assertThat(report.losses()).allMatch(loss -> loss.contains("LOWER_SCORE"));
        }
    }

    @Test
    void anOrderThatNobodyServesFailsAtTheBids() {
        try (SimulatedStage stage = SimulatedStage.open(3, 2, FaultPlan.none())) {
            assertThatThrownBy(() -> new FirstLight(sdl(1), DEPOSIT).play(stage))
                    .isInstanceOf(StepFailure.class)
                    .hasMessageContaining("step bid");
        }
    }

    private static SdlDocument sdl(long ceiling) {
        String text = """
                version: "2.0"
                services:
                  web:
                    image: example.org/web:1
                    env:
                      - SCRIPT_READY_AFTER_MS=1500
                      - SCRIPT_LOG=listening on 8080
                    expose:
                      - port: 8080
                        as: 80
                        to:
                          - global: true
                profiles:
                  compute:
                    web:
                      resources:
                        cpu:
                          units: 0.5
                        memory:
                          size: 128Mi
                        storage:
                          size: 64Mi
                  placement:
                    anywhere:
                      pricing:
                        web:
                          denom: uusd
                          amount: %d
                deployment:
                  web:
                    anywhere:
                      profile: web
                      count: 1
                """.formatted(ceiling);
        try {
            return Sdl.parse(text);
        } catch (SdlException wrong) {
            throw new IllegalStateException(wrong);
        }
    }
}
