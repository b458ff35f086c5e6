/**
 * The provider's door: HTTPS for tenants and their visitors, at the paths written in {@code millrace/access/v1/access.proto}.
 *
 * <ul>
 *   <li>TLS with a certificate of the provider's own ({@link network.millrace.agent.access.DoorCertificates}), whose fingerprint is
 *       on the ledger. At most two are known there, so that one can follow the other without a closed door.
 *   <li>Who may do what is said by tokens that the tenant signs with its account's key; the key comes from the ledger. A token
 *       names this provider, one deployment and what it allows, lasts five minutes at most and works once.
 *   <li>What anybody may do (version, status, screen, explain, a workload's globally exposed port) is limited by rate and number.
 *   <li>Every refusal is an {@code ErrorBody} with a number of {@link network.millrace.agent.access.DoorError} and a sentence.
 * </ul>
 */
@NullMarked
package network.millrace.agent.access;

import org.jspecify.annotations.NullMarked;
