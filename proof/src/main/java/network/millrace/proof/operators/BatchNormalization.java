package network.millrace.proof.operators;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import network.millrace.proof.RefusedException;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.Shape;

/**
 * Each channel (axis 1) scaled and shifted so that its numbers get a mean and a variance of their own. With given statistics that is one
 * factor and one summand for each channel, which are constants of the program where the statistics are; in training the statistics are
 * those of the batch, and running ones move towards them.
 */
final class BatchNormalization implements Composite {
    /** Before opset 14 the node has further outputs when it trains, which this version does not take. */
    private final boolean trains;

    BatchNormalization(boolean trains) {
        this.trains = trains;
    }

    @Override
    public String name() {
        return "BatchNormalization";
    }

    @Override
    public List<Value> expand(Expansion e) {
        Value x = e.input(0);
        if (x.shape().rank() < 2) {
            throw RefusedException.malformed("BatchNormalization needs batch and channels; the shape is " + x.shape());
        }
        for (int i = 1; i <= 4; i++) {
            if (!e.input(i).shape().equals(Shape.of(x.shape().dimension(1)))) {
                throw RefusedException.malformed("input " + i + " of BatchNormalization must have a number for each of "
                        + x.shape().dimension(1) + " channels; its shape is "
                        + e.input(i).shape());
            }
        }
        if (!trains && (e.wants(1) || e.wants(2) || e.wants(3) || e.wants(4))) {
            throw RefusedException.unsupported(
                    "BatchNormalization in training mode is supported from opset 14 on, with the attribute training_mode");
        }
        if (!trains && !e.attributes().flag("spatial", true)) {
            throw RefusedException.unsupported("BatchNormalization with spatial = 0 is not supported");
        }
        return trains && e.attributes().flag("training_mode", false) ? train(e) : List.of(infer(e));
    }

    private static Value infer(Expansion e) {
        DataType type = wide(e);
        Value factor = factor(e, Formulas.cast(e, e.input(1), type), Formulas.cast(e, e.input(4), type));
        Value moved = e.emit("Mul", Formulas.cast(e, e.input(3), type), factor);
        Value summand = e.emit("Sub", Formulas.cast(e, e.input(2), type), moved);
        Value scaled = e.emit("Mul", Formulas.cast(e, e.input(0), type), channels(e, factor));
        return Formulas.cast(
                e,
                e.emit("Add", scaled, channels(e, summand)),
                e.input(0).type().type());
    }

    private static List<Value> train(Expansion e) {
        DataType type = wide(e);
        Value x = Formulas.cast(e, e.input(0), type);
        Attributes drop = Attributes.NONE.with("keepdims", 0);
        Value axes = e.integers(
                LongStream.range(0, x.shape().rank()).filter(axis -> axis != 1).toArray());
        Value mean = e.emit("ReduceMean", drop, x, axes);
        Value centre = e.emit("Sub", x, channels(e, mean));
        Value variance = e.emit("ReduceMean", drop, e.emit("Mul", centre, centre), axes);
        Value factor = factor(e, Formulas.cast(e, e.input(1), type), variance);
        Value scaled = e.emit("Mul", centre, channels(e, factor));
        Value result = e.emit("Add", scaled, channels(e, Formulas.cast(e, e.input(2), type)));
        return List.of(
                Formulas.cast(e, result, e.input(0).type().type()),
                running(e, e.input(3), mean),
                running(e, e.input(4), variance));
    }

    /** float32, or float64 where everything is: half precision alone would not hold the sums. */
    private static DataType wide(Expansion e) {
        boolean doubles =
                IntStream.rangeClosed(0, 4).allMatch(i -> e.input(i).type().type() == DataType.FLOAT64);
        return doubles ? DataType.FLOAT64 : DataType.FLOAT32;
    }

    private static Value factor(Expansion e, Value scale, Value variance) {
        Value shifted =
                e.emit("Add", variance, e.scalarLike(variance, e.attributes().number("epsilon", 1e-5f)));
        return e.emit("Div", scale, e.emit("Sqrt", shifted));
    }

    private static Value running(Expansion e, Value before, Value now) {
        double momentum = e.attributes().number("momentum", 0.9f);
        Value old = Formulas.cast(e, before, now.type().type());
        Value sum = e.emit(
                "Add",
                e.emit("Mul", old, e.scalarLike(old, momentum)),
                e.emit("Mul", now, e.scalarLike(now, 1 - momentum)));
        return Formulas.cast(e, sum, before.type().type());
    }

    /** A number for each channel, in a shape that broadcasts over the axes behind. */
    private static Value channels(Expansion e, Value numbers) {
        return ChannelNorms.perChannel(
                e, numbers, e.input(0).shape().rank(), numbers.shape().dimension(0));
    }
}
