package network.millrace.protocol.registry;

import com.google.protobuf.Descriptors.FileDescriptor;
import java.util.List;

/** All files of the contract. A new .proto file is added here; a test compares the list with the folder. */
final class ProtocolFiles {
    static final List<FileDescriptor> ALL = List.of(
            network.millrace.protocol.cosmos.base.v1beta1.CoinOuterClass.getDescriptor(),
            network.millrace.protocol.cosmos.bank.v1beta1.Tx.getDescriptor(),
            network.millrace.protocol.cosmos.crypto.secp256k1.Keys.getDescriptor(),
            network.millrace.protocol.cosmos.tx.signing.v1beta1.Signing.getDescriptor(),
            network.millrace.protocol.cosmos.tx.v1beta1.Tx.getDescriptor(),
            network.millrace.protocol.access.v1.Access.getDescriptor(),
            network.millrace.protocol.agent.v1.Journal.getDescriptor(),
            network.millrace.protocol.accounts.v1.Accounts.getDescriptor(),
            network.millrace.protocol.bank.v1.Bank.getDescriptor(),
            network.millrace.protocol.escrow.v1.Escrow.getDescriptor(),
            network.millrace.protocol.fees.v1.Fees.getDescriptor(),
            network.millrace.protocol.ledger.v1.BlockOuterClass.getDescriptor(),
            network.millrace.protocol.ledger.v1.Page.getDescriptor(),
            network.millrace.protocol.manifest.v1.ManifestOuterClass.getDescriptor(),
            network.millrace.protocol.market.v1.Events.getDescriptor(),
            network.millrace.protocol.market.v1.Genesis.getDescriptor(),
            network.millrace.protocol.market.v1.Market.getDescriptor(),
            network.millrace.protocol.market.v1.QueryOuterClass.getDescriptor(),
            network.millrace.protocol.market.v1.Tx.getDescriptor(),
            network.millrace.protocol.node.v1.Node.getDescriptor(),
            network.millrace.protocol.options.v1.Options.getDescriptor(),
            network.millrace.protocol.provider.v1.ProviderOuterClass.getDescriptor(),
            network.millrace.protocol.reputation.v1.Reputation.getDescriptor(),
            network.millrace.protocol.resources.v1.ResourcesOuterClass.getDescriptor());

    private ProtocolFiles() {}
}
