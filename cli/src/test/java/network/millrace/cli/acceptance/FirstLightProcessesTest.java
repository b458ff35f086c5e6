package network.millrace.cli.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import network.millrace.cli.command.CommandFailure;
import network.millrace.cli.command.Home;
import network.millrace.cli.image.LocalImages;
import network.millrace.cli.local.BackendChoice;
import network.millrace.cli.local.LocalNetwork;
import network.millrace.cli.local.LocalPlan;
import network.millrace.cli.local.TemporaryNetwork;
import network.millrace.cli.market.SdlFile;
import network.millrace.cli.output.Progress;
import network.millrace.client.sdl.SdlDocument;
import network.millrace.protocol.money.Denom;
import network.millrace.protocol.money.Money;
import network.millrace.simulation.scenarios.FirstLight;
import network.millrace.simulation.scenarios.OrderReport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The scenario that the simulator plays in virtual time, with real processes, a real sandbox and a real clock. */
@Timeout(300)
final class FirstLightProcessesTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final long ORDER_LIFETIME_MS = 60_000;

    @BeforeAll
    static void somethingMustRunWorkloads() throws Exception {
        try {
            BackendChoice.find();
        } catch (CommandFailure nothing) {
            assertThat(System.getenv("CI")).as(nothing.getMessage()).isNotEqualTo("true");
            assumeTrue(false, nothing.getMessage());
        }
    }

    @Test
    void oneOrderFromSdlFileToSettledBill() throws Exception {
        String backend = BackendChoice.find().name();
        Home home = TemporaryNetwork.home(backend);
        Path images = SharedImages.folder();
        LocalPlan plan = LocalPlan.ofThree(
                home, "millrace-acceptance-1", ORDER_LIFETIME_MS, new LocalPlan.Workshop(backend, images));
        SdlDocument document =
                new SdlFile(ROOT.resolve("examples/web.yaml"), new LocalImages(images)).read(Progress.SILENT);

        try (TemporaryNetwork temporary = new TemporaryNetwork(plan);
                LocalNetwork network = temporary.start(Progress.SILENT);
                ProcessStage stage = new ProcessStage(network)) {
            OrderReport report = new FirstLight(document, Money.of(Denom.UUSD, 5_000_000)).play(stage);

            assertThat(report.bill().isConserved()).isTrue();
            assertThat(report.losses()).hasSize(2);
        }
    }
}
