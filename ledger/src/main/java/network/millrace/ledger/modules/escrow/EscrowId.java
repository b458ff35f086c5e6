package network.millrace.ledger.modules.escrow;

import network.millrace.ledger.state.KeyCodec;
import network.millrace.protocol.MalformedException;
import network.millrace.protocol.escrow.v1.AccountId;
import network.millrace.protocol.ids.BidId;
import network.millrace.protocol.ids.DeploymentId;

/** Whose money an escrow account sets aside: a deployment's, or the deposit of a bid. */
public record EscrowId(AccountId.Scope scope, String id) {
    /** Longest id: five parts of a bid, two of them addresses. */
    private static final int ID_BYTES_MAX = 160;

    static final KeyCodec<EscrowId> KEYS = KeyCodec.of(
            (key, out) -> out.u8(key.scope.getNumber()).text(key.id),
            in -> new EscrowId(AccountId.Scope.forNumber(in.u8()), in.text()));

    /** @throws MalformedException when the scope is none of ours or the id is empty, too long or holds a zero byte */
    public EscrowId {
        if (scope != AccountId.Scope.DEPLOYMENT && scope != AccountId.Scope.BID) {
            throw new MalformedException("an escrow account belongs to a DEPLOYMENT or a BID; the scope is " + scope);
        }
        if (id.isEmpty() || id.length() > ID_BYTES_MAX || id.indexOf('\0') >= 0) {
            throw new MalformedException("the id of an escrow account is that of its deployment or bid, such as"
                    + " owner/dseq; this is " + MalformedException.quote(id));
        }
    }

    public static EscrowId of(DeploymentId deployment) {
        return new EscrowId(AccountId.Scope.DEPLOYMENT, deployment.toString());
    }

    public static EscrowId of(BidId bid) {
        return new EscrowId(AccountId.Scope.BID, bid.toString());
    }

    /** @throws MalformedException when it is not the id of an account */
    public static EscrowId of(AccountId id) {
        return new EscrowId(id.getScope(), id.getId());
    }

    public AccountId toProto() {
        return AccountId.newBuilder().setScope(scope).setId(id).build();
    }

    @Override
    public String toString() {
        return scope + " " + id;
    }
}
