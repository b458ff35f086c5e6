package network.millrace.proof.dispute;

import com.google.protobuf.ByteString;
import network.millrace.proof.commitment.TreeLabel;
import network.millrace.proof.operators.TileRule.Piece;
import network.millrace.protocol.crypto.Hash;

/** How far the search is, and so what must be said next. */
public sealed interface Stage {
    /** Whose turn it is. */
    Role turn();

    /**
     * A step in dispute.
     *
     * @param before the checkpoint before it, which both sides agree on
     * @param after the checkpoint after it, as the defender has it
     * @param trace the defender's
     */
    record Step(long number, Hash before, Hash after, Hash trace) {}

    /** Which checkpoint of the run is the first that is not agreed on. */
    record FindCheckpoint(Hash run, Descent descent) implements Stage {
        @Override
        public Role turn() {
            return next(descent.shown().isEmpty());
        }
    }

    /** The checkpoint before the one that was found must be shown. */
    record OpenBefore(TreeLabel label, Hash run, long checkpoint, Hash after) implements Stage {
        @Override
        public Role turn() {
            return Role.DEFENDER;
        }
    }

    /** Which step between two checkpoints; the places of the chain are steps. */
    record FindStep(Chain chain) implements Stage {
        @Override
        public Role turn() {
            return next(chain.shown().isEmpty());
        }
    }

    /** The step's trace must be shown. */
    record OpenTrace(long step, Hash before, Hash after) implements Stage {
        @Override
        public Role turn() {
            return Role.DEFENDER;
        }
    }

    /** Which operation of the step. */
    record FindOperation(Step step, Descent descent) implements Stage {
        @Override
        public Role turn() {
            return next(descent.shown().isEmpty());
        }
    }

    /** Which output of the operation. */
    record FindOutput(Step step, int operation, Descent descent) implements Stage {
        @Override
        public Role turn() {
            return next(descent.shown().isEmpty());
        }
    }

    /** Which tile of the output. */
    record FindTile(Step step, int operation, int output, Descent descent) implements Stage {
        @Override
        public Role turn() {
            return next(descent.shown().isEmpty());
        }
    }

    /** Which element of the tile, where the operator is disputed by elements. */
    record FindElement(Step step, int operation, Piece tile, Hash leaf, ByteString shown) implements Stage {
        @Override
        public Role turn() {
            return next(shown.isEmpty());
        }
    }

    /** Which link of the chain that makes the piece. */
    record FindLink(Step step, int operation, Piece piece, Chain chain) implements Stage {
        @Override
        public Role turn() {
            return next(chain.shown().isEmpty());
        }
    }

    /** What the link is computed from must be shown. */
    record ProveLink(Step step, int operation, Piece piece, Chain link) implements Stage {
        @Override
        public Role turn() {
            return Role.DEFENDER;
        }
    }

    /** Which output of the program, when all operations are agreed on but not the checkpoint after the step. */
    record FindSlot(Step step, Descent descent) implements Stage {
        @Override
        public Role turn() {
            return next(descent.shown().isEmpty());
        }
    }

    /** It must be shown that the output is the value that the program makes it of. */
    record ProveOutput(Step step, int output, Hash claimed) implements Stage {
        @Override
        public Role turn() {
            return Role.DEFENDER;
        }
    }

    private static Role next(boolean nothingShown) {
        return nothingShown ? Role.DEFENDER : Role.CHALLENGER;
    }
}
