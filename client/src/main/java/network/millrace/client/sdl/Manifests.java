package network.millrace.client.sdl;

import java.util.List;
import network.millrace.client.sdl.Plan.Group;
import network.millrace.client.sdl.Plan.Member;
import network.millrace.client.sdl.Plan.Port;
import network.millrace.client.sdl.Source.Credentials;
import network.millrace.client.sdl.Source.Expose;
import network.millrace.client.sdl.Source.Params;
import network.millrace.client.sdl.Source.Quantity;
import network.millrace.client.sdl.Source.Version;
import network.millrace.protocol.manifest.v1.HttpOptions;
import network.millrace.protocol.manifest.v1.ImageCredentials;
import network.millrace.protocol.manifest.v1.Manifest;
import network.millrace.protocol.manifest.v1.ManifestGroup;
import network.millrace.protocol.manifest.v1.Service;
import network.millrace.protocol.manifest.v1.ServiceExpose;
import network.millrace.protocol.manifest.v1.ServiceParams;
import network.millrace.protocol.manifest.v1.ServicePermissions;
import network.millrace.protocol.manifest.v1.StorageParams;

/** Builds the manifest of a plan. */
final class Manifests {
    private static final long BODY_SIZE = 1 << 20;
    private static final long TIMEOUT_MS = 60_000;
    private static final long TRIES = 3;
    private static final List<String> CASES = List.of("error", "timeout");

    private final Version version;

    private Manifests(Version version) {
        this.version = version;
    }

    static Manifest of(Plan plan) {
        Manifests manifests = new Manifests(plan.version());
        return Manifest.newBuilder()
                .addAllGroups(plan.groups().stream().map(manifests::group).toList())
                .build();
    }

    /** Members are in the order of their services' names already. */
    private ManifestGroup group(Group group) {
        return ManifestGroup.newBuilder()
                .setName(group.name())
                .addAllServices(group.members().stream().map(this::service).toList())
                .build();
    }

    private Service service(Member member) {
        Source.Service source = member.service();
        Service.Builder service = Service.newBuilder()
                .setName(member.name())
                .setImage(source.image().value())
                .addAllCommand(source.command().list())
                .setCommandPresent(source.command().present())
                .addAllArgs(source.args().list())
                .setArgsPresent(source.args().present())
                .addAllEnv(source.env().list())
                .setEnvPresent(source.env().present())
                .setResources(GroupSpecs.resources(member.unitId(), member.compute(), member.endpoints()))
                .setCount((int) member.target().count().value())
                .addAllExpose(member.ports().stream().map(Manifests::expose).toList());
        source.params().ifPresent(params -> service.setParams(params(params)));
        source.credentials().ifPresent(credentials -> service.setCredentials(credentials(credentials)));
        return service.build();
    }

    private static ServiceExpose expose(Port port) {
        Expose expose = port.expose();
        return ServiceExpose.newBuilder()
                .setPort((int) expose.port().value())
                .setExternalPort((int) expose.externalPort().value())
                .setProto(expose.protocolName())
                .setService(port.service())
                .setGlobal(port.global())
                .addAllHosts(expose.hosts().list())
                .setHostsPresent(expose.hosts().present())
                .setHttpOptions(http(expose.http()))
                .setIp(port.ip())
                .setEndpointSequenceNumber(port.endpointSequenceNumber())
                .build();
    }

    /** The buffer has no default here: old hashes know nothing of it. */
    private static HttpOptions http(Source.HttpOptions options) {
        List<String> cases = options.nextCases().list();
        return HttpOptions.newBuilder()
                .setMaxBodySize(orDefault(options.maxBodySize(), BODY_SIZE))
                .setReadTimeout(orDefault(options.readTimeout(), TIMEOUT_MS))
                .setSendTimeout(orDefault(options.sendTimeout(), TIMEOUT_MS))
                .setNextTries(orDefault(options.nextTries(), TRIES))
                .setNextTimeout((int) options.nextTimeout().value())
                .addAllNextCases(cases.isEmpty() ? CASES : cases)
                .setProxyBufferSize((int) options.proxyBufferSize().value())
                .build();
    }

    private static int orDefault(Quantity quantity, long otherwise) {
        return (int) (quantity.value() == 0 ? otherwise : quantity.value());
    }

    private static ServiceParams params(Params params) {
        ServiceParams.Builder built =
                ServiceParams.newBuilder().setTee(params.tee().value());
        params.mounts()
                .forEach((name, mount) -> built.addStorage(StorageParams.newBuilder()
                        .setName(name)
                        .setMount(mount.path().value())
                        .setReadOnly(mount.readOnly())));
        params.read()
                .ifPresent(read ->
                        built.setPermissions(ServicePermissions.newBuilder().addAllRead(read.list())));
        return built.build();
    }

    /** In version 2.0 Akash takes credentials as they are written, and drops the e-mail address. */
    private ImageCredentials credentials(Credentials credentials) {
        ImageCredentials.Builder built = ImageCredentials.newBuilder();
        return switch (version) {
            case V2_0 ->
                built.setHost(credentials.host())
                        .setUsername(credentials.username())
                        .setPassword(credentials.password())
                        .build();
            case V2_1 ->
                built.setHost(Blanks.trim(credentials.host()))
                        .setEmail(Blanks.trim(credentials.email()))
                        .setUsername(Blanks.trim(credentials.username()))
                        .setPassword(Blanks.trim(credentials.password()))
                        .build();
        };
    }
}
