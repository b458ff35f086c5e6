package network.millrace.client.sdl;

import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import network.millrace.client.sdl.Plan.Member;
import network.millrace.client.sdl.Source.Mount;
import network.millrace.client.sdl.Source.Version;
import network.millrace.client.sdl.Source.Volume;
import network.millrace.protocol.MalformedException;

/** Checks that services mount the volumes of their profiles. */
final class StorageChecks {
    private StorageChecks() {}

    static void check(Plan plan) {
        Set<Volume> mounted = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Plan.Group group : plan.groups()) {
            group.members().forEach(member -> check(member, plan.version(), mounted));
        }
        plan.groups().stream()
                .flatMap(group -> group.members().stream())
                .flatMap(member -> member.compute().volumes().stream())
                .filter(volume -> volume.isPersistent() && !mounted.contains(volume))
                .forEach(volume -> volume.at()
                        .accident(
                                Accident.VOLUME_NOT_MOUNTED,
                                "no service mounts the persistent volume " + MalformedException.quote(volume.name()),
                                "write params: {storage: {" + volume.name() + ": {mount: /data}}} below the service"));
    }

    private static void check(Member member, Version version, Set<Volume> mounted) {
        Map<String, Volume> volumes = new HashMap<>();
        member.compute().volumes().forEach(volume -> volumes.put(volume.name(), volume));
        boolean mounts = member.service()
                .params()
                .filter(params -> !params.mounts().isEmpty())
                .isPresent();
        Map<String, String> places = new HashMap<>();
        member.service().params().ifPresent(params -> params.mounts().forEach((name, mount) -> {
            Volume volume = volumes.get(name);
            if (volume == null) {
                mount.at()
                        .problem(
                                "the compute profile has no volume " + MalformedException.quote(name),
                                mount.at().suggestion(name, volumes.keySet()));
            } else {
                mounted.add(volume);
                checkReadOnly(volume, mount, version);
            }
            checkPlace(name, mount, places);
        }));
        // Akash's check of 2.0 mixes up the volumes of a service, so that one mount is enough for all; 2.1 has none.
        boolean persistent = member.compute().volumes().stream().anyMatch(Volume::isPersistent);
        if (version == Version.V2_0 && persistent && !mounts) {
            member.service()
                    .at()
                    .problem(
                            "the profile has a persistent volume, which this service does not mount",
                            "write params: {storage: {VOLUME: {mount: /data}}}");
        }
    }

    private static void checkReadOnly(Volume volume, Mount mount, Version version) {
        if (!volume.isRam() || !mount.readOnly()) {
            return;
        }
        String message = "storage of class ram cannot be read-only";
        switch (version) {
            case V2_0 -> mount.at().accident(Accident.RAM_READ_ONLY, message, "leave readOnly out");
            case V2_1 -> mount.at().problem(message, "leave readOnly out");
        }
    }

    private static void checkPlace(String name, Mount mount, Map<String, String> places) {
        String path = mount.path().value();
        if (!path.startsWith("/")) {
            mount.path()
                    .at()
                    .problem(
                            "mount must be an absolute path; this is " + MalformedException.quote(path),
                            path.isEmpty() ? "write mount: /data" : "write /" + path);
        }
        String other = places.putIfAbsent(path, name);
        if (other != null) {
            mount.path().at().problem("the volume " + other + " is mounted there already", "choose another path");
        }
    }
}
