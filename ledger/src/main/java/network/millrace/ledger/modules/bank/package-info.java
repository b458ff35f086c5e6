/**
 * Who has how much of which denomination.
 *
 * <p>Money is neither made nor destroyed after genesis: every movement takes from one balance what it gives to another.
 * {@code MsgSend} is Cosmos's own message: several coins, sorted by denomination, each once, none zero, only of
 * denominations that exist, never to a module's account. Other modules move money with
 * {@link network.millrace.ledger.modules.bank.Bank#move} and emit an event of their own.
 *
 * <p>Invariants: for each denomination the supply is the sum of the balances; no balance is zero or negative (an empty
 * one is not kept); every balance belongs to an account or a module. State byte 3: table 1 balances by (address,
 * denomination), 2 supply by denomination; a value is the amount as unsigned big-endian bytes without leading zeros.
 */
@NullMarked
package network.millrace.ledger.modules.bank;

import org.jspecify.annotations.NullMarked;
