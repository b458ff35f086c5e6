/**
 * Workloads as OCI containers under runc, each watched by its own conmon.
 *
 * <p>What is where, for a workload {@code w} on slot {@code n}:
 *
 * <pre>
 *   HOME/workloads/w/spec.json      what was asked for; written first, never changed
 *   HOME/workloads/w/run.json       where it stands; replaced atomically at each change
 *   HOME/workloads/w/bundle/        config.json for runc, conmon's pid file
 *   HOME/workloads/w/log/           output in segments (see OutputLog)
 *   HOME/workloads/w/disk.img       writable layer, an ext4 file system of the size of the disk limit
 *   HOME/images/HEX/                an image: its OCI layout, and one unpacked tree per id range (slot-n)
 *   HOME/runc/                      runc's own state
 *   /run/millrace/n/                the slot: a claim on id range, address, network namespace, cgroup, and the mount points
 * </pre>
 *
 * <p>A slot is the only thing that agents on one machine share; making its directory claims it. Everything a workload holds of the
 * machine is derived from the slot's number, so whoever finds a stale slot knows what to clean. Slots and mounts vanish with a
 * reboot, homes do not: a workload is then started again on a new slot with a fresh writable layer, if its policy says so.
 *
 * <p>An ordinary user's sandbox differs in the four parts of {@code SandboxHost}; what it has beside the above:
 *
 * <pre>
 *   HOME/namespace                  the process that holds the user and mount namespace of this home
 *   ~/.local/state/millrace/slots/BOOT/n/   the slot, in place of /run/millrace/n; with the keeper's files
 *   /run/lock/n/                    the mount points, visible in that namespace only
 * </pre>
 *
 * <p>The agent is not the parent of anything that runs. conmon keeps output and exit code on disk; the agent only reads them,
 * which is why it may die at any moment.
 */
@NullMarked
package network.millrace.agent.workload.sandbox;

import org.jspecify.annotations.NullMarked;
