package network.millrace.cli.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import network.millrace.cli.command.CommandFailure;
import network.millrace.cli.output.Progress;
import network.millrace.cli.output.Terminal;
import network.millrace.client.sdl.Sdl;
import network.millrace.client.sdl.SdlDocument;
import network.millrace.client.transactions.Receipt;
import network.millrace.client.transactions.TransactionSender;
import network.millrace.protocol.crypto.Hash;
import network.millrace.protocol.crypto.PrivateKey;
import network.millrace.protocol.ids.DeploymentId;
import network.millrace.protocol.ids.LeaseId;
import network.millrace.protocol.ledger.v1.TxResult;
import network.millrace.protocol.market.v1.BidCreated;
import network.millrace.protocol.market.v1.CloseReason;
import network.millrace.protocol.market.v1.LeaseAwarded;
import network.millrace.protocol.market.v1.LeaseClosed;
import network.millrace.protocol.market.v1.OrderTerms;
import network.millrace.protocol.money.Denom;
import network.millrace.protocol.money.Price;
import network.millrace.protocol.resources.v1.GroupSpec;
import org.junit.jupiter.api.Test;

/** What a tenant is told while an order waits. */
class DeployTaleTest {
    private static final PrivateKey TENANT = PrivateKey.of(
            Hash.sha256("a tenant".getBytes(StandardCharsets.UTF_8)).bytes());
    private static final DeploymentId DEPLOYMENT = new DeploymentId(TENANT.address(), 7);
    private static final LeaseId LEASE = LeaseId.parse(DEPLOYMENT + "/1/1/" + TENANT.address());

    private final SilentNetwork network = new SilentNetwork();
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final Terminal terminal = Terminal.of(
            InputStream.nullInputStream(),
            new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
            new PrintStream(said, true, StandardCharsets.UTF_8),
            Map.of());
    private final DeployTale tale = new DeployTale(
            network,
            List.of(GroupSpec.getDefaultInstance()),
            OrderTerms.getDefaultInstance(),
            terminal,
            Progress.SILENT);

    @Test
    void anOrderThatNobodyBidsOnIsExplainedOnce() throws InterruptedException {
        tale.waited(Duration.ofSeconds(5));
        assertThat(said()).isEmpty();

        tale.waited(Duration.ofSeconds(9));
        tale.waited(Duration.ofSeconds(14));

        assertThat(network.screenings()).isEqualTo(1);
        assertThat(said()).contains("no bid yet", "no provider is registered on this network");
    }

    @Test
    void whereABidCameNobodyIsAskedWhyNot() throws InterruptedException {
        tale.happened(
                BidCreated.newBuilder()
                        .setId(LEASE.bid().toProto())
                        .setPrice(price("30"))
                        .build(),
                0);

        tale.waited(Duration.ofMinutes(1));

        assertThat(network.screenings()).isZero();
    }

    @Test
    void aProviderThatGivesUpIsNamedWithItsReason() {
        tale.happened(
                LeaseClosed.newBuilder()
                        .setId(LEASE.toProto())
                        .setReason(CloseReason.IMAGE_MISSING)
                        .setText("image nginx:9 was not found")
                        .build(),
                0);

        assertThat(said()).contains(LEASE.provider().toString(), "image missing: image nginx:9 was not found");
    }

    @Test
    void theNextBidderTakesThePlaceOfTheOneBefore() {
        tale.happened(awarded("36.00125"), 0);
        tale.happened(awarded("32.5"), 1);

        assertThat(tale.leases()).hasSize(1);
        assertThat(tale.text(Duration.ofSeconds(6))).startsWith("group 1  32.5 uusd for 6 s, 14.04 usd a month, by ");
    }

    @Test
    void waitingEndsInTimeAlsoWhenNoBlockComes() throws Exception {
        SdlDocument document = Sdl.parse(Files.readString(Path.of("..", "examples", "web.yaml")));
        Deployer deployer = new Deployer(network, TransactionSender.of(network, TENANT), (_, _) -> {});
        Deployer.Placed placed =
                new Deployer.Placed(DEPLOYMENT, new Receipt(Hash.sha256(), 1, TxResult.getDefaultInstance()), document);

        assertThatThrownBy(() -> deployer.awaitReady(placed, Duration.ofMillis(20), tale))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("deployment 7 does not run")
                .hasMessageContaining("millrace close 7");
    }

    private static LeaseAwarded awarded(String price) {
        return LeaseAwarded.newBuilder()
                .setId(LEASE.toProto())
                .setPrice(price(price))
                .build();
    }

    private static network.millrace.protocol.cosmos.base.v1beta1.DecCoin price(String decimal) {
        return Price.parse(new Denom("uusd"), decimal).toProto();
    }

    private String said() {
        return said.toString(StandardCharsets.UTF_8);
    }
}
