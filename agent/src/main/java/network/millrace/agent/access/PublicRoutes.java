package network.millrace.agent.access;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.nio.charset.StandardCharsets;
import network.millrace.agent.bidding.Refusals;
import network.millrace.agent.bidding.Verdict;
import network.millrace.agent.core.AgentView;
import network.millrace.agent.inventory.Reservation;
import network.millrace.protocol.access.v1.ExplainedRefusal;
import network.millrace.protocol.access.v1.ExplainedReservation;
import network.millrace.protocol.access.v1.InventoryExplanation;
import network.millrace.protocol.access.v1.ProviderStatus;
import network.millrace.protocol.access.v1.ScreenRequest;
import network.millrace.protocol.access.v1.ScreenResponse;
import network.millrace.serving.Rates;

/** What anybody may ask: version, status, who holds what, and whether the provider would bid. */
final class PublicRoutes {

    private static final int SCREEN_BYTES_MAX = 256 << 10;
    private static final String ALL = "all";

    private final DoorIdentity identity;
    private final ProviderDesk desk;
    private final Rates screens;

    PublicRoutes(DoorIdentity identity, ProviderDesk desk, int screensPerSecond) {
        this.identity = identity;
        this.desk = desk;
        this.screens = new Rates(screensPerSecond);
    }

    void add(HttpRouting.Builder routing) {
        routing.get("/version", this::version);
        routing.get("/status", this::status);
        routing.get("/explain", this::explain);
        routing.post("/screen", this::screen);
    }

    private void version(ServerRequest request, ServerResponse response) {
        response.header(HeaderNames.CONTENT_TYPE, "application/json");
        response.send(("{\"version\":\"" + identity.version() + "\"}\n").getBytes(StandardCharsets.UTF_8));
    }

    private void status(ServerRequest request, ServerResponse response) {
        AgentView view = desk.view();
        Exchange.answer(
                response,
                ProviderStatus.newBuilder()
                        .setProvider(identity.provider().toString())
                        .setVersion(identity.version())
                        .setBackend(identity.backend())
                        .setTotal(view.inventory().offered().toCapacity())
                        .setFree(view.inventory().free().toCapacity())
                        .setLeases(view.leases().size())
                        .setHeight(view.height())
                        .setPaused(view.paused())
                        .addAllLimitations(identity.limitations())
                        .build());
    }

    private void screen(ServerRequest request, ServerResponse response) {
        if (!screens.take(ALL, System.nanoTime())) {
            throw new DoorRefusal(DoorError.BUSY, "this provider is asked for too many prices; try again in a second");
        }
        ScreenRequest question = Exchange.message(request, SCREEN_BYTES_MAX, ScreenRequest.getDefaultInstance());
        ScreenResponse.Builder answer =
                ScreenResponse.newBuilder().setProvider(identity.provider().toString());
        switch (desk.screen(question.getGroup(), question.getTerms())) {
            case Verdict.WouldBid bid -> answer.setPrice(bid.price().toProto());
            case Verdict.WouldNot no -> answer.addAllMismatches(no.reasons());
        }
        Exchange.answer(response, answer.build());
    }

    private void explain(ServerRequest request, ServerResponse response) {
        AgentView view = desk.view();
        InventoryExplanation.Builder answer = InventoryExplanation.newBuilder()
                .setOffered(view.inventory().offered().toCapacity())
                .setFree(view.inventory().free().toCapacity());
        view.inventory().reservations().values().forEach(one -> answer.addReservations(explained(one)));
        view.refusals().forEach(one -> answer.addRefusals(explained(one)));
        Exchange.answer(response, answer.build());
    }

    private static ExplainedReservation explained(Reservation reservation) {
        ExplainedReservation.Builder explained = ExplainedReservation.newBuilder()
                .setOrder(reservation.order().toProto())
                .setHeld(reservation.allotment().toCapacity());
        return switch (reservation.hold()) {
            case Reservation.Pending pending ->
                explained.setUntilMs(pending.untilMs()).build();
            case Reservation.Leased _ -> explained.setLeased(true).build();
        };
    }

    private static ExplainedRefusal explained(Refusals.Refusal refusal) {
        return ExplainedRefusal.newBuilder()
                .setOrder(refusal.order().toProto())
                .setTimeMs(refusal.timeMs())
                .addAllReasons(refusal.verdict().reasons())
                .build();
    }
}
