package network.millrace.cli.provider;

import com.google.protobuf.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import network.millrace.agent.AgentHome;
import network.millrace.agent.Registration;
import network.millrace.agent.access.DoorCertificates;
import network.millrace.agent.inventory.Machine;
import network.millrace.agent.settings.AgentSettings;
import network.millrace.agent.workload.backends.Backends;
import network.millrace.cli.command.CommandFailure;
import network.millrace.cli.command.NetworkCommand;
import network.millrace.cli.command.ReceiptText;
import network.millrace.cli.output.Progress;
import network.millrace.cli.output.Terminal;
import network.millrace.client.Network;
import network.millrace.client.transactions.Receipt;
import network.millrace.client.transactions.TransactionSender;
import network.millrace.protocol.crypto.PrivateKey;
import network.millrace.protocol.provider.v1.Provider;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "register",
        description = {
            "Put a provider on the ledger, or mend what the ledger says of it, without starting its agent.",
            "",
            "`millrace provider start` does this by itself."
        },
        footer = {"", "Example:", "  millrace provider register birch"})
final class ProviderRegisterCommand extends NetworkCommand {
    @Mixin
    private ProviderOptions provider = new ProviderOptions();

    ProviderRegisterCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    protected void execute(Network network, Progress progress) throws IOException {
        AgentSettings settings = provider.settings(home());
        if (settings.door().port() == 0) {
            throw CommandFailure.missing(
                    "the door's port changes with each start (access.port is 0), so it cannot be registered before:"
                            + " set one in " + provider.home(home()).settingsFile()
                            + ", or let `millrace provider start` register");
        }
        progress.report("measuring this machine");
        PrivateKey key = provider.unlock(home(), terminal());
        Registration registration = registration(settings, key);
        Optional<Provider> present = Registration.onLedger(network, key.address());
        Optional<? extends Message> message =
                present.isPresent() ? registration.update(present.orElseThrow()) : Optional.of(registration.register());
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("address", key.address().toString());
        facts.put("endpoint", registration.wanted().getEndpoint());
        facts.put("changed", message.isPresent());
        String done = "the ledger says so already";
        if (message.isPresent()) {
            Receipt receipt = TransactionSender.of(network, key).send(message.orElseThrow());
            facts.putAll(ReceiptText.facts(receipt));
            done = ReceiptText.line(receipt);
        }
        String text = "provider " + key.address() + " at " + facts.get("endpoint") + "\n" + done;
        show(() -> text, () -> facts);
    }

    private Registration registration(AgentSettings settings, PrivateKey key) throws IOException {
        AgentHome folder = provider.home(home());
        Files.createDirectories(folder.workloads());
        DoorCertificates certificates =
                DoorCertificates.open(folder.certificates(), "millrace provider", InstantSource.system());
        Machine measured = Machine.measure(folder.workloads());
        return Registration.of(
                key.address(),
                settings,
                Backends.keepsFilesInMemory(settings.backend()) ? measured.withFilesInMemory() : measured,
                settings.door().endpoint(settings.door().port()),
                certificates.fingerprints());
    }
}
