package network.millrace.cli.sdl;

import java.net.URI;
import java.time.Duration;
import network.millrace.cli.command.CommandFailure;
import network.millrace.cli.market.MarketFacts;
import network.millrace.client.Network;
import network.millrace.client.NetworkException;
import network.millrace.client.http.HttpNetwork;
import network.millrace.client.sdl.Denominations;

/**
 * What a network says about prices: in which money, and for which span of time.
 *
 * @param name for people: whose terms these are
 */
record NetworkTerms(String name, Denominations denominations, Duration pricingPeriod) {
    /** What every development network begins with. */
    static final NetworkTerms DEVELOPMENT =
            new NetworkTerms("a development network", Denominations.DEVELOPMENT, Duration.ofSeconds(6));

    /** Asks a node. */
    static NetworkTerms of(URI node) {
        return Asked.terms(node);
    }

    /** In a class of its own, so that whoever asks nobody loads nothing of a network. */
    private static final class Asked {
        static NetworkTerms terms(URI node) {
            try (Network network = HttpNetwork.of(node)) {
                MarketFacts facts = MarketFacts.of(network);
                return new NetworkTerms(
                        network.status().getChainId(), facts.denominations(), MarketFacts.pricingPeriod(network));
            } catch (NetworkException silent) {
                throw CommandFailure.failed(
                        silent.getMessage() + "; leave --node out to reckon with the terms of a development network",
                        silent);
            }
        }
    }
}
