package network.millrace.cli.bench;

import java.util.List;
import network.millrace.cli.output.Progress;
import network.millrace.ledger.kernel.HashChain;
import network.millrace.ledger.kernel.SignatureVerifier;
import network.millrace.ledger.kernel.StateCommitment;

/**
 * How many transfers one thread executes: blocks of 2,000 MsgSend, each in a transaction of its own by another sender, on a
 * state in memory. Every block is decoded from its bytes, admitted, executed and turned into its write set. What is
 * compared runs in turns, so that a busy machine slows all of it alike.
 */
final class LedgerBench implements Benchmark {
    private static final int BLOCKS = 10;
    private static final int SIGNED_BLOCKS = 3;
    private static final int WARM_UP_ROUNDS = 8;
    private static final int ROUNDS = 15;

    private static final double MESSAGES_PER_SECOND = 100_000;
    private static final double PART_OF_VERIFICATION = 0.6;

    /** Stands in for the app hash where only the way to the write set is measured. */
    private static final StateCommitment NONE = (previous, height, writes) -> HashChain.START;

    @Override
    public String name() {
        return "ledger";
    }

    @Override
    public String describe() {
        return "transfers per second through the state machine, without and with signatures";
    }

    @Override
    public List<Figure> run(Progress progress) {
        progress.report("signing " + BLOCKS * TransferBlocks.TRANSFERS + " transfers");
        TransferBlocks blocks = TransferBlocks.sign(BLOCKS);
        Samples executed = new Samples();
        Samples executedByThread = new Samples();
        Samples hashed = new Samples();
        Samples verified = new Samples();
        Samples verificationAlone = new Samples();
        for (int round = 1; round <= WARM_UP_ROUNDS + ROUNDS; round++) {
            progress.report("round " + round + " of " + (WARM_UP_ROUNDS + ROUNDS));
            boolean counts = round > WARM_UP_ROUNDS;
            Pace plain = blocks.pace(BLOCKS, check -> true, NONE);
            note(executed, counts, plain.perSecond());
            note(executedByThread, counts, plain.perThreadSecond());
            note(
                    hashed,
                    counts,
                    blocks.pace(BLOCKS, check -> true, new HashChain()).perSecond());
            note(
                    verified,
                    counts,
                    blocks.pace(SIGNED_BLOCKS, SignatureVerifier.atOnce(), new HashChain())
                            .perSecond());
            note(
                    verificationAlone,
                    counts,
                    blocks.verificationPace(SIGNED_BLOCKS).perSecond());
        }
        return List.of(
                Figure.atLeast("messages without signatures", executed.median(), "1/s", MESSAGES_PER_SECOND),
                Figure.shown("the same by the thread's own time", executedByThread.median(), "1/s"),
                Figure.shown("messages without signatures, with app hash", hashed.median(), "1/s"),
                Figure.shown("messages with signatures and app hash", verified.median(), "1/s"),
                Figure.shown("signature verification alone", verificationAlone.median(), "1/s"),
                Figure.atLeast(
                        "with signatures beside verification alone",
                        verified.median() / verificationAlone.median(),
                        "",
                        PART_OF_VERIFICATION));
    }

    private static void note(Samples samples, boolean counts, double value) {
        if (counts) {
            samples.add(value);
        }
    }
}
