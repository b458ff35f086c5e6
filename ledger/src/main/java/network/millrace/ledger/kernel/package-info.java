/**
 * The state machine's frame: how blocks and transactions run, and what a module may plug into it.
 *
 * <p>A module implements {@link network.millrace.ledger.kernel.LedgerModule} and says in one method what it has:
 *
 * <pre>
 *   registry.keys(keyspace)                         its byte in the state
 *   registry.errors(MarketError.values())           stable codes, codespace = the module's name
 *   registry.message(MsgX.getDefaultInstance(), gas, handler::x)
 *   registry.query(QueryYRequest.getDefaultInstance(), queries::y)
 *   registry.params(params)                         a {@link network.millrace.ledger.kernel.ModuleParams} with bounds
 *   registry.beginBlock(hook) / endBlock(hook)      run in the order of Modules
 *   registry.deadline(context -> earliest block time in ms that this module waits for)
 *   registry.genesis(defaults, genesis::load, genesis::save)
 *   registry.invariant("supply is the sum of balances", invariants::supply)
 * </pre>
 *
 * A handler gets the message and a {@link network.millrace.ledger.kernel.Context} (block time, billed time, height, state,
 * {@code emit}); it refuses by throwing {@link network.millrace.ledger.kernel.Rejection}. Everything it wrote and emitted
 * is then taken back together with the rest of its transaction. A
 * {@link network.millrace.protocol.MalformedException} or {@link network.millrace.protocol.money.AmountException} thrown
 * in a handler refuses the transaction too, with a code of the kernel. Any other exception is a broken invariant and stops
 * the node.
 *
 * <p>{@code docs/ledger.md} has the order of the pipeline, the error codes, the keys and the app hash.
 */
@NullMarked
package network.millrace.ledger.kernel;

import org.jspecify.annotations.NullMarked;
