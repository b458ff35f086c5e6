package network.millrace.client.sdl;

import java.util.Comparator;
import java.util.List;
import network.millrace.client.sdl.Plan.Group;
import network.millrace.client.sdl.Plan.Member;
import network.millrace.client.sdl.Plan.Port;
import network.millrace.client.sdl.Source.Credentials;
import network.millrace.client.sdl.Source.HttpSettings;
import network.millrace.client.sdl.Source.Params;
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
    private Manifests() {}

    static Manifest of(Plan plan) {
        return Manifest.newBuilder()
                .addAllGroups(plan.groups().stream().map(Manifests::group).toList())
                .build();
    }

    private static ManifestGroup group(Group group) {
        return ManifestGroup.newBuilder()
                .setName(group.name())
                .addAllServices(group.members().stream()
                        .sorted(Comparator.comparing(Member::name))
                        .map(Manifests::service)
                        .toList())
                .build();
    }

    private static Service service(Member member) {
        Source.Service source = member.service();
        Service.Builder service = Service.newBuilder()
                .setName(member.name())
                .setImage(source.image())
                .addAllCommand(source.command().list())
                .setCommandPresent(source.command().present())
                .addAllArgs(source.args().list())
                .setArgsPresent(source.args().present())
                .addAllEnv(source.env().list())
                .setEnvPresent(source.env().present())
                .setResources(GroupSpecs.resources(member.unitId(), member.compute(), member.endpoints()))
                .setCount((int) member.count())
                .addAllExpose(member.ports().stream().map(Manifests::expose).toList());
        source.params().ifPresent(params -> service.setParams(params(params)));
        source.credentials().ifPresent(credentials -> service.setCredentials(credentials(credentials)));
        return service.build();
    }

    private static ServiceExpose expose(Port port) {
        List<String> hosts = port.expose().hosts();
        return ServiceExpose.newBuilder()
                .setPort((int) port.expose().port())
                .setExternalPort((int) port.expose().externalPort())
                .setProto(port.expose().protocol().name())
                .setService(port.recipient().service())
                .setGlobal(port.recipient().global())
                .addAllHosts(hosts)
                .setHostsPresent(!hosts.isEmpty())
                .setHttpOptions(http(port.expose().http()))
                .setIp(port.recipient().ip())
                .setEndpointSequenceNumber(port.endpointSequenceNumber())
                .build();
    }

    private static HttpOptions http(HttpSettings settings) {
        return HttpOptions.newBuilder()
                .setMaxBodySize((int) settings.maxBodySize())
                .setReadTimeout((int) settings.readTimeout())
                .setSendTimeout((int) settings.sendTimeout())
                .setNextTries((int) settings.nextTries())
                .setNextTimeout((int) settings.nextTimeout())
                .addAllNextCases(settings.nextCases())
                .setProxyBufferSize((int) settings.proxyBufferSize())
                .build();
    }

    private static ServiceParams params(Params params) {
        ServiceParams.Builder built = ServiceParams.newBuilder().setTee(params.tee());
        params.mounts()
                .forEach((name, mount) -> built.addStorage(StorageParams.newBuilder()
                        .setName(name)
                        .setMount(mount.path())
                        .setReadOnly(mount.readOnly())));
        params.read()
                .ifPresent(read ->
                        built.setPermissions(ServicePermissions.newBuilder().addAllRead(read)));
        return built.build();
    }

    private static ImageCredentials credentials(Credentials credentials) {
        return ImageCredentials.newBuilder()
                .setHost(credentials.host())
                .setEmail(credentials.email())
                .setUsername(credentials.username())
                .setPassword(credentials.password())
                .build();
    }
}
