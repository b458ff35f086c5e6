package network.millrace.cli.market;

import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import network.millrace.client.Network;
import network.millrace.client.NetworkException;
import network.millrace.client.access.DoorAddress;
import network.millrace.client.access.DoorLimits;
import network.millrace.client.access.ProviderDoor;
import network.millrace.protocol.MalformedException;
import network.millrace.protocol.access.v1.ScreenResponse;
import network.millrace.protocol.address.Address;
import network.millrace.protocol.market.v1.OrderTerms;
import network.millrace.protocol.market.v1.QueryScreenRequest;
import network.millrace.protocol.market.v1.QueryScreenResponse;
import network.millrace.protocol.market.v1.ScreenedProvider;
import network.millrace.protocol.money.Price;
import network.millrace.protocol.resources.v1.GroupSpec;
import network.millrace.protocol.resources.v1.Mismatch;
import network.millrace.protocol.resources.v1.MismatchCode;
import org.jspecify.annotations.Nullable;

/**
 * Who would bid on a group, and who not and why, before anything is ordered: first by the registry, then by asking each provider at its door. A
 * provider that does not answer in two seconds has given its answer.
 */
public final class Screening {
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(2);

    private final Network network;

    /**
     * What one provider would do.
     *
     * @param priceOrNull what it would ask; null when it named no price
     * @param reasons why it would not bid; empty when it would
     */
    public record Opinion(
            Address provider, String name, @Nullable Price priceOrNull, List<Mismatch> reasons) {
        public Opinion {
            reasons = List.copyOf(reasons);
        }

        /** What it would ask; empty when it named no price. */
        public Optional<Price> price() {
            return Optional.ofNullable(priceOrNull);
        }

        public boolean wouldBid() {
            return reasons.isEmpty();
        }
    }

    public Screening(Network network) {
        this.network = network;
    }

    /** Those who would bid first, the cheapest of them on top. */
    public List<Opinion> ask(GroupSpec group, OrderTerms terms) throws InterruptedException {
        QueryScreenRequest request =
                QueryScreenRequest.newBuilder().setGroup(group).setTerms(terms).build();
        List<ScreenedProvider> providers = network.query(
                        "market", "Screen", request, QueryScreenResponse.getDefaultInstance())
                .getProvidersList();
        List<Opinion> opinions = new ArrayList<>();
        try (ExecutorService askers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Opinion>> asked = providers.stream()
                    .map(provider -> askers.submit(() -> opinion(provider, group, terms)))
                    .toList();
            for (Future<Opinion> answer : asked) {
                opinions.add(answer.get());
            }
        } catch (ExecutionException fault) {
            throw new IllegalStateException("asking the providers failed", fault);
        }
        opinions.sort(Comparator.comparing((Opinion opinion) -> !opinion.wouldBid())
                .thenComparing(opinion -> opinion.price().map(Price::scaled).orElse(BigInteger.ZERO))
                .thenComparing(Opinion::name));
        return List.copyOf(opinions);
    }

    /** The door knows more than the registry, but what the registry says must hold, too. */
    private static Opinion opinion(ScreenedProvider provider, GroupSpec group, OrderTerms terms) {
        Address address = Address.parse(provider.getProvider());
        List<Mismatch> reasons = new ArrayList<>(provider.getMismatchesList());
        @Nullable Price price = null;
        try (ProviderDoor door =
                ProviderDoor.ofVisitor(DoorAddress.of(provider), DoorLimits.DEFAULT.withAnswer(ANSWER_LIMIT))) {
            ScreenResponse answer = door.screen(group, terms);
            price = answer.hasPrice() ? Price.of(answer.getPrice()) : null;
            answer.getMismatchesList().stream()
                    .filter(mismatch -> reasons.stream().noneMatch(known -> known.getCode() == mismatch.getCode()))
                    .forEach(reasons::add);
        } catch (NetworkException | MalformedException silent) {
            reasons.add(Mismatch.newBuilder()
                    .setCode(MismatchCode.MISMATCH_NO_ANSWER)
                    .setText(
                            "its door gave no answer within " + ANSWER_LIMIT.toSeconds() + " s: " + silent.getMessage())
                    .build());
        }
        return new Opinion(address, provider.getName(), price, reasons);
    }
}
