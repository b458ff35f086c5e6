package network.millrace.simulation.actors;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import network.millrace.agent.lease.ManifestRefusal;
import network.millrace.client.NetworkException;
import network.millrace.client.RefusedException;
import network.millrace.protocol.escrow.v1.AccountId;
import network.millrace.protocol.escrow.v1.MsgDeposit;
import network.millrace.protocol.ids.DeploymentId;
import network.millrace.protocol.ids.LeaseId;
import network.millrace.protocol.market.v1.Bid;
import network.millrace.protocol.market.v1.Deployment;
import network.millrace.protocol.market.v1.Lease;
import network.millrace.protocol.market.v1.MsgCloseDeployment;
import network.millrace.protocol.market.v1.MsgCloseGroup;
import network.millrace.protocol.market.v1.MsgCloseLease;
import network.millrace.protocol.market.v1.MsgCreateDeployment;
import network.millrace.protocol.market.v1.MsgCreateLease;
import network.millrace.protocol.market.v1.MsgPauseGroup;
import network.millrace.protocol.market.v1.MsgStartGroup;
import network.millrace.protocol.market.v1.MsgUpdateDeployment;
import network.millrace.protocol.market.v1.OrderTerms;
import network.millrace.protocol.market.v1.QueryBidsRequest;
import network.millrace.protocol.market.v1.QueryBidsResponse;
import network.millrace.protocol.market.v1.QueryDeploymentRequest;
import network.millrace.protocol.market.v1.QueryDeploymentResponse;
import network.millrace.protocol.market.v1.QueryLeasesRequest;
import network.millrace.protocol.market.v1.QueryLeasesResponse;
import network.millrace.protocol.money.Denom;
import network.millrace.protocol.money.Money;
import network.millrace.simulation.faults.Fault;
import network.millrace.simulation.faults.Faults;
import network.millrace.simulation.world.Draw;

/**
 * The life of one deployment as its tenant lives it: deploy, look now and then, send manifests, change one's mind, close. Written
 * as blocking code in a fiber. The tenant knows only what the node and the doors tell it.
 */
final class TenantDeployment {
    private static final long DEPOSIT_MIN = 500_000;
    private static final long LOOK_MIN_MS = 3_000;
    private static final long LOOK_MAX_MS = 20_000;
    private static final long LIFE_MAX_MS = 2_400_000;
    private static final long PERIOD_MS = 6_000;
    private static final int ATTEMPTS = 4;
    private static final long TIMEOUT_MS = 130_000;
    private static final long FORGETS_PPM = 150_000;

    private final TenantActor tenant;
    private final DeploymentId id;
    private final Draw draw;
    private final Faults faults;
    private final Set<String> served = new TreeSet<>();
    private final boolean sendsManifest;
    private final boolean chooses;
    private DeploymentDraft draft;
    private boolean sound = true;

    TenantDeployment(TenantActor tenant, long dseq, Draw draw) {
        this.tenant = tenant;
        this.id = new DeploymentId(tenant.party().address(), dseq);
        this.draw = draw;
        this.faults = tenant.faults();
        this.draft = DeploymentDraft.drawn(draw, behaviour());
        this.sendsManifest = !faults.strikes(Fault.MANIFEST_NEVER_SENT, id.toString());
        this.chooses = !faults.strikes(Fault.CHOICE_NEVER_MADE, id.toString());
    }

    boolean runsSoundly(String lease) {
        return lease.startsWith(id + "/") && sound && sendsManifest;
    }

    void live() {
        long endMs = tenant.world().nowMs() + draw.between(30_000, LIFE_MAX_MS);
        if (!create(endMs)) {
            // What was sent may still be included until its timeout.
            tenant.pause(TIMEOUT_MS);
        }
        while (!tenant.isResting() && (tenant.isHolding() || tenant.world().nowMs() < endMs) && isActive()) {
            tenant.pause(draw.between(LOOK_MIN_MS, LOOK_MAX_MS));
            look();
            if (!tenant.isHolding()) {
                act();
            }
        }
        // Some forget a deployment, and it may run dry.
        boolean forgets = draw.chance(FORGETS_PPM);
        while (forgets && !tenant.isResting()) {
            tenant.pause(LOOK_MAX_MS);
        }
        while (isActive()) {
            tenant.send(MsgCloseDeployment.newBuilder()
                    .setOwner(owner())
                    .setDseq(id.dseq())
                    .build());
            tenant.pause(draw.between(LOOK_MIN_MS, LOOK_MAX_MS));
        }
    }

    /** Tries a few times: the number is refused once it is used, so nothing is deployed twice. */
    private boolean create(long endMs) {
        MsgCreateDeployment creation = creation(endMs);
        for (int i = 0; i < ATTEMPTS; i++) {
            if (tenant.send(creation) || isActive()) {
                return true;
            }
            tenant.pause(draw.between(LOOK_MIN_MS, LOOK_MAX_MS));
        }
        return false;
    }

    private MsgCreateDeployment creation(long endMs) {
        long periods = (endMs - tenant.world().nowMs()) / PERIOD_MS + 1;
        long deposit = faults.strikes(Fault.DEPOSIT_SHORT, id.toString())
                ? DEPOSIT_MIN
                : DEPOSIT_MIN + draft.costAtMost(periods);
        return MsgCreateDeployment.newBuilder()
                .setOwner(owner())
                .setDseq(id.dseq())
                .addAllGroups(draft.groups())
                .setHash(draft.hash().toByteString())
                .setDeposit(Money.of(Denom.UUSD, deposit).toProto())
                .setTerms(draft.terms())
                .build();
    }

