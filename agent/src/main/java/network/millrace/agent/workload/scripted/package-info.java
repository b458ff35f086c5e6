/**
 * Workloads that are played, not run: what one does is a function of its environment variables and the clock. No threads, no
 * files, no randomness, so that the simulator and the agent's tests can run years of it in virtual time.
 *
 * <p>{@link network.millrace.agent.workload.scripted.ScriptedMachine} is the machine that outlives the agent;
 * {@link network.millrace.agent.workload.scripted.ScriptedBackend} is the agent's view of it. Killing the agent in a test means
 * dropping the backend and opening a new one on the same machine. {@link network.millrace.agent.workload.scripted.Script} lists
 * the variables.
 */
@NullMarked
package network.millrace.agent.workload.scripted;

import org.jspecify.annotations.NullMarked;
