package network.millrace.simulation.scenarios;

import java.math.BigInteger;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import network.millrace.client.sdl.SdlDocument;
import network.millrace.client.transactions.Receipt;
import network.millrace.protocol.access.v1.LeaseStatus;
import network.millrace.protocol.access.v1.WorkloadState;
import network.millrace.protocol.escrow.v1.AccountId;
import network.millrace.protocol.escrow.v1.QueryAccountRequest;
import network.millrace.protocol.escrow.v1.QueryAccountResponse;
import network.millrace.protocol.escrow.v1.Stream;
import network.millrace.protocol.ids.DeploymentId;
import network.millrace.protocol.ids.LeaseId;
import network.millrace.protocol.ids.OrderId;
import network.millrace.protocol.market.v1.Bid;
import network.millrace.protocol.market.v1.Deployment;
import network.millrace.protocol.market.v1.Lease;
import network.millrace.protocol.market.v1.MsgCloseDeployment;
import network.millrace.protocol.market.v1.MsgCloseDeploymentResponse;
import network.millrace.protocol.market.v1.MsgCreateDeployment;
import network.millrace.protocol.market.v1.Order;
import network.millrace.protocol.market.v1.QueryDeploymentRequest;
import network.millrace.protocol.market.v1.QueryDeploymentResponse;
import network.millrace.protocol.market.v1.QueryLeasesRequest;
import network.millrace.protocol.market.v1.QueryLeasesResponse;
import network.millrace.protocol.market.v1.QueryOrderRequest;
import network.millrace.protocol.market.v1.QueryOrderResponse;
import network.millrace.protocol.money.Money;

/**
 * One order from SDL file to settled bill: the list "One order through the code" of ARCHITECTURE.md, a method each. It talks to
 * the network as any tenant does and looks at nothing else.
 */
public final class FirstLight implements OrderScenario {
    private static final String MARKET = "market";
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final long BILLED_AT_LEAST_MS = 6_000;

    private final SdlDocument document;
    private final Money deposit;

    /**
     * @param document of one service that runs and prints something
     * @param deposit enough for some minutes
     */
    public FirstLight(SdlDocument document, Money deposit) {
        this.document = document;
        this.deposit = deposit;
    }

    @Override
    public OrderReport play(Stage stage) {
        return new Play(stage).all();
    }

    private final class Play {
        private final Stage stage;
        private final Map<String, Long> stepMs = new LinkedHashMap<>();
        private final DeploymentId deployment;
        private final OrderId order;

        Play(Stage stage) {
            this.stage = stage;
            long dseq = stage.network().status().getHeight() + 1;
            this.deployment = new DeploymentId(stage.tenant().address(), dseq);
            this.order = new OrderId(deployment.owner(), dseq, 1, 1);
        }

        OrderReport all() {
            timed("deploy", this::deploy);
            timed("open order", this::openOrder);
            timed("bid", this::bid);
            timed("award", this::award);
            LeaseId lease = lease();
            timed("manifest", () -> stage.sendManifest(lease.provider(), deployment, document.canonicalJson()));
            timed("ready", () -> ready(lease));
            timed("door", () -> door(lease));
            timed("restart", () -> restart(lease));
            timed("earn", this::earn);
            OrderReport.SettledBill bill = close();
            timed("wipe", () -> wipe(lease));
            return new OrderReport(lease, losses(), bill, stepMs);
        }

        /** Steps 1 and 2: signed, admitted, ordered, durable. */
        private void deploy() {
            Receipt receipt = stage.tenant()
                    .send(MsgCreateDeployment.newBuilder()
                            .setOwner(deployment.owner().toString())
                            .setDseq(deployment.dseq())
                            .addAllGroups(document.groups())
                            .setHash(document.version().toByteString())
                            .setDeposit(deposit.toProto())
                            .build());
            require(
                    "deploy",
                    stage.network().transaction(receipt.hash()).isPresent(),
                    "transaction " + receipt.hash() + " was acknowledged and is in no block");
        }

        /** Step 3: the deposit is set aside, the order is open, and its window is a deadline of the state. */
        private void openOrder() {
            requireEqual("open order", Deployment.State.ACTIVE, deployment().getState());
            requireEqual("open order", deposit.toProto(), account().getBalance());
            Order open = order().getOrder();
            require(
                    "open order",
                    open.getBidWindowEndsMs() > open.getCreatedMs(),
                    "the order has no bid window: " + open);
        }

        /** Step 4: every provider matches, reserves, prices and bids. */
        private void bid() {
            await(
                    "bid",
                    "a bid of each provider",
                    () -> order().getBidsCount() == stage.providers().size());
            order().getBidsList()
                    .forEach(bid -> require(
                            "bid",
                            stage.providers().stream().anyMatch(one -> one.toString()
                                    .equals(bid.getId().getProvider())),
                            "a bid of somebody else: " + bid));
        }

        /** Step 5: the ledger awards by itself at the end of the window; the losers learn why. */
        private void award() {
            await("award", "an award", () -> order().getOrder().getState() == Order.State.MATCHED);
            order().getBidsList().stream()
                    .filter(bid -> bid.getState() != Bid.State.ACTIVE)
                    .forEach(bid -> require("award", !bid.getLossText().isEmpty(), "a loser without a reason: " + bid));
        }

        private LeaseId lease() {
            return leases().stream()
                    .filter(lease -> lease.getState() == Lease.State.AWARDED || lease.getState() == Lease.State.ACTIVE)
                    .map(lease -> LeaseId.of(lease.getId()))
                    .findFirst()
                    .orElseThrow(() -> new StepFailure("award", "an awarded order without a lease: " + order()));
        }

