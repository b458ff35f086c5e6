package network.millrace.agent.workload;

import java.util.List;

/** Why a workload could not be started or kept running. The market decides by the case who bears it. */
public sealed interface WorkloadFault {

    /** What was expected, what came, what to do. */
    String sentence();

    /** The image does not exist where the reference says, or may not be fetched. */
    record ImageMissing(ImageReference image, String detail) implements WorkloadFault {
        @Override
        public String sentence() {
            return "image " + image + " was not found: " + detail;
        }
    }

    /** The registry that the reference names did not hand the image out: it is away, slow, or answers with something else. */
    record ImageUnreachable(ImageReference image, String detail) implements WorkloadFault {
        @Override
        public String sentence() {
            return "image " + image + " could not be fetched from its registry: " + detail;
        }
    }

    /** The image exists but cannot be used: damaged, too large, wrong platform, no command. */
    record ImageBroken(ImageReference image, String detail) implements WorkloadFault {
        @Override
        public String sentence() {
            return "image " + image + " cannot be used: " + detail;
        }
    }

    /** The program ended again and again shortly after its start. */
    record ExitedAtOnce(int exitCode, List<String> lastLines) implements WorkloadFault {
        public ExitedAtOnce {
            lastLines = List.copyOf(lastLines);
        }

        @Override
        public String sentence() {
            String output = lastLines.isEmpty() ? "it printed nothing" : "its last line: " + lastLines.getLast();
            return "the program keeps exiting shortly after its start, last with code " + exitCode + "; " + output;
        }
    }

    /** The program could not be executed at all, for example because the command is not in the image. */
    record NotExecutable(String detail) implements WorkloadFault {
        @Override
        public String sentence() {
            return "the program could not be executed: " + detail;
        }
    }

    /** A wanted limit cannot be enforced on this machine. */
    record LimitNotEnforceable(String limit, String why) implements WorkloadFault {
        @Override
        public String sentence() {
            return "the limit " + limit + " cannot be enforced here: " + why;
        }
    }

    /** The workload took more than its limit and was ended for it, where a limit ends instead of holding. */
    record LimitExceeded(String limit, String detail) implements WorkloadFault {
        @Override
        public String sentence() {
            return "the workload was ended because it exceeded its limit " + limit + ": " + detail;
        }
    }

    /** The machine lacks a part that the backend needs. */
    record RuntimeMissing(Readiness readiness) implements WorkloadFault {
        @Override
        public String sentence() {
            return readiness.sentence();
        }
    }

    /** A part of the machine failed or did not answer in time. */
    record RuntimeFailed(String action, String detail) implements WorkloadFault {
        @Override
        public String sentence() {
            return action + " failed: " + detail;
        }
    }

    /** No workload has this id. */
    record UnknownWorkload(WorkloadId id) implements WorkloadFault {
        @Override
        public String sentence() {
            return "there is no workload " + id;
        }
    }

    /** A workload of this id exists with another specification; destroy it first. */
    record AlreadyExists(WorkloadId id) implements WorkloadFault {
        @Override
        public String sentence() {
            return "workload " + id + " exists with another specification; destroy it first";
        }
    }
}