    private boolean isActive() {
        while (true) {
            try {
                QueryDeploymentResponse answer = tenant.network()
                        .query(
                                "market",
                                "Deployment",
                                QueryDeploymentRequest.newBuilder()
                                        .setId(id.toProto())
                                        .build(),
                                QueryDeploymentResponse.getDefaultInstance());
                return answer.getDeployment().getState() == Deployment.State.ACTIVE;
            } catch (RefusedException unknown) {
                return false;
            } catch (NetworkException unreachable) {
                tenant.pause(LOOK_MIN_MS);
            }
        }
    }

    private void look() {
        try {
            for (Lease lease : leases()) {
                LeaseId leaseId = LeaseId.of(lease.getId());
                boolean isLive = lease.getState() == Lease.State.AWARDED || lease.getState() == Lease.State.ACTIVE;
                if (isLive && sendsManifest && needsManifest(leaseId)) {
                    sendManifest(leaseId);
                }
            }
            if (draft.terms().getAward() == OrderTerms.AwardMode.TENANT && chooses) {
                choose();
            }
        } catch (NetworkException unreachable) {
            tenant.world().note(id + " cannot look: " + unreachable.getMessage());
        }
    }

    private boolean needsManifest(LeaseId lease) {
        return !served.contains(lease + " " + draft.hash())
                || tenant.doors().hasLostManifest(lease.provider().toString(), lease);
    }

    private void sendManifest(LeaseId lease) {
        ByteString manifest = draft.manifest();
        if (faults.strikes(Fault.MANIFEST_WRONG, lease.toString())) {
            manifest = manifest.concat(ByteString.copyFromUtf8("!"));
        }
        try {
            List<LeaseId> taken = tenant.doors().manifest(lease.provider().toString(), id, manifest);
            taken.forEach(one -> served.add(one + " " + draft.hash()));
            tenant.world().note("manifest of " + id + " taken for " + taken.size() + " leases");
        } catch (ManifestRefusal refused) {
            tenant.world().note("manifest of " + id + " refused: " + refused.getMessage());
        }
    }

    private void choose() {
        QueryBidsResponse answer = tenant.network()
                .query(
                        "market",
                        "Bids",
                        QueryBidsRequest.newBuilder()
                                .setOwner(owner())
                                .setDseq(id.dseq())
                                .setState(Bid.State.OPEN)
                                .build(),
                        QueryBidsResponse.getDefaultInstance());
        if (answer.getBidsCount() > 0 && draw.chance(500_000)) {
            Bid bid = draw.pick(answer.getBidsList());
            tenant.send(MsgCreateLease.newBuilder()
                    .setOwner(owner())
                    .setDseq(id.dseq())
                    .setGseq(bid.getId().getGseq())
                    .setOseq(bid.getId().getOseq())
                    .setProvider(bid.getId().getProvider())
                    .build());
        }
    }

    /** Now and then something beside looking. */
    private void act() {
        if (!draw.chance(60_000)) {
            return;
        }
        int gseq = (int) draw.between(1, draft.groups().size());
        switch (draw.below(6)) {
            case 0 ->
                tenant.send(MsgDeposit.newBuilder()
                        .setDepositor(owner())
                        .setAccount(AccountId.newBuilder()
                                .setScope(AccountId.Scope.DEPLOYMENT)
                                .setId(id.toString()))
                        .setAmount(
                                Money.of(Denom.UUSD, draw.between(1, 1_000_000)).toProto())
                        .build());
            case 1 -> update();
            case 2 ->
                tenant.send(MsgPauseGroup.newBuilder()
                        .setOwner(owner())
                        .setDseq(id.dseq())
                        .setGseq(gseq)
                        .build());
            case 3 -> closeLease();
            case 4 ->
                tenant.send(MsgCloseGroup.newBuilder()
                        .setOwner(owner())
                        .setDseq(id.dseq())
                        .setGseq(gseq)
                        .build());
            default -> {}
        }
        // Whatever paused it, a started group opens an order anew; of a group that runs the ledger says no.
        if (draw.chance(500_000)) {
            tenant.send(MsgStartGroup.newBuilder()
                    .setOwner(owner())
                    .setDseq(id.dseq())
                    .setGseq(gseq)
                    .build());
        }
    }

    private void update() {
        DeploymentDraft next = draft.rewritten(draw, behaviour());
        MsgUpdateDeployment message = MsgUpdateDeployment.newBuilder()
                .setOwner(owner())
                .setDseq(id.dseq())
                .setHash(next.hash().toByteString())
                .build();
        if (tenant.send(message)) {
            draft = next;
        }
    }

    private void closeLease() {
        try {
            leases().stream()
                    .filter(lease -> lease.getState() == Lease.State.ACTIVE)
                    .findFirst()
                    .ifPresent(lease -> tenant.send(MsgCloseLease.newBuilder()
                            .setOwner(owner())
                            .setDseq(id.dseq())
                            .setGseq(lease.getId().getGseq())
                            .setOseq(lease.getId().getOseq())
                            .setProvider(lease.getId().getProvider())
                            .build()));
        } catch (NetworkException unreachable) {
            tenant.world().note(id + " cannot look: " + unreachable.getMessage());
        }
    }

    private List<Lease> leases() {
        return tenant.network()
                .query(
                        "market",
                        "Leases",
                        QueryLeasesRequest.newBuilder()
                                .setOwner(owner())
                                .setDseq(id.dseq())
                                .build(),
                        QueryLeasesResponse.getDefaultInstance())
                .getLeasesList();
    }

    private Behaviour behaviour() {
        Behaviour behaviour = Behaviour.drawn(draw, faults, id.toString());
        sound = sound && behaviour.sound();
        return behaviour;
    }

    private String owner() {
        return id.owner().toString();
    }
}
