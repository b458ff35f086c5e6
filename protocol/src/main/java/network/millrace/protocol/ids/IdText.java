package network.millrace.protocol.ids;

import network.millrace.protocol.MalformedException;
import network.millrace.protocol.address.Address;

/** The text form of ids: their parts separated by slashes. */
final class IdText {
    private IdText() {}

    /** Splits an id into exactly so many parts; {@code shape} is shown when it cannot. */
    static String[] split(String text, String shape, int parts) {
        String[] split = text.split("/", -1);
        if (split.length != parts) {
            throw new MalformedException(
                    "an id of the form " + shape + " is needed; this is " + MalformedException.quote(text));
        }
        return split;
    }

    static Address address(String part) {
        return Address.parse(part);
    }

    /** A dseq: an unsigned number that is not 0, in decimal. */
    static long deploymentSequence(String part) {
        try {
            return Long.parseUnsignedLong(part);
        } catch (NumberFormatException notNumber) {
            throw new MalformedException("a dseq is a number; this is " + MalformedException.quote(part), notNumber);
        }
    }

    /** A gseq or oseq: a positive number. */
    static int sequence(String name, String part) {
        try {
            return Integer.parseInt(part);
        } catch (NumberFormatException notNumber) {
            throw new MalformedException(
                    "a " + name + " is a number from 1; this is " + MalformedException.quote(part), notNumber);
        }
    }

    static void checkSequence(String name, int value) {
        if (value <= 0) {
            throw new MalformedException("a " + name + " counts from 1; this is " + Integer.toUnsignedString(value));
        }
    }

    static void checkDeploymentSequence(long value) {
        if (value == 0) {
            throw new MalformedException("a dseq must not be 0");
        }
    }
}
