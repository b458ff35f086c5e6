package network.millrace.simulation.scenarios;

/** An order that is played step by step, in the simulator or against real processes: only the stage differs. */
@FunctionalInterface
public interface OrderScenario {

    /**
     * Plays the order from beginning to end.
     *
     * @return what it came to
     * @throws StepFailure at the first step that does not come out as it must
     */
    OrderReport play(Stage stage);
}
