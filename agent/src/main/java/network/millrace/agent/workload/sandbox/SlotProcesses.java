package network.millrace.agent.workload.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import network.millrace.agent.workload.WorkloadException;
import network.millrace.agent.workload.WorkloadFault;

/** Finds what runs with the ids of a slot, also when nothing else is known of it any more. */
final class SlotProcesses {

    private static final Path ALL = Path.of("/proc");
    private static final Pattern USER = Pattern.compile("(?m)^Uid:\\s+(\\d+)\\s");

    private SlotProcesses() {}

    /** Process ids, and the user id of each as our namespace knows it. */
    static Map<Long, Long> of(Slot slot) throws WorkloadException {
        Optional<SubordinateIds> ids = SubordinateIds.ofThisUser();
        return ids.isEmpty() ? Map.of() : of(slot, ids.get().outside(slot.firstId()));
    }

    private static Map<Long, Long> of(Slot slot, long first) throws WorkloadException {
        Map<Long, Long> found = new HashMap<>();
        long behind = first + slot.share().ids().perSlot();
        try (var processes = Files.newDirectoryStream(ALL, "[0-9]*")) {
            for (Path process : processes) {
                OptionalLong user = user(process);
                if (user.isPresent() && user.getAsLong() >= first && user.getAsLong() < behind) {
                    found.put(
                            Long.valueOf(process.getFileName().toString()), user.getAsLong() - first + slot.firstId());
                }
            }
            return found;
        } catch (IOException e) {
            throw new WorkloadException(
                    new WorkloadFault.RuntimeFailed("looking at processes", String.valueOf(e.getMessage())), e);
        }
    }

    static void pause() throws WorkloadException {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WorkloadException(new WorkloadFault.RuntimeFailed("waiting for processes", "interrupted"), e);
        }
    }

    /** Empty when it has just ended. */
    private static OptionalLong user(Path process) {
        try {
            String status = Files.readString(process.resolve("status"));
            Matcher user = USER.matcher(status);
            boolean ended = status.contains("\nState:\tZ");
            return user.find() && !ended ? OptionalLong.of(Long.parseLong(user.group(1))) : OptionalLong.empty();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }
}
