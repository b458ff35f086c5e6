package network.millrace.client.transactions;

import com.google.protobuf.InvalidProtocolBufferException;
import network.millrace.client.Network;
import network.millrace.client.NetworkException;
import network.millrace.protocol.accounts.v1.Account;
import network.millrace.protocol.accounts.v1.QueryAccountRequest;
import network.millrace.protocol.accounts.v1.QueryAccountResponse;
import network.millrace.protocol.address.Address;
import network.millrace.protocol.fees.v1.Params;
import network.millrace.protocol.ledger.v1.QueryParamsRequest;
import network.millrace.protocol.ledger.v1.QueryParamsResponse;
import network.millrace.protocol.money.Denom;
import network.millrace.protocol.money.Price;

/** What a sender must know of the ledger. What never changes is asked once; prices are asked for each estimate. */
final class LedgerFacts {
    private final Network network;
    private final Address address;
    private volatile String chainId = "";
    private volatile long accountNumber = -1;

    LedgerFacts(Network network, Address address) {
        this.network = network;
        this.address = address;
    }

    String chainId() {
        if (chainId.isEmpty()) {
            chainId = network.status().getChainId();
        }
        return chainId;
    }

    long accountNumber() {
        if (accountNumber < 0) {
            accountNumber = account().getNumber();
        }
        return accountNumber;
    }

    /** The account as it stands. */
    Account account() {
        return network.query(
                        "accounts",
                        "Account",
                        QueryAccountRequest.newBuilder()
                                .setAddress(address.toString())
                                .build(),
                        QueryAccountResponse.getDefaultInstance())
                .getAccount();
    }

    /** Least price of a unit of gas. */
    Price gasPrice() {
        QueryParamsResponse response = network.query(
                "kernel",
                "Params",
                QueryParamsRequest.newBuilder().setModule("fees").build(),
                QueryParamsResponse.getDefaultInstance());
        if (response.getModulesCount() != 1) {
            throw new NetworkException("the node did not say what gas costs: it has no parameters of the module fees");
        }
        try {
            Params params = Params.parseFrom(response.getModules(0).getParams().getValue());
            return Price.ofScaled(new Denom(params.getFeeDenom()), params.getMinGasPrice());
        } catch (InvalidProtocolBufferException invalid) {
            throw new NetworkException("the node's parameters of the module fees cannot be read", invalid);
        }
    }
}
