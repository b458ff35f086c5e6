/**
 * Short jobs that are cheaper to run several times than to audit: results are weighed until one outweighs all doubt.
 *
 * <p>Source of scores, weights, groups and the threshold: iExec's Proof of Contribution (contract {@code IexecPocoDelegate}),
 * after Sarmenta 2002, "Sabotage-tolerance mechanisms for volunteer computing systems". This network's is the cap by stake.
 */
@NullMarked
package network.millrace.proof.sampling.quorum;

import org.jspecify.annotations.NullMarked;
