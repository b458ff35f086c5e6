/**
 * Workloads as containers of a Docker Engine on this machine, for users who have Docker and not root.
 *
 * <p>A workload is three things in the engine, all labelled with this home's identity and the workload's id: a bridge network of its
 * own, a {@link network.millrace.agent.workload.docker.Keeper} that owns and closes the network namespace, and the program's container,
 * which joins it. What is where on disk:
 *
 * <pre>
 *   HOME/docker/identity                  random, once per home; part of every name and label in the engine
 *   HOME/docker/workloads/w/spec.json     what was asked for; written before anything is made in the engine
 *   HOME/docker/workloads/w/run.json      where it stands and how often it was restarted; replaced atomically
 *   HOME/docker/workloads/w/output/       its output as numbered lines (see KeptOutput)
 *   HOME/docker/images/HEX.json           an image by its manifest's digest: the engine's id for it, how it is started
 * </pre>
 *
 * <p>The engine restarts nothing: our policy decides, because it must be the same for every backend and its counts must outlive the
 * engine. A workload's files go last, so whatever is left in the engine can still be found by them.
 */
@NullMarked
package network.millrace.agent.workload.docker;

import org.jspecify.annotations.NullMarked;
