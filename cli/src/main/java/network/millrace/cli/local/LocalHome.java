package network.millrace.cli.local;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import network.millrace.agent.AgentHome;
import network.millrace.agent.settings.AgentSettings;
import network.millrace.client.wallet.KeyName;
import network.millrace.client.wallet.Keystore;
import network.millrace.client.wallet.Passphrase;
import network.millrace.ledger.genesis.Endowment;
import network.millrace.node.NodeHome;
import network.millrace.node.config.NodeConfig;
import network.millrace.protocol.address.Address;
import network.millrace.protocol.crypto.PrivateKey;
import network.millrace.protocol.ledger.v1.Genesis;
import network.millrace.protocol.reputation.v1.Record;

/** The folders of a network on this machine: keys without passphrase, genesis, and the settings of node and providers. */
record LocalHome(LocalPlan plan) {

    boolean isPrepared() {
        return new NodeHome(plan.home().node()).isInitialized();
    }

    /** Writes all that is needed to start; the node's folder last, because it says that the rest is there. */
    void prepare() throws IOException {
        List<Endowment> endowments = new ArrayList<>();
        List<Record> records = new ArrayList<>();
        endowments.add(NewNetwork.endowment(key(LocalPlan.TENANT)));
        for (ProviderPlan provider : plan.providers()) {
            Address address = key(provider.name());
            endowments.add(NewNetwork.endowment(address));
            records.add(provider.record(address));
            write(provider);
        }
        Genesis plain = NewNetwork.genesis(plan.chainId(), System.currentTimeMillis(), endowments);
        new NodeHome(plan.home().node()).initialize(NewNetwork.tuned(plain, plan.waits(), records), nodeConfig());
    }

    /** An earlier attempt may have been interrupted, so what is there is taken. */
    private Address key(String name) {
        Keystore keystore = new Keystore(plan.home().keys());
        KeyName keyName = new KeyName(name);
        return keystore.list().stream()
                .filter(key -> key.name().equals(keyName))
                .findFirst()
                .orElseGet(() ->
                        keystore.add(keyName, PrivateKey.generate(new SecureRandom()), Passphrase.noneForDevelopment()))
                .address();
    }

    private NodeConfig nodeConfig() throws IOException {
        return NodeConfig.DEFAULT.with("api.port", Integer.toString(Ports.freeOr(plan.nodePort())));
    }

    private void write(ProviderPlan provider) throws IOException {
        AgentSettings settings = AgentSettings.DEFAULT
                .with("provider.name", provider.name())
                .with("backend.kind", plan.workshop().backend())
                .with("access.port", Integer.toString(Ports.free()));
        for (Map.Entry<String, String> setting : provider.settings().entrySet()) {
            settings = settings.with(setting.getKey(), setting.getValue());
        }
        new AgentHome(plan.home().provider(provider.name())).write(settings);
    }
}
