package network.millrace.cli.provider;

import java.time.Instant;
import network.millrace.agent.Registration;
import network.millrace.cli.command.CommandFailure;
import network.millrace.cli.command.NetworkCommand;
import network.millrace.cli.command.Party;
import network.millrace.cli.output.Json;
import network.millrace.cli.output.Progress;
import network.millrace.cli.output.Terminal;
import network.millrace.cli.output.Text;
import network.millrace.client.Network;
import network.millrace.protocol.address.Address;
import network.millrace.protocol.provider.v1.Provider;
import network.millrace.protocol.registry.JsonMapping;
import network.millrace.protocol.reputation.v1.QueryRecordRequest;
import network.millrace.protocol.reputation.v1.QueryRecordResponse;
import network.millrace.protocol.reputation.v1.Record;
import network.millrace.protocol.resources.v1.Attribute;
import network.millrace.protocol.resources.v1.Capacity;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "status",
        description = "Show what the ledger says of a provider: its registration and its record.",
        footer = {"", "Example:", "  millrace provider status birch"})
final class ProviderStatusCommand extends NetworkCommand {
    @Parameters(paramLabel = "WHO", description = "An address, or the name of a key.")
    private String who = "";

    ProviderStatusCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    protected void execute(Network network, Progress progress) {
        Address address = new Party(home()).address(who);
        Provider provider = Registration.onLedger(network, address)
                .orElseThrow(() -> CommandFailure.failed(
                        address + " is not registered as a provider; `millrace provider start` registers"));
        Record record = network.query(
                        "reputation",
                        "Record",
                        QueryRecordRequest.newBuilder()
                                .setProvider(address.toString())
                                .build(),
                        QueryRecordResponse.getDefaultInstance())
                .getRecord();
        show(
                () -> text(provider, record),
                () -> new Json.Raw("{\"provider\":" + JsonMapping.print(provider) + ",\"record\":"
                        + JsonMapping.print(record) + "}"));
    }

    private static String text(Provider provider, Record record) {
        Capacity capacity = provider.getCapacity();
        long storage = capacity.getStorageList().stream()
                .mapToLong(one -> one.getBytes())
                .sum();
        return String.join(
                "\n",
                "provider    " + provider.getInfo().getName() + "  " + provider.getOwner(),
                "door        " + provider.getEndpoint(),
                "place       " + provider.getCountry() + " " + provider.getRegion(),
                "attributes  "
                        + String.join(
                                ", ",
                                provider.getAttributesList().stream()
                                        .map(ProviderStatusCommand::text)
                                        .toList()),
                "offers      " + Text.number(capacity.getCpuMillis() / 1_000.0) + " cores, "
                        + Text.bytes(capacity.getMemoryBytes())
                        + " memory, " + Text.bytes(storage) + " storage, "
                        + capacity.getGpusList().stream()
                                .mapToInt(gpu -> gpu.getCount())
                                .sum() + " GPUs",
                "registered  " + Instant.ofEpochMilli(provider.getRegisteredMs()),
                "record      " + record.getLeasesKept() + " leases kept, " + record.getLeasesBroken()
                        + " broken, score " + record.getScorePpm() / 10_000 + " of 100");
    }

    private static String text(Attribute attribute) {
        return attribute.getKey() + "=" + attribute.getValue();
    }
}
