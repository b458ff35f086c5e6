package network.millrace.agent.bidding;

import java.util.List;

/** The state machine of one order: pure, and total over states and events. */
public final class BidMachine {

    /** The next state and what to do. */
    public record Step(BidState state, List<BidAction> actions) {
        public Step {
            actions = List.copyOf(actions);
        }
    }

    private BidMachine() {}

    /** A newly seen order. */
    public static Step seen() {
        return new Step(new BidState.Reading(), List.of(new BidAction.Read()));
    }

    /** A bid that the journal remembers, after a restart: the reservation holds, the ledger is asked. */
    public static Step remembered(Offer offer) {
        return new Step(new BidState.Unsure(offer), List.of(new BidAction.Read()));
    }

    public static Step step(BidState state, BidEvent event) {
        return switch (state) {
            case BidState.Reading _ -> whileReading(state, event);
            case BidState.Sending sending -> whileSending(sending, event);
            case BidState.Unsure unsure -> whileUnsure(unsure, event);
            case BidState.Doubted doubted -> whileDoubted(doubted, event);
            case BidState.Standing standing -> whileStanding(standing, event);
            case BidState.Withdrawing withdrawing -> whileWithdrawing(withdrawing, event);
            case BidState.Won _, BidState.Ended _ -> stay(state);
        };
    }

    private static Step whileReading(BidState state, BidEvent event) {
        return switch (event) {
            case BidEvent.Open open ->
                new Step(
                        new BidState.Sending(open.offer()),
                        List.of(new BidAction.Reserve(open.offer()), new BidAction.Send(open.offer())));
            case BidEvent.Unwanted unwanted ->
                new Step(
                        new BidState.Ended(unwanted.verdict().sentence()),
                        List.of(new BidAction.NoteRefusal(unwanted.verdict())));
            case BidEvent.Found found ->
                new Step(new BidState.Standing(found.offer()), List.of(new BidAction.Reserve(found.offer())));
            case BidEvent.Over over -> new Step(new BidState.Ended(over.reason()), List.of());
            case BidEvent.Awarded _ -> stay(new BidState.Ended("it is a lease of this provider already"));
            case BidEvent.Accepted _,
                    BidEvent.Refused _,
                    BidEvent.Unanswered _,
                    BidEvent.Expired _,
                    BidEvent.Unwelcome _ -> stay(state);
        };
    }

    private static Step whileSending(BidState.Sending state, BidEvent event) {
        return switch (event) {
            case BidEvent.Accepted _ -> stay(new BidState.Standing(state.offer()));
            case BidEvent.Found found -> stay(new BidState.Standing(found.offer()));
            case BidEvent.Refused refused ->
                new Step(new BidState.Doubted(state.offer(), refused.reason()), List.of(new BidAction.Read()));
            case BidEvent.Unanswered _, BidEvent.Expired _ -> ask(state.offer());
            case BidEvent.Awarded _ -> stay(new BidState.Won(state.offer()));
            // The bid may still land after the order's end was seen, and be refused then: the answer decides.
            case BidEvent.Over _, BidEvent.Open _, BidEvent.Unwanted _, BidEvent.Unwelcome _ -> stay(state);
        };
    }

    private static Step whileUnsure(BidState.Unsure state, BidEvent event) {
        return switch (event) {
            case BidEvent.Accepted _ -> stay(new BidState.Standing(state.offer()));
            case BidEvent.Found found -> stay(new BidState.Standing(found.offer()));
            case BidEvent.Awarded _ -> stay(new BidState.Won(state.offer()));
            case BidEvent.Over over -> release(over.reason());
            // No bid of ours is there, and the message that carried one can no longer be included: send it anew.
            case BidEvent.Open _ ->
                new Step(new BidState.Sending(state.offer()), List.of(new BidAction.Send(state.offer())));
            // Noted, because what stands in the way may pass, as just after a restart: then the order is looked at
            // again.
            case BidEvent.Unwanted unwanted ->
                new Step(
                        new BidState.Ended(unwanted.verdict().sentence()),
                        List.of(
                                new BidAction.Release(unwanted.verdict().sentence()),
                                new BidAction.NoteRefusal(unwanted.verdict())));
            case BidEvent.Expired _ -> ask(state.offer());
            case BidEvent.Refused _, BidEvent.Unanswered _, BidEvent.Unwelcome _ -> stay(state);
        };
    }

    private static Step whileDoubted(BidState.Doubted state, BidEvent event) {
        return switch (event) {
            case BidEvent.Accepted _ -> stay(new BidState.Standing(state.offer()));
            case BidEvent.Found found -> stay(new BidState.Standing(found.offer()));
            case BidEvent.Awarded _ -> stay(new BidState.Won(state.offer()));
            case BidEvent.Open _, BidEvent.Unwanted _, BidEvent.Over _ ->
                release("the ledger refused the bid: " + state.reason());
            case BidEvent.Expired _ -> new Step(state, List.of(new BidAction.Read()));
            case BidEvent.Refused _, BidEvent.Unanswered _, BidEvent.Unwelcome _ -> stay(state);
        };
    }

    private static Step whileStanding(BidState.Standing state, BidEvent event) {
        return switch (event) {
            case BidEvent.Awarded _ -> stay(new BidState.Won(state.offer()));
            case BidEvent.Over over -> release(over.reason());
            case BidEvent.Expired _ -> ask(state.offer());
            case BidEvent.Unwelcome unwelcome ->
                new Step(new BidState.Withdrawing(state.offer()), List.of(new BidAction.Withdraw(unwelcome.reason())));
            case BidEvent.Open _,
                    BidEvent.Unwanted _,
                    BidEvent.Found _,
                    BidEvent.Accepted _,
                    BidEvent.Refused _,
                    BidEvent.Unanswered _ -> stay(state);
        };
    }

    private static Step whileWithdrawing(BidState.Withdrawing state, BidEvent event) {
        return switch (event) {
            case BidEvent.Over over -> release(over.reason());
            case BidEvent.Accepted _ -> release("withdrawn by this provider");
            case BidEvent.Awarded _ -> stay(new BidState.Won(state.offer()));
            case BidEvent.Refused _, BidEvent.Unanswered _, BidEvent.Expired _ -> ask(state.offer());
            case BidEvent.Open _, BidEvent.Unwanted _, BidEvent.Found _, BidEvent.Unwelcome _ -> stay(state);
        };
    }

    private static Step ask(Offer offer) {
        return new Step(new BidState.Unsure(offer), List.of(new BidAction.Read()));
    }

    private static Step release(String reason) {
        return new Step(new BidState.Ended(reason), List.of(new BidAction.Release(reason)));
    }

    private static Step stay(BidState state) {
        return new Step(state, List.of());
    }
}
