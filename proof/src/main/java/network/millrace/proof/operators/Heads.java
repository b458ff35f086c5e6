package network.millrace.proof.operators;

import network.millrace.proof.RefusedException;
import network.millrace.proof.tensor.Shape;

/**
 * The sizes of an attention: head h of the queries looks at head h / group of keys and values. The queries of such a group are one matrix,
 * so that no head of the keys is copied.
 */
record Heads(int batch, int queryHeads, int keyHeads, int queries, int keys) {
    /** Of queries, keys and values with the axes batch, heads, positions, size. */
    static Heads of(Shape q, Shape k, Shape v) {
        if (q.rank() != 4 || k.rank() != 4 || v.rank() != 4) {
            throw RefusedException.malformed("attention takes four axes: batch, heads, positions, size; the shapes are "
                    + q + ", " + k + " and " + v);
        }
        boolean fit = q.dimension(0) == k.dimension(0)
                && q.dimension(3) == k.dimension(3)
                && k.with(3, 0).equals(v.with(3, 0))
                && k.dimension(1) > 0
                && q.dimension(1) % k.dimension(1) == 0;
        if (!fit) {
            throw RefusedException.malformed("queries " + q + ", keys " + k + " and values " + v
                    + " do not fit: batches, sizes of queries and keys, and heads and positions of keys and values must be "
                    + "equal, and the heads of the queries a multiple of those of the keys");
        }
        return new Heads(q.dimension(0), q.dimension(1), k.dimension(1), q.dimension(2), k.dimension(2));
    }

    /** The products of all queries with all keys of their head. */
    Value scores(Emitter e, Value q, Value k) {
        Value scores = e.emit("MatMul", grouped(e, q), Matrices.transpose(e, k));
        return e.reshape(scores, Shape.of(batch, queryHeads, queries, keys));
    }

    /** The sums of all values of a head, weighed. */
    Value sums(Emitter e, Value weights, Value v) {
        Value sums = e.emit("MatMul", grouped(e, weights), v);
        return e.reshape(sums, Shape.of(batch, queryHeads, queries, v.shape().dimension(3)));
    }

    private Value grouped(Emitter e, Value value) {
        long rows = (long) queryHeads / keyHeads * queries;
        return e.reshape(
                value, Shape.of(new long[] {batch, keyHeads, rows, value.shape().dimension(3)}));
    }
}
