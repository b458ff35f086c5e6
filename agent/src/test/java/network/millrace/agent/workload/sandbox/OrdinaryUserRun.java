package network.millrace.agent.workload.sandbox;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs test classes in this process, and prints what became of each test for {@link OrdinaryUserTest} to read. */
final class OrdinaryUserRun {

    static final String PASSED = "@@passed ";
    static final String FAILED = "@@failed ";
    static final String SKIPPED = "@@skipped ";
    static final String END = "@@end";

    private OrdinaryUserRun() {}

    public static void main(String[] classes) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(Arrays.stream(classes)
                        .map(DiscoverySelectors::selectClass)
                        .toList())
                .build();
        LauncherFactory.create().execute(request, new Telling());
        System.out.println(END);
        System.exit(0);
    }

    private static final class Telling implements TestExecutionListener {

        /** What is not about this user is not missed here. */
        @Override
        public void executionSkipped(TestIdentifier test, String reason) {
            if (!reason.contains(OnlyAsRoot.REASON)) {
                System.out.println(SKIPPED + name(test) + ": " + reason);
            }
        }

        /** A class that could not begin counts as a failed test, or nobody would miss its tests. */
        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            switch (result.getStatus()) {
                case SUCCESSFUL -> {
                    if (test.isTest()) {
                        System.out.println(PASSED + name(test));
                    }
                }
                case ABORTED -> System.out.println(SKIPPED + name(test) + ": " + firstLine(result));
                case FAILED -> System.out.println(FAILED + name(test) + "\n" + trace(result));
            }
        }

        private static String name(TestIdentifier test) {
            String source = test.getParentIdObject()
                    .map(parent -> parent.getLastSegment().getValue())
                    .orElse("");
            return source.substring(source.lastIndexOf('.') + 1) + "." + test.getDisplayName();
        }

        private static String firstLine(TestExecutionResult result) {
            return result.getThrowable()
                    .map(failure -> String.valueOf(failure.getMessage())
                            .lines()
                            .findFirst()
                            .orElse(""))
                    .orElse("");
        }

        private static String trace(TestExecutionResult result) {
            StringWriter text = new StringWriter();
            result.getThrowable().ifPresent(failure -> failure.printStackTrace(new PrintWriter(text, true)));
            return text.toString();
        }
    }
}
