package network.millrace.cli.demo;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import network.millrace.cli.market.Bill;
import network.millrace.protocol.address.Address;

/**
 * What the demo found.
 *
 * @param provider the one that won
 * @param reasons why nobody serves the order that nobody can serve
 */
record DemoResult(long orderToLeaseMs, long deployToReadyMs, Bill bill, Address provider, List<Reason> reasons) {
    /** @param code name of the reason in the contract */
    record Reason(Address provider, String code, String text) {}

    DemoResult {
        reasons = List.copyOf(reasons);
    }

    /** The object that {@code --output json} ends with. */
    Map<String, Object> json() {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("ok", true);
        object.put("order_to_lease_ms", orderToLeaseMs);
        object.put("deploy_to_ready_ms", deployToReadyMs);
        object.putAll(bill.json());
        object.put("provider", provider.toString());
        object.put("reasons", reasons.stream().map(DemoResult::json).toList());
        return object;
    }

    private static Map<String, Object> json(Reason reason) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("provider", reason.provider().toString());
        object.put("code", reason.code());
        object.put("text", reason.text());
        return object;
    }
}
