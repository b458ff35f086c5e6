package network.millrace.cli.market;

import java.util.HashMap;
import java.util.Map;
import network.millrace.cli.output.Text;
import network.millrace.client.Network;
import network.millrace.client.NetworkException;
import network.millrace.protocol.provider.v1.QueryProviderRequest;
import network.millrace.protocol.provider.v1.QueryProviderResponse;

/**
 * Providers as people call them: the name of the registration and, because anybody may take any name, the ends of the address. Each is asked for once.
 * Used by one thread.
 */
public final class ProviderNames {
    private static final int SHOWN_FIRST = 8;
    private static final int SHOWN_LAST = 4;

    private final Network network;
    private final Map<String, String> known = new HashMap<>();

    public ProviderNames(Network network) {
        this.network = network;
    }

    /** {@code birch (mill18m3…2rxc)}; the whole address when it has no name. */
    public String of(String address) {
        return known.computeIfAbsent(address, this::ask);
    }

    /** A sentence in which the addresses asked for so far are replaced. */
    public String in(String sentence) {
        String named = sentence;
        for (Map.Entry<String, String> provider : known.entrySet()) {
            named = named.replace(provider.getKey(), provider.getValue());
        }
        return named;
    }

    private String ask(String address) {
        QueryProviderRequest request =
                QueryProviderRequest.newBuilder().setOwner(address).build();
        try {
            String name = network.query("provider", "Provider", request, QueryProviderResponse.getDefaultInstance())
                    .getProvider()
                    .getInfo()
                    .getName();
            return name.isEmpty() ? address : Text.oneLine(name) + " (" + shortened(address) + ")";
        } catch (NetworkException unknown) {
            return address;
        }
    }

    private static String shortened(String address) {
        return address.length() <= SHOWN_FIRST + SHOWN_LAST
                ? address
                : address.substring(0, SHOWN_FIRST) + "…" + address.substring(address.length() - SHOWN_LAST);
    }
}
