package network.millrace.agent.workload.sandbox;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.EnabledIf;

/** Tests of what only root's sandbox has. All others hold for an ordinary user's too, and {@link OrdinaryUserTest} runs them so. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@EnabledIf(value = "network.millrace.agent.workload.sandbox.SandboxRig#isRoot", disabledReason = OnlyAsRoot.REASON)
@interface OnlyAsRoot {
    String REASON = "this is about root's sandbox";
}
