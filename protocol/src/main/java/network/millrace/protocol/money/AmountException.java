package network.millrace.protocol.money;

/** A sum, difference or product of money that leaves the range of amounts. The message names the numbers. */
public final class AmountException extends ArithmeticException {
    public AmountException(String message) {
        super(message);
    }
}
