package network.millrace.proof.metering;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import network.millrace.proof.RefusedException;
import network.millrace.proof.execute.Executor;
import network.millrace.proof.execute.Observer;
import network.millrace.proof.files.SafeTensors;
import network.millrace.proof.graph.Graph;
import network.millrace.proof.graph.Limits;
import network.millrace.proof.kernels.Workers;
import network.millrace.proof.onnx.ExternalData;
import network.millrace.proof.onnx.OnnxReader;
import network.millrace.proof.operators.LinkNeeds;
import network.millrace.proof.operators.Recomputation;
import network.millrace.proof.operators.TileRule;
import network.millrace.proof.operators.TileRule.Grain;
import network.millrace.proof.operators.TileRule.Piece;
import network.millrace.proof.operators.TileRule.Tiles;
import network.millrace.proof.operators.WholeTensors;
import network.millrace.proof.operators.WholeTensors.Place;
import network.millrace.proof.program.Operation;
import network.millrace.proof.program.Program;
import network.millrace.proof.program.Programs;
import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.Philox;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.Tensor;
import network.millrace.proof.tensor.TensorType;
import network.millrace.proof.tensor.TileGrid;
import org.jspecify.annotations.Nullable;

/** The part of a measurement that runs in the second engine. */
public final class CountedLinks implements Measurement {

    /** Of a longer chain the first links and the last are measured. */
    private static final int LINKS_MAX = 100;

    /** Called through reflection by {@link LinkMeter}, whose package is another one to the JVM. */
    public CountedLinks() {}

    @Override
    public List<Measured> ofRun(byte[] model, byte[] inputs, long seed, int piecesMax) {
        Graph graph = OnnxReader.read(model, ExternalData.NONE, Limits.DEFAULT);
        NavigableMap<String, Tensor> named =
                new TreeMap<>(SafeTensors.read(inputs).tensors());
        Program program;
        try {
            program = Programs.forInputs(graph, named, Limits.DEFAULT);
        } catch (RefusedException noProgram) {
            return List.of();
        }
        List<Measured> measured = new ArrayList<>();
        @Nullable Tensor[] values = new @Nullable Tensor[program.valueCount()];
        List<Tensor> given = new ArrayList<>();
        for (String name : program.inputNames()) {
            values[given.size()] = Objects.requireNonNull(named.get(name));
            given.add(Objects.requireNonNull(named.get(name)));
        }
        for (int value = given.size();
                value < given.size() + program.constants().size();
                value++) {
            values[value] = program.constant(value);
        }
        Observer observer = (operation, outputs) -> {
            for (int i = 0; i < outputs.size(); i++) {
                Tensor output = outputs.get(i);
                values[operation.outputs().get(i)] =
                        Tensor.fromLittleEndian(output.tensorType(), output.toLittleEndian());
            }
            List<@Nullable Tensor> read = new ArrayList<>();
            operation.inputs().forEach(input -> read.add(input == Operation.ABSENT ? null : values[input]));
            measure(program, operation, read, seed, piecesMax, measured);
        };
        try {
            new Executor(program, Limits.DEFAULT, Workers.SERIAL).run(given, observer);
        } catch (RefusedException unfitInputs) {
            return List.of();
        }
        return measured;
    }

    private static void measure(
            Program program,
            Operation operation,
            List<@Nullable Tensor> inputs,
            long seed,
            int piecesMax,
            List<Measured> measured) {
        Recomputation recomputation = recomputation(program, operation);
        long foreseen = foreseen(program, operation);
        for (int output = 0; output < operation.outputs().size(); output++) {
            TensorType type = program.type(operation.outputs().get(output));
            for (Piece piece : pieces(recomputation, output, type, seed, piecesMax)) {
                Tensor state = recomputation.start(piece);
                long links = recomputation.links(piece);
                for (long link = 0; link < links; link++) {
                    if (link == LINKS_MAX) {
                        link = links - 1;
                    }
                    WholeTensors tiles = new WholeTensors(inputs);
                    Tensor before = state;
                    long number = link;
                    Meter.reset();
                    state = recomputation.link(piece, number, before, tiles);
                    Work work = Meter.read();
                    measured.add(measured(program, operation, piece, number, before, tiles.read(), work, foreseen));
                }
            }
        }
    }

