package network.millrace.simulation.sampling;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import network.millrace.proof.sampling.draw.Beacon;
import network.millrace.proof.sampling.draw.Party;
import network.millrace.proof.sampling.draw.PartyDraw;
import network.millrace.proof.sampling.draw.Purpose;
import network.millrace.proof.sampling.draw.Separation;
import network.millrace.proof.sampling.quorum.Quorum;
import network.millrace.proof.sampling.quorum.Vote;
import network.millrace.proof.sampling.quorum.WeightCap;
import network.millrace.proof.sampling.quorum.WorkerScore;
import network.millrace.protocol.address.Address;
import network.millrace.protocol.crypto.Hash;

/**
 * One owner with a part of all stake under many names, each posing as an operator of its own, tries to get a wrong result
 * through a quorum of replicas.
 */
public final class SybilAttack {
    private static final Hash RIGHT = Hash.sha256("right".getBytes(StandardCharsets.US_ASCII));
    private static final Hash WRONG = Hash.sha256("wrong".getBytes(StandardCharsets.US_ASCII));

    private static final int HONEST = 90;
    private static final long STAKE = 10_000;
    /** Proven workers: weight 9. */
    private static final WorkerScore SCORE = new WorkerScore(30);

    private static final long TRUST = 100;
    private static final int REPLICAS_MAX = 20;
    /** Weight 9 takes half of an honest worker's stake. */
    private static final WeightCap CAP = new WeightCap(STAKE / 8);

    /**
     * What came out.
     *
     * @param right tasks whose right result was accepted
     * @param wrong tasks whose wrong result was accepted
     * @param replicas replicas in the mean
     */
    public record Outcome(int tasks, int right, int wrong, double replicas) {}

    /** The ninety honest ones first, then the attacker's names. */
    private final List<Party> parties;

    private final boolean byStake;

    private SybilAttack(int names, boolean byStake) {
        this.parties = parties(names, byStake);
        this.byStake = byStake;
    }

    /**
     * Ninety honest workers with 90 % of the stake against one owner with 10 % under so many names.
     *
     * @param byStake whether replicas are drawn by stake and weights capped by it, or all names are alike
     */
    public static Outcome run(long seed, int tasks, int names, boolean byStake) {
        SybilAttack attack = new SybilAttack(names, byStake);
        int right = 0;
        int wrong = 0;
        long replicas = 0;
        for (int task = 0; task < tasks; task++) {
            Quorum quorum = attack.play(seed, task);
            replicas += quorum.votes().size();
            Optional<Hash> result = quorum.consensus();
            right += result.equals(Optional.of(RIGHT)) ? 1 : 0;
            wrong += result.equals(Optional.of(WRONG)) ? 1 : 0;
        }
        return new Outcome(tasks, right, wrong, (double) replicas / tasks);
    }

    private Quorum play(long seed, int task) {
        Hash claim = Hash.sha256((seed + "/" + task).getBytes(StandardCharsets.US_ASCII));
        Party requester = new Party(Address.module("requester"), Address.module("requester"), 0);
        List<Party> replicas = new PartyDraw(parties, requester, List.of(), Separation.NONE)
                .draw(Beacon.seed(claim, claim, claim).draws(Purpose.REPLICAS, 0), REPLICAS_MAX);
        Quorum quorum = Quorum.of(TRUST);
        for (Party replica : replicas) {
            long weight = byStake ? CAP.weight(SCORE, replica.stake()) : SCORE.weight();
            if (weight >= Vote.WEIGHT_MIN && quorum.consensus().isEmpty()) {
                Hash result = parties.indexOf(replica) < HONEST ? RIGHT : WRONG;
                quorum = quorum.with(new Vote(replica.address(), replica.operator(), result, weight));
            }
        }
        return quorum;
    }

    private static List<Party> parties(int names, boolean byStake) {
        List<Party> parties = new ArrayList<>();
        for (int worker = 0; worker < HONEST; worker++) {
            parties.add(party("honest/" + worker, byStake ? STAKE : 1));
        }
        long each = STAKE * HONEST / 9 / names;
        for (int name = 0; name < names; name++) {
            parties.add(party("sybil/" + name, byStake ? each : 1));
        }
        return List.copyOf(parties);
    }

    private static Party party(String name, long stake) {
        byte[] digest = Hash.sha256(name.getBytes(StandardCharsets.US_ASCII)).bytes();
        Address address = Address.of(Arrays.copyOf(digest, Address.BYTES));
        return new Party(address, address, stake);
    }
}
