/**
 * Running what a lease asks for: the port {@link network.millrace.agent.workload.WorkloadBackend} and what its words mean.
 *
 * <pre>
 *              start                     exit, policy says again
 *   (nothing) ───────▶ PREPARING ──▶ RUNNING ──────────────▶ BACKING_OFF ──▶ RUNNING …
 *                          │            │ exit, policy says leave
 *                          ▼            ▼
 *                        FAILED       EXITED        destroy: from any state to (nothing)
 * </pre>
 *
 * <p>What holds for every backend, and is checked by the contract test that all of them extend:
 *
 * <ul>
 *   <li>The truth is the runtime and the disk, never this process's memory: {@code inspectAll} after any restart of the agent
 *       gives the same workloads with the same labels, and what ran goes on running.
 *   <li>A workload goes away only by {@code destroy}; nothing else is touched by it.
 *   <li>A limit that cannot be enforced is refused with {@link network.millrace.agent.workload.WorkloadFault.LimitNotEnforceable}.
 *   <li>Faults are values ({@link network.millrace.agent.workload.WorkloadFault}), because the market acts on whose fault it is.
 * </ul>
 *
 * <p>{@code sandbox} runs OCI images under runc and conmon; {@code docker} asks a Docker Engine to; {@code scripted} plays a script in virtual time for tests and
 * simulation. Adding a backend is a folder here, a line in {@code backends.Backends}, and a test that
 * extends the contract test.
 */
@NullMarked
package network.millrace.agent.workload;

import org.jspecify.annotations.NullMarked;
