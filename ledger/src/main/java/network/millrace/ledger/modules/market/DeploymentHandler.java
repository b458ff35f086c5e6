package network.millrace.ledger.modules.market;

import static network.millrace.ledger.kernel.Rejection.unless;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import network.millrace.ledger.kernel.Context;
import network.millrace.ledger.kernel.Rejection;
import network.millrace.ledger.modules.escrow.Bill;
import network.millrace.ledger.modules.escrow.Escrow;
import network.millrace.ledger.modules.escrow.EscrowId;
import network.millrace.protocol.address.Address;
import network.millrace.protocol.cosmos.base.v1beta1.Coin;
import network.millrace.protocol.crypto.Hash;
import network.millrace.protocol.ids.DeploymentId;
import network.millrace.protocol.ids.GroupId;
import network.millrace.protocol.market.v1.CloseReason;
import network.millrace.protocol.market.v1.Deployment;
import network.millrace.protocol.market.v1.DeploymentCreated;
import network.millrace.protocol.market.v1.DeploymentUpdated;
import network.millrace.protocol.market.v1.Group;
import network.millrace.protocol.market.v1.GroupStarted;
import network.millrace.protocol.market.v1.MsgCloseDeployment;
import network.millrace.protocol.market.v1.MsgCloseDeploymentResponse;
import network.millrace.protocol.market.v1.MsgCloseGroup;
import network.millrace.protocol.market.v1.MsgCloseGroupResponse;
import network.millrace.protocol.market.v1.MsgCreateDeployment;
import network.millrace.protocol.market.v1.MsgCreateDeploymentResponse;
import network.millrace.protocol.market.v1.MsgPauseGroup;
import network.millrace.protocol.market.v1.MsgPauseGroupResponse;
import network.millrace.protocol.market.v1.MsgStartGroup;
import network.millrace.protocol.market.v1.MsgStartGroupResponse;
import network.millrace.protocol.market.v1.MsgUpdateDeployment;
import network.millrace.protocol.market.v1.MsgUpdateDeploymentResponse;
import network.millrace.protocol.market.v1.Params;
import network.millrace.protocol.money.Denom;
import network.millrace.protocol.money.Money;
import network.millrace.protocol.resources.v1.GroupSpec;

/** What tenants say of deployments and groups: one method a message. */
final class DeploymentHandler {
    private final MarketState state;
    private final Escrow escrow;
    private final Openings openings;
    private final Endings endings;

    DeploymentHandler(MarketState state, Escrow escrow, Openings openings, Endings endings) {
        this.state = state;
        this.escrow = escrow;
        this.openings = openings;
        this.endings = endings;
    }

    MsgCreateDeploymentResponse create(MsgCreateDeployment message, Context context) {
        Address owner = Address.parse(message.getOwner());
        var id = new DeploymentId(owner, message.getDseq());
        unless(
                !state.deployments.contains(context, id),
                MarketError.DEPLOYMENT_EXISTS,
                "deployment %s exists already; a dseq is never used twice, take another",
                id);
        Params params = state.params.get(context);
        TermRules.check(message.getTerms());
        checkHash(message.getHash());
        List<GroupSpec> specs = GroupRules.checked(message.getGroupsList(), params);
        Money deposit = Money.of(message.getDeposit());
        checkDeposit(deposit, GroupRules.denom(specs.getFirst()), params);

        escrow.open(context, EscrowId.of(id), owner, deposit);
        Deployment deployment = Deployments.open(id, message.getHash(), message.getTerms(), specs.size(), context);
        state.save(context, deployment);
        context.emit(DeploymentCreated.newBuilder()
                .setId(deployment.getId())
                .setHash(deployment.getHash())
                .build());
        for (int at = 0; at < specs.size(); at++) {
            openings.open(context, Groups.open(id.group(at + 1), specs.get(at), context), deployment.getTerms());
        }
        return MsgCreateDeploymentResponse.newBuilder()
                .setId(deployment.getId())
                .build();
    }

    private static void checkHash(ByteString hash) {
        unless(
                hash.size() == Hash.BYTES,
                MarketError.BAD_HASH,
                "the hash of a manifest is %s bytes of SHA-256; came %s",
                Hash.BYTES,
                hash.size());
    }

