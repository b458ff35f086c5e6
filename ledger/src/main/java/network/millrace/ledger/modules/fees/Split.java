package network.millrace.ledger.modules.fees;

import network.millrace.protocol.money.Amount;

/**
 * What is left of a payment, and what the treasury takes of it.
 *
 * @param net for the payee
 * @param fee for the treasury; net + fee is the payment
 * @param remainder what the treasury is still owed: numerator over 10,000, from 0 to 9,999
 */
public record Split(Amount net, Amount fee, long remainder) {
    public Split {
        if (remainder < 0 || remainder >= FeesParams.BASIS_POINTS) {
            throw new IllegalArgumentException("a remainder is from 0 to 9999; this is " + remainder);
        }
    }
}
