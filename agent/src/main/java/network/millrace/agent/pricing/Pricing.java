package network.millrace.agent.pricing;

import java.math.BigInteger;
import java.util.Map;
import network.millrace.agent.inventory.Allotment;
import network.millrace.agent.inventory.StorageKind;
import network.millrace.protocol.money.Price;

/** Linear pricing: each amount times its rate, summed up exactly and rounded up once, at least the minimum. */
public record Pricing(Rates rates) {

    private static final BigInteger MILLIS = BigInteger.valueOf(1_000);
    private static final BigInteger GIBIBYTE = BigInteger.valueOf(1L << 30);
    /** Both divisors divide this, so that the sum is exact until its one rounding. */
    private static final BigInteger COMMON = MILLIS.multiply(GIBIBYTE);

    /** Price of the whole allotment per pricing period. */
    public Price of(Allotment allotment) {
        BigInteger sum = part(rates.core(), allotment.cpuMillis(), MILLIS)
                .add(part(rates.memoryGib(), allotment.memoryBytes(), GIBIBYTE))
                .add(part(rates.gpu(), total(allotment.gpus()), BigInteger.ONE))
                .add(part(rates.endpoint(), allotment.randomPorts(), BigInteger.ONE))
                .add(part(rates.endpoint(), allotment.leasedIps(), BigInteger.ONE));
        for (Map.Entry<StorageKind, Long> storage : allotment.storageBytes().entrySet()) {
            Price rate = storage.getKey().persistent() ? rates.persistentGib() : rates.storageGib();
            sum = sum.add(part(rate, storage.getValue(), GIBIBYTE));
        }
        BigInteger[] rounded = sum.divideAndRemainder(COMMON);
        BigInteger scaled = rounded[1].signum() == 0 ? rounded[0] : rounded[0].add(BigInteger.ONE);
        return new Price(rates.denom(), scaled.max(rates.minimum().scaled()));
    }

    /** rate × amount / unit, times {@link #COMMON}. */
    private static BigInteger part(Price rate, long amount, BigInteger unit) {
        return rate.scaled().multiply(BigInteger.valueOf(amount)).multiply(COMMON.divide(unit));
    }

    private static long total(Map<?, Long> amounts) {
        return amounts.values().stream().mapToLong(Long::longValue).sum();
    }
}