    private static void checkDeposit(Money deposit, Denom priced, Params params) {
        Optional<Money> least = params.getDeploymentDepositMinList().stream()
                .filter(coin -> coin.getDenom().equals(priced.value()))
                .map((Coin coin) -> Money.of(coin))
                .findFirst();
        unless(
                deposit.denom().equals(priced) && deposit.covers(least.orElseThrow()),
                MarketError.DEPOSIT_TOO_LOW,
                "a deployment priced in %s sets aside at least %s; came %s",
                priced,
                least.map(Money::toString).orElse(""),
                deposit);
    }

    MsgUpdateDeploymentResponse update(MsgUpdateDeployment message, Context context) {
        Deployment deployment = active(context, id(message.getOwner(), message.getDseq()));
        checkHash(message.getHash());
        unless(
                !deployment.getHash().equals(message.getHash()),
                MarketError.SAME_HASH,
                "the deployment has the manifest hash %s already",
                Hash.of(message.getHash()).hex());
        state.save(context, Deployments.withHash(deployment, message.getHash(), context));
        context.emit(DeploymentUpdated.newBuilder()
                .setId(deployment.getId())
                .setHash(message.getHash())
                .build());
        return MsgUpdateDeploymentResponse.getDefaultInstance();
    }

    MsgCloseDeploymentResponse close(MsgCloseDeployment message, Context context) {
        DeploymentId id = id(message.getOwner(), message.getDseq());
        Bill bill = endings.deployment(context, id, active(context, id), Ending.byOwner(CloseReason.OWNER, id.owner()));
        return MsgCloseDeploymentResponse.newBuilder()
                .setDeposited(bill.deposited().toString())
                .setPaid(bill.paid().toString())
                .setFee(bill.fee().toString())
                .setRefunded(bill.refunded().toString())
                .build();
    }

    MsgCloseGroupResponse closeGroup(MsgCloseGroup message, Context context) {
        GroupId id = id(message.getOwner(), message.getDseq()).group(message.getGseq());
        Group group = group(context, id);
        unless(
                Groups.isLive(group),
                MarketError.GROUP_STATE,
                "group %s is %s; an OPEN or PAUSED one can be closed",
                id,
                group.getState());
        endings.group(context, id, group, Ending.byOwner(CloseReason.GROUP_CLOSED, id.owner()));
        return MsgCloseGroupResponse.getDefaultInstance();
    }

    MsgPauseGroupResponse pauseGroup(MsgPauseGroup message, Context context) {
        GroupId id = id(message.getOwner(), message.getDseq()).group(message.getGseq());
        Group group = group(context, id);
        unless(
                Groups.isOpen(group),
                MarketError.GROUP_STATE,
                "group %s is %s; an OPEN one can be paused",
                id,
                group.getState());
        endings.pause(context, id, group, Ending.byOwner(CloseReason.GROUP_PAUSED, id.owner()));
        return MsgPauseGroupResponse.getDefaultInstance();
    }

    MsgStartGroupResponse startGroup(MsgStartGroup message, Context context) {
        GroupId id = id(message.getOwner(), message.getDseq()).group(message.getGseq());
        Deployment deployment = active(context, id.deployment());
        Group group = group(context, id);
        unless(
                Groups.isPaused(group),
                MarketError.GROUP_STATE,
                "group %s is %s; a PAUSED one can be started",
                id,
                group.getState());
        Group started = Groups.start(group);
        context.emit(GroupStarted.newBuilder().setId(group.getId()).build());
        var order = openings.open(context, started, deployment.getTerms());
        return MsgStartGroupResponse.newBuilder().setOrder(order.toProto()).build();
    }

    private static DeploymentId id(String owner, long dseq) {
        return new DeploymentId(Address.parse(owner), dseq);
    }

    private Deployment active(Context context, DeploymentId id) {
        Deployment deployment = state.deployments
                .get(context, id)
                .orElseThrow(() -> new Rejection(MarketError.DEPLOYMENT_UNKNOWN, "there is no deployment " + id));
        unless(
                Deployments.isActive(deployment),
                MarketError.DEPLOYMENT_CLOSED,
                "deployment %s is closed: %s",
                id,
                deployment.getCloseReason().name().toLowerCase(Locale.ROOT).replace('_', ' '));
        return deployment;
    }

    private Group group(Context context, GroupId id) {
        return state.groups
                .get(context, id)
                .orElseThrow(() -> new Rejection(MarketError.GROUP_UNKNOWN, "there is no group " + id));
    }
}
