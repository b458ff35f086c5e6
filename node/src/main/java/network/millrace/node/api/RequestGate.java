package network.millrace.node.api;

import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.util.List;
import java.util.concurrent.Semaphore;
import network.millrace.node.error.NodeError;
import network.millrace.node.telemetry.Metrics;
import network.millrace.serving.Rates;

/** Lets as many requests in as the node can answer, counts them, and tells browsers which pages may read the answers. */
final class RequestGate implements Filter {
    private static final String EVENTS = "/v1/events";

    private final ApiLimits limits;
    private final List<String> corsOrigins;
    private final Rates rates;
    private final Semaphore places;
    private final Metrics.Counter requests;
    private final Metrics.Counter turnedAway;

    RequestGate(ApiLimits limits, List<String> corsOrigins, Metrics metrics) {
        this.limits = limits;
        this.corsOrigins = corsOrigins;
        this.rates = new Rates(limits.requestsPerSecond());
        this.places = new Semaphore(limits.concurrentRequests());
        this.requests = metrics.counter("http_requests_total", "Requests over HTTP.");
        this.turnedAway = metrics.counter("http_turned_away_total", "Requests refused because of a limit.");
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        requests.count();
        allowOrigin(request, response);
        if (!rates.take(request.remotePeer().host(), System.nanoTime())) {
            turnedAway.count();
            throw busy("one address may send " + limits.requestsPerSecond() + " requests a second here", 429);
        }
        if (request.path().rawPath().equals(EVENTS)) {
            // Streams last, so they have limits of their own.
            chain.proceed();
            return;
        }
        if (!places.tryAcquire()) {
            turnedAway.count();
            throw busy("this node answers " + limits.concurrentRequests() + " requests at one time", 503);
        }
        try {
            chain.proceed();
        } finally {
            places.release();
        }
    }

    private void allowOrigin(RoutingRequest request, RoutingResponse response) {
        String origin = request.headers().first(HeaderNames.ORIGIN).orElse("");
        if (!origin.isEmpty() && (corsOrigins.contains(origin) || corsOrigins.contains("*"))) {
            response.header(HeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
            response.header(HeaderNames.ACCESS_CONTROL_ALLOW_METHODS, "GET, POST");
            response.header(HeaderNames.ACCESS_CONTROL_ALLOW_HEADERS, "Content-Type, Accept, Last-Event-ID");
            response.header(HeaderValues.create(HeaderNames.VARY, "Origin"));
        }
    }

    private static ApiException busy(String message, int status) {
        return new ApiException(status, NodeError.BUSY, message + ". Send it again in a second.");
    }
}
