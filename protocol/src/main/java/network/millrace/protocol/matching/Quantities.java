package network.millrace.protocol.matching;

import com.google.protobuf.ByteString;
import network.millrace.protocol.MalformedException;
import network.millrace.protocol.resources.v1.ResourceValue;

/** Whole numbers as the resources messages hold them, with arithmetic that refuses to overflow. */
public final class Quantities {
    private static final int DIGITS_MAX = 18;
    private static final long GIB = 1L << 30;
    private static final long MIB = 1L << 20;

    private Quantities() {}

    /**
     * Reads a value: decimal digits, at most 18 of them; an absent value is 0.
     *
     * @throws MalformedException when it is anything else
     */
    public static long read(ResourceValue value) {
        ByteString digits = value.getVal();
        if (digits.size() > DIGITS_MAX) {
            throw malformed(digits);
        }
        long number = 0;
        for (int i = 0; i < digits.size(); i++) {
            int digit = digits.byteAt(i) - '0';
            if (digit < 0 || digit > 9) {
                throw malformed(digits);
            }
            number = number * 10 + digit;
        }
        return number;
    }

    /** The message form of a number that is not negative. */
    public static ResourceValue write(long number) {
        return ResourceValue.newBuilder()
                .setVal(ByteString.copyFromUtf8(Long.toString(number)))
                .build();
    }

    static long times(long number, int count) {
        try {
            return Math.multiplyExact(number, Integer.toUnsignedLong(count));
        } catch (ArithmeticException overflow) {
            throw new MalformedException(
                    Integer.toUnsignedString(count) + " times " + number + " is more than can be reckoned with",
                    overflow);
        }
    }

    static long plus(long one, long other) {
        try {
            return Math.addExact(one, other);
        } catch (ArithmeticException overflow) {
            throw new MalformedException(
                    "the resources of the group add up to more than can be reckoned with", overflow);
        }
    }

    /**
     * The sum of two parts of what somebody has, or the largest number there is: nobody can ask for more. It never throws,
     * because what a provider says of itself must not be able to stop whoever looks at it.
     */
    static long plusAtMost(long one, long other) {
        long sum = one + other;
        return ((one ^ sum) & (other ^ sum)) < 0 ? Long.MAX_VALUE : sum;
    }

    /** Bytes for a sentence: 512 MiB, 1.5 GiB. */
    static String bytes(long bytes) {
        if (bytes >= GIB) {
            return tenths(bytes, GIB) + " GiB";
        }
        return bytes >= MIB ? tenths(bytes, MIB) + " MiB" : bytes + " bytes";
    }

    /** Thousandths of a core for a sentence: 0.5, 12. */
    static String cores(long millis) {
        String fraction = millis % 1000 == 0
                ? ""
                : ("." + Long.toString(1000 + millis % 1000).substring(1)).replaceAll("0+$", "");
        return millis / 1000 + fraction;
    }

    private static String tenths(long bytes, long unit) {
        long tenths = bytes / unit * 10 + bytes % unit * 10 / unit;
        return tenths % 10 == 0 ? Long.toString(tenths / 10) : tenths / 10 + "." + tenths % 10;
    }

    private static MalformedException malformed(ByteString digits) {
        return new MalformedException("a quantity is a whole number of at most 18 decimal digits; this is "
                + MalformedException.quote(digits.toStringUtf8()));
    }
}
