package network.millrace.agent.workload.sandbox;

import java.nio.file.Path;
import network.millrace.agent.workload.ImageReference;
import network.millrace.agent.workload.Limits;
import network.millrace.agent.workload.Program;
import network.millrace.agent.workload.WorkloadBackend;
import network.millrace.agent.workload.WorkloadBackendContract;
import network.millrace.agent.workload.WorkloadException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

@SideBySide
class SandboxBackendTest extends WorkloadBackendContract {

    @TempDir
    Path directory;

    private SandboxRig rig;

    @BeforeEach
    void open() throws Exception {
        rig = new SandboxRig(directory);
    }

    @AfterEach
    void close() throws Exception {
        if (rig != null) {
            rig.close();
        }
    }

    @Override
    protected WorkloadBackend backend() {
        return rig.backend();
    }

    @Override
    protected WorkloadBackend reopen() throws WorkloadException {
        return rig.reopen();
    }

    @Override
    protected void await(Question question) throws Exception {
        SandboxRig.await(question::isTrue);
    }

    @Override
    protected Program serving(String line) {
        return rig.shell("echo " + line + "; exec httpd -f -p " + PORT + " -h /www", PORT);
    }

    @Override
    protected Program exiting(int code, String line) {
        return rig.shell("echo " + line + "; exit " + code);
    }

    @Override
    protected ImageReference missingImage() {
        return ImageReference.parse("oci:" + directory.resolve("layouts/test") + ":absent");
    }

    @Override
    protected Limits limitsBeyondTheMachine() {
        return new Limits(500, 64L << 20, 64, 1L << 49);
    }
}
