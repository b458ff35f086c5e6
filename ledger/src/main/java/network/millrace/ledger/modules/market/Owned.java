package network.millrace.ledger.modules.market;

import network.millrace.ledger.state.KeyWriter;
import network.millrace.protocol.MalformedException;
import network.millrace.protocol.address.Address;

/** How a query narrows by owner: everyone's, one owner's, or one deployment's. */
sealed interface Owned {
    /** Everyone's. */
    record Any() implements Owned {}

    record By(Address owner) implements Owned {}

    record Of(Address owner, long dseq) implements Owned {}

    /** From a request's fields: no owner = everyone's, dseq 0 = all of the owner's. */
    static Owned of(String owner, long dseq) {
        if (owner.isEmpty()) {
            if (dseq != 0) {
                throw new MalformedException(
                        "a dseq is an owner's: name the owner of deployment " + Long.toUnsignedString(dseq) + " too");
            }
            return new Any();
        }
        return dseq == 0 ? new By(Address.parse(owner)) : new Of(Address.parse(owner), dseq);
    }

    /** Writes the leading fields of a key. */
    default void write(KeyWriter key) {
        switch (this) {
            case Any any -> {}
            case By by -> key.address(by.owner());
            case Of of -> key.address(of.owner()).u64(of.dseq());
        }
    }

    /** Whether a value's owner and dseq are meant. */
    default boolean includes(Address owner, long dseq) {
        return switch (this) {
            case Any any -> true;
            case By by -> by.owner().equals(owner);
            case Of of -> of.owner().equals(owner) && of.dseq() == dseq;
        };
    }
}
