package network.millrace.agent.workload.docker;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The sandbox's profile of system calls, in the form that the engine takes.
 *
 * <p>Engines before 23 do not know the error number that a profile gives for all other calls, and answer EPERM instead of ENOSYS. Then a
 * program takes the answer for a refusal and does not fall back: no thread starts where glibc asks for {@code clone3}. So the calls
 * that programs try first are named one by one.
 */
final class SeccompProfile {

    private static final String PROFILE = "/network/millrace/agent/workload/sandbox/seccomp.json";
    private static final int ENOSYS = 38;

    /** Newer calls for which there are older ones. */
    private static final List<String> ABSENT = List.of(
            "clone3",
            "getxattrat",
            "listmount",
            "listxattrat",
            "lsm_get_self_attr",
            "lsm_list_modules",
            "memfd_secret",
            "open_tree_attr",
            "removexattrat",
            "setxattrat",
            "statmount");

    private SeccompProfile() {}

    static String json() {
        JsonMapper json = JsonMapper.builder().build();
        try (InputStream text = SeccompProfile.class.getResourceAsStream(PROFILE)) {
            if (text == null) {
                throw new IllegalStateException("the build lost the resource " + PROFILE);
            }
            ObjectNode profile = (ObjectNode) json.readTree(text);
            ObjectNode rule = profile.withArray("syscalls").addObject();
            ABSENT.forEach(rule.putArray("names")::add);
            rule.put("action", "SCMP_ACT_ERRNO").put("errnoRet", ENOSYS);
            return profile.toString();
        } catch (IOException e) {
            throw new IllegalStateException("the resource " + PROFILE + " cannot be read", e);
        }
    }
}
