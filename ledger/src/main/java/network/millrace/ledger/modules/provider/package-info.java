/**
 * Who offers machines: a public registration for each provider.
 *
 * <pre>
 *   (none) ──MsgRegisterProvider──▶ registered ──MsgUpdateProvider──▶ registered
 * </pre>
 *
 * A registration names the door's address, the certificates it shows, what the machines are and where they stand, and
 * how much there is. It is replaced as a whole by an update. It is never deleted: leases and records refer to it.
 *
 * <h2>Rules</h2>
 *
 * <ul>
 *   <li>The endpoint is an https URL of host and port; every text and list has a limit in the parameters.
 *   <li>A certificate fingerprint belongs to one provider: registered by one, it is refused for all others, so that no
 *       provider can pose as another's door. At most two, each with the time it is valid from, let a provider announce
 *       the next certificate before it shows it.
 *   <li>An update is refused when somebody relies on what would vanish. Who relies is not known here: higher modules say
 *       so through {@link network.millrace.ledger.modules.provider.RegistrationGuard}, which this module owns.
 * </ul>
 *
 * <h2>What a registration is not</h2>
 *
 * Proof. Attributes and capacity are the provider's word until the verification module measures them; what the ledger
 * checks is that a provider does not promise more than its own word.
 *
 * <p>Needs nothing. Used by market.
 */
@NullMarked
package network.millrace.ledger.modules.provider;

import org.jspecify.annotations.NullMarked;
