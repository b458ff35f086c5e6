package network.millrace.ledger.modules.escrow;

import network.millrace.ledger.state.IdKeys;
import network.millrace.ledger.state.KeyCodec;
import network.millrace.ledger.state.KeyReader;
import network.millrace.ledger.state.KeyWriter;
import network.millrace.protocol.MalformedException;
import network.millrace.protocol.escrow.v1.AccountId;
import network.millrace.protocol.ids.BidId;
import network.millrace.protocol.ids.DeploymentId;

/** Whose money an escrow account sets aside. */
public sealed interface EscrowId {
    /** A deployment's: leases are paid from it. */
    record OfDeployment(DeploymentId deployment) implements EscrowId {
        @Override
        public AccountId toProto() {
            return account(AccountId.Scope.DEPLOYMENT, deployment.toString());
        }

        @Override
        public String toString() {
            return "of deployment " + deployment;
        }
    }

    /** The deposit of a bid. */
    record OfBid(BidId bid) implements EscrowId {
        @Override
        public AccountId toProto() {
            return account(AccountId.Scope.BID, bid.toString());
        }

        @Override
        public String toString() {
            return "of bid " + bid;
        }
    }

    KeyCodec<EscrowId> KEYS = KeyCodec.of(EscrowId::write, EscrowId::read);

    static EscrowId of(DeploymentId deployment) {
        return new OfDeployment(deployment);
    }

    static EscrowId of(BidId bid) {
        return new OfBid(bid);
    }

    /** @throws MalformedException when it is not the id of an account */
    static EscrowId of(AccountId id) {
        return switch (id.getScope()) {
            case DEPLOYMENT -> new OfDeployment(DeploymentId.parse(id.getId()));
            case BID -> new OfBid(BidId.parse(id.getId()));
            case SCOPE_UNSPECIFIED, UNRECOGNIZED ->
                throw new MalformedException(
                        "an escrow account belongs to a DEPLOYMENT or a BID; the scope is " + id.getScopeValue());
        };
    }

    AccountId toProto();

    private static AccountId account(AccountId.Scope scope, String id) {
        return AccountId.newBuilder().setScope(scope).setId(id).build();
    }

    private static void write(EscrowId id, KeyWriter out) {
        switch (id) {
            case OfDeployment account -> {
                out.u8(AccountId.Scope.DEPLOYMENT_VALUE);
                IdKeys.DEPLOYMENT.write(account.deployment(), out);
            }
            case OfBid account -> {
                out.u8(AccountId.Scope.BID_VALUE);
                IdKeys.BID.write(account.bid(), out);
            }
        }
    }

    private static EscrowId read(KeyReader in) {
        return in.u8() == AccountId.Scope.BID_VALUE
                ? new OfBid(IdKeys.BID.read(in))
                : new OfDeployment(IdKeys.DEPLOYMENT.read(in));
    }
}
