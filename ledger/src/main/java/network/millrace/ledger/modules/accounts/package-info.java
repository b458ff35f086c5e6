/**
 * Who may sign: numbers, keys, sequences and used nonces of accounts.
 *
 * <p>An account begins when its address first receives money, gets the next number, and is never removed. Its key is
 * learned from its first transaction. Ordered transactions carry the account's sequence, which rises by one with each.
 * Unordered ones carry a timeout instead; it is remembered here until it has passed and pruned at the begin of the first
 * block after it, so that no transaction is executed twice.
 *
 * <p>Module accounts ({@link network.millrace.protocol.address.Address#module}) hold a module's money. They are declared
 * here when a module is put together; they have no number, sign nothing, and MsgSend does not pay them.
 *
 * <p>Invariants: account numbers are unique and below next_number. State byte 2: table 1 accounts by address, 2 next
 * number, 3 used nonces by (timeout, address).
 */
@NullMarked
package network.millrace.ledger.modules.accounts;

import org.jspecify.annotations.NullMarked;
