/** What every user of the network needs: wallet, transactions, SDL, access to the network. */
@NullMarked
package network.millrace.client;

import org.jspecify.annotations.NullMarked;
