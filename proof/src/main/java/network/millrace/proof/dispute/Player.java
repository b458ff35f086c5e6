package network.millrace.proof.dispute;

/** An honest side: what it says when it is its turn. */
public interface Player {
    Move answer(State.Open state);
}