    /** All pieces of an output when these are few; else the first, the last, and others by chance. */
    private static NavigableSet<Piece> pieces(
            Recomputation recomputation, int output, TensorType type, long seed, int piecesMax) {
        NavigableSet<Piece> pieces =
                new TreeSet<>(Comparator.comparingLong(Piece::tile).thenComparingInt(Piece::element));
        TileGrid grid = new TileGrid(type.shape());
        boolean byElement = recomputation.grain() == Grain.ELEMENT;
        long count = byElement ? type.shape().size() : grid.tiles();
        for (long i = 0; i < Math.min(count, piecesMax); i++) {
            long chosen = count <= piecesMax || i == 0
                    ? i
                    : i == 1 ? count - 1 : Math.floorMod(Philox.word(seed, output, i) * 31L, count);
            pieces.add(
                    byElement
                            ? new Piece(output, grid.tileOf(chosen), grid.placeInTile(chosen))
                            : new Piece(output, chosen, 0));
        }
        return pieces;
    }

    @Override
    public List<Measured> ofGraph(byte[] model) {
        Program program = Programs.of(OnnxReader.read(model, ExternalData.NONE, Limits.DEFAULT), Limits.DEFAULT);
        List<Measured> measured = new ArrayList<>();
        TreeSet<String> kinds = new TreeSet<>();
        for (Operation operation : program.operations()) {
            if (kinds.add(program.signature(operation).kind(operation.operator()))) {
                measured.add(middle(program, operation));
            }
        }
        return measured;
    }

    private static Measured middle(Program program, Operation operation) {
        Recomputation recomputation = recomputation(program, operation);
        Piece piece = new Piece(0, 0, 0);
        long link = recomputation.links(piece) / 2;
        Tensor state = recomputation.start(piece);
        NavigableMap<Place, Tensor> opened = new TreeMap<>();
        Tiles tiles = (input, tile) ->
                opened.computeIfAbsent(new Place(input, tile), place -> invented(program, operation, place));
        recomputation.link(piece, link, state, tiles);
        long foreseen = foreseen(program, operation);
        Meter.reset();
        recomputation.link(piece, link, state, tiles);
        return measured(program, operation, piece, link, state, opened, Meter.read(), foreseen);
    }

    /** Floats that neither vanish nor grow; 0 for whole numbers, which may be indices, and constants as they are. */
    private static Tensor invented(Program program, Operation operation, Place place) {
        int value = operation.inputs().get(place.input());
        TensorType type = program.type(value);
        TileGrid grid = new TileGrid(type.shape());
        if (program.isConstant(value)) {
            return grid.cut(program.constant(value), place.tile());
        }
        Tensor tile = Tensor.allocate(type.type(), Shape.of(grid.height(place.tile()), grid.width(place.tile())));
        for (int i = 0; type.type() == DataType.FLOAT32 && i < tile.size(); i++) {
            tile.floats()[i] = (i * 37 % 101 - 50) / 64f;
        }
        return tile;
    }

    private static Recomputation recomputation(Program program, Operation operation) {
        return new Recomputation(operation.operator(), program.signature(operation));
    }

    private static long foreseen(Program program, Operation operation) {
        return LinkNeeds.greatest(recomputation(program, operation), program.signature(operation))
                .cost();
    }

    private static Measured measured(
            Program program,
            Operation operation,
            Piece piece,
            long link,
            Tensor before,
            SortedMap<Place, Tensor> tiles,
            Work work,
            long foreseen) {
        long bytes = link == 0 ? 0 : before.tensorType().bytes();
        for (Tensor tile : tiles.values()) {
            bytes += tile.tensorType().bytes();
        }
        return new Measured(
                operation.operator().name(),
                operation.title() + ", output " + piece.output() + ", tile " + piece.tile() + ", element "
                        + piece.element() + ", link " + link,
                recomputation(program, operation).cost(piece, link),
                work,
                bytes,
                tiles.size(),
                foreseen,
                TileRule.bytesMax(program.signature(operation)));
    }
}
