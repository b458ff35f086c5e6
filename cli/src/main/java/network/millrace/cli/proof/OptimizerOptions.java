package network.millrace.cli.proof;

import java.util.Locale;
import network.millrace.cli.command.CommandFailure;
import network.millrace.proof.RefusedException;
import network.millrace.proof.autodiff.Clipping;
import network.millrace.proof.autodiff.Descent;
import network.millrace.proof.autodiff.Loss;
import network.millrace.proof.autodiff.Optimizer;
import network.millrace.proof.autodiff.Schedule;
import picocli.CommandLine.Option;

/** How a model without a training step of its own is trained. */
final class OptimizerOptions {
    /** The optimizers by the names that they have on the command line. */
    enum Kind {
        sgd,
        momentum,
        adam,
        adamw
    }

    @Option(
            names = "--loss",
            paramLabel = "LOSS",
            description =
                    "What is made smaller: cross-entropy:OUTPUT or mse:OUTPUT, with an array \"target\" in the data; or"
                            + " the name of an output that is a loss already. Not needed for a file that is a training step.")
    private String loss = "";

    @Option(
            names = "--optimizer",
            paramLabel = "NAME",
            defaultValue = "adam",
            description = "${COMPLETION-CANDIDATES}; default adam.")
    private Kind optimizer = Kind.adam;

    @Option(
            names = "--rate",
            paramLabel = "R",
            description = "The learning rate; default 0.001, for sgd and momentum 0.01.")
    private float rate;

    @Option(names = "--momentum", paramLabel = "M", defaultValue = "0.9", description = "Of momentum; default 0.9.")
    private float momentum = 0.9f;

    @Option(names = "--weight-decay", paramLabel = "D", defaultValue = "0.01", description = "Of adamw; default 0.01.")
    private float decay = 0.01f;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            defaultValue = "0",
            description = "Over how many steps the rate rises in a line; default 0.")
    private long warmUp;

    @Option(
            names = "--cosine-until",
            paramLabel = "N",
            defaultValue = "0",
            description = "The step until which the rate falls along half a cosine; default 0, it does not fall.")
    private long cosineUntil;

    @Option(
            names = "--rate-floor",
            paramLabel = "SHARE",
            defaultValue = "0",
            description = "Which share of the rate is left after --cosine-until; default 0.")
    private float floor;

    @Option(
            names = "--clip",
            paramLabel = "NORM",
            defaultValue = "0",
            description = "The norm of all gradients together that is allowed; default 0, any.")
    private float clip;

    Descent descent() {
        try {
            Schedule schedule = warmUp == 0 && cosineUntil == 0
                    ? new Schedule.Constant()
                    : new Schedule.Cosine(warmUp, cosineUntil, floor);
            return new Descent(optimizer(), schedule, new Clipping(clip));
        } catch (RefusedException unfit) {
            throw CommandFailure.missing(String.valueOf(unfit.getMessage()));
        }
    }

    Loss loss() {
        if (loss.isEmpty()) {
            throw CommandFailure.missing("this file is a model and no training step: say by --loss what is to be made"
                    + " smaller, such as --loss cross-entropy:scores");
        }
        int colon = loss.indexOf(':');
        String output = loss.substring(colon + 1);
        return switch (loss.substring(0, Math.max(colon, 0)).toLowerCase(Locale.ROOT)) {
            case "cross-entropy" -> new Loss.CrossEntropy(output);
            case "mse" -> new Loss.MeanSquaredError(output);
            default -> new Loss.Given(loss);
        };
    }

    private Optimizer optimizer() {
        try {
            return switch (optimizer) {
                case sgd -> new Optimizer.Sgd(rate(0.01f));
                case momentum -> new Optimizer.Momentum(rate(0.01f), momentum);
                case adam -> Optimizer.Adam.of(rate(0.001f));
                case adamw -> new Optimizer.Adam(rate(0.001f), 0.9f, 0.999f, 1e-8f, decay);
            };
        } catch (IllegalArgumentException unfit) {
            throw CommandFailure.missing(String.valueOf(unfit.getMessage()));
        }
    }

    private float rate(float usual) {
        return rate == 0 ? usual : rate;
    }
}