        /** Step 6: hash and content checked, started, reported: the stream runs. */
        private void ready(LeaseId lease) {
            await("ready", "an active lease", () -> state(lease) == Lease.State.ACTIVE);
            QueryAccountResponse account = account();
            require(
                    "ready",
                    account.getStreamsList().stream().anyMatch(stream -> stream.getState() == Stream.State.OPEN),
                    "the lease is active and not paid: " + account);
        }

        /** Step 7: status and logs come from the provider itself. */
        private void door(LeaseId lease) {
            await("door", "a running service", () -> isRunning(lease));
            await("door", "a line in the log", () -> !stage.logs(lease).isEmpty());
        }

        /** The agent dies; the workload must not notice, and the agent must find it again. */
        private void restart(LeaseId lease) {
            long startedMs = stage.status(lease).getServices(0).getStartedMs();
            stage.killAgent(lease.provider());
            stage.startAgent(lease.provider());
            await("restart", "a running service after the agent's restart", () -> isRunning(lease));
            requireEqual(
                    "restart", startedMs, stage.status(lease).getServices(0).getStartedMs());
            requireEqual("restart", Lease.State.ACTIVE, state(lease));
        }

        private void earn() {
            long fromMs = stage.network().status().getBilledTimeMs();
            await(
                    "earn",
                    "a pricing period of billed time",
                    () -> stage.network().status().getBilledTimeMs() >= fromMs + BILLED_AT_LEAST_MS);
        }

        /** Step 8: settled to the last micro-unit. */
        private OrderReport.SettledBill close() {
            long beginMs = stage.nowMs();
            Receipt receipt = stage.tenant()
                    .send(MsgCloseDeployment.newBuilder()
                            .setOwner(deployment.owner().toString())
                            .setDseq(deployment.dseq())
                            .build());
            stepMs.put("close", stage.nowMs() - beginMs);
            MsgCloseDeploymentResponse closed = receipt.response(0, MsgCloseDeploymentResponse.getDefaultInstance());
            OrderReport.SettledBill bill = new OrderReport.SettledBill(
                    new BigInteger(closed.getDeposited()),
                    new BigInteger(closed.getPaid()),
                    new BigInteger(closed.getFee()),
                    new BigInteger(closed.getRefunded()));
            requireEqual("close", deposit.amount().value(), bill.deposited());
            require("close", bill.isConserved(), "the bill does not add up: " + bill);
            require("close", bill.paid().signum() > 0 && bill.fee().signum() > 0, "nothing was earned: " + bill);
            return bill;
        }

        /** The agent wipes the workload once the ledger says that the lease is over. */
        private void wipe(LeaseId lease) {
            requireEqual("wipe", Lease.State.CLOSED, state(lease));
            await("wipe", "no service left", () -> stage.status(lease).getServicesCount() == 0);
        }

        private boolean isRunning(LeaseId lease) {
            LeaseStatus status = stage.status(lease);
            return status.getServicesCount() == 1 && status.getServices(0).getState() == WorkloadState.RUNNING;
        }

        private List<String> losses() {
            return order().getBidsList().stream()
                    .filter(bid -> bid.getState() == Bid.State.LOST)
                    .map(bid -> bid.getId().getProvider() + ": " + bid.getLossReason() + ", " + bid.getLossText())
                    .toList();
        }

        private Deployment deployment() {
            return stage.network()
                    .query(
                            MARKET,
                            "Deployment",
                            QueryDeploymentRequest.newBuilder()
                                    .setId(deployment.toProto())
                                    .build(),
                            QueryDeploymentResponse.getDefaultInstance())
                    .getDeployment();
        }

        private QueryOrderResponse order() {
            return stage.network()
                    .query(
                            MARKET,
                            "Order",
                            QueryOrderRequest.newBuilder()
                                    .setId(order.toProto())
                                    .build(),
                            QueryOrderResponse.getDefaultInstance());
        }

        private List<Lease> leases() {
            return stage.network()
                    .query(
                            MARKET,
                            "Leases",
                            QueryLeasesRequest.newBuilder()
                                    .setOwner(deployment.owner().toString())
                                    .setDseq(deployment.dseq())
                                    .build(),
                            QueryLeasesResponse.getDefaultInstance())
                    .getLeasesList();
        }

        private Lease.State state(LeaseId id) {
            return leases().stream()
                    .filter(lease -> LeaseId.of(lease.getId()).equals(id))
                    .map(Lease::getState)
                    .findFirst()
                    .orElseThrow(() -> new StepFailure("award", "the ledger forgot lease " + id));
        }

        private QueryAccountResponse account() {
            return stage.network()
                    .query(
                            "escrow",
                            "Account",
                            QueryAccountRequest.newBuilder()
                                    .setAccount(AccountId.newBuilder()
                                            .setScope(AccountId.Scope.DEPLOYMENT)
                                            .setId(deployment.toString()))
                                    .build(),
                            QueryAccountResponse.getDefaultInstance());
        }

        private void timed(String step, Runnable body) {
            long beginMs = stage.nowMs();
            body.run();
            stepMs.put(step, stage.nowMs() - beginMs);
        }

        private void await(String step, String what, BooleanSupplier condition) {
            require(
                    step,
                    stage.await(PATIENCE, condition),
                    what + " did not come within " + PATIENCE.toSeconds() + " s");
        }
    }

    private static void require(String step, boolean holds, String otherwise) {
        if (!holds) {
            throw new StepFailure(step, otherwise);
        }
    }

    private static void requireEqual(String step, Object expected, Object came) {
        require(step, expected.equals(came), "expected " + expected + ", came " + came);
    }
}
