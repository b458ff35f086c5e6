package network.millrace.cli.provider;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.millrace.agent.Registration;
import network.millrace.cli.command.CommandFailure;
import network.millrace.cli.command.NetworkCommand;
import network.millrace.cli.command.Party;
import network.millrace.cli.output.Json;
import network.millrace.cli.output.Progress;
import network.millrace.cli.output.Terminal;
import network.millrace.cli.output.Text;
import network.millrace.client.Network;
import network.millrace.client.NetworkException;
import network.millrace.client.access.DoorAddress;
import network.millrace.client.access.DoorLimits;
import network.millrace.client.access.ProviderDoor;
import network.millrace.protocol.MalformedException;
import network.millrace.protocol.access.v1.ProviderStatus;
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
        description = {
            "Show what the ledger and its own door say of a provider.",
            "",
            "The ledger has its registration and its record; the door says how busy it is, what runs its workloads, and what that cannot do."
        },
        footer = {"", "Example:", "  millrace provider status birch"})
final class ProviderStatusCommand extends NetworkCommand {
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);

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
        Optional<ProviderStatus> status = ask(provider);
        show(
                () -> text(provider, record) + "\n"
                        + status.map(ProviderStatusCommand::text).orElse("now         its door gives no answer"),
                () -> new Json.Raw("{\"provider\":" + JsonMapping.print(provider) + ",\"record\":"
                        + JsonMapping.print(record)
                        + status.map(now -> ",\"status\":" + JsonMapping.print(now))
                                .orElse("") + "}"));
    }

    /** Empty when the provider is away. */
    private static Optional<ProviderStatus> ask(Provider provider) {
        try (ProviderDoor door =
                ProviderDoor.ofVisitor(DoorAddress.of(provider), DoorLimits.DEFAULT.withAnswer(ANSWER_LIMIT))) {
            return Optional.of(door.status());
        } catch (NetworkException | MalformedException silent) {
            return Optional.empty();
        }
    }

    private static String text(ProviderStatus status) {
        Capacity free = status.getFree();
        List<String> lines = new ArrayList<>();
        lines.add(
                "now         " + status.getLeases() + " leases, free are " + Text.number(free.getCpuMillis() / 1_000.0)
                        + " cores, " + Text.bytes(free.getMemoryBytes()) + " memory");
        if (!status.getPaused().isEmpty()) {
            lines.add("paused      " + status.getPaused());
        }
        lines.add("backend     " + status.getBackend());
        status.getLimitationsList().forEach(limitation -> lines.add("limit       " + limitation));
        return String.join("\n", lines);
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
