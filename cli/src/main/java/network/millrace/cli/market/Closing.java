package network.millrace.cli.market;

import network.millrace.client.Network;
import network.millrace.client.transactions.Receipt;
import network.millrace.client.transactions.TransactionSender;
import network.millrace.protocol.escrow.v1.AccountId;
import network.millrace.protocol.escrow.v1.QueryAccountRequest;
import network.millrace.protocol.escrow.v1.QueryAccountResponse;
import network.millrace.protocol.ids.DeploymentId;
import network.millrace.protocol.market.v1.MsgCloseDeployment;
import network.millrace.protocol.market.v1.MsgCloseDeploymentResponse;
import network.millrace.protocol.money.Denom;

/** A deployment that has been closed, and its bill. */
public record Closing(Receipt receipt, Bill bill) {
    /** Closes a deployment of the sender. */
    public static Closing of(Network network, TransactionSender sender, DeploymentId id) {
        Denom denom = denom(network, id);
        Receipt receipt = sender.send(MsgCloseDeployment.newBuilder()
                .setOwner(id.owner().toString())
                .setDseq(id.dseq())
                .build());
        MsgCloseDeploymentResponse answer = receipt.response(0, MsgCloseDeploymentResponse.getDefaultInstance());
        return new Closing(receipt, Bill.of(denom, answer));
    }

    private static Denom denom(Network network, DeploymentId id) {
        QueryAccountRequest request = QueryAccountRequest.newBuilder()
                .setAccount(AccountId.newBuilder()
                        .setScope(AccountId.Scope.DEPLOYMENT)
                        .setId(id.toString()))
                .build();
        return new Denom(network.query("escrow", "Account", request, QueryAccountResponse.getDefaultInstance())
                .getAccount()
                .getDenom());
    }
}
