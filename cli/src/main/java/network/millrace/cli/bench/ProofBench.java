package network.millrace.cli.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.millrace.cli.output.Progress;

/** The proof engine: beside onnxruntime, with several threads, and what proving costs on top. */
final class ProofBench implements Benchmark {
    private static final List<ProofPart> ALL = List.of(
            new GemmFigures(),
            new ForwardFigures(),
            new ConvolutionFigures(),
            new TrainingFigures(),
            new ThreadFigures(),
            new PeerThreadFigures(),
            new CommitmentFigures(),
            new RefereeFigures(),
            new LinkFigures(),
            new RoundsFigures());

    private final List<ProofPart> chosen;
    private final PeerSetup setup = new PeerSetup(Path.of(System.getProperty("millrace.root", ".")));
    private final List<String> remarks = new ArrayList<>();

    ProofBench() {
        this(ALL);
    }

    private ProofBench(List<ProofPart> chosen) {
        this.chosen = chosen;
    }

    @Override
    public String name() {
        return "proof";
    }

    @Override
    public String describe() {
        return "the proof engine beside onnxruntime (one thread, runs in turns), threads, commitments, referee";
    }

    @Override
    public List<String> parts() {
        return ALL.stream().map(ProofPart::name).toList();
    }

    @Override
    public Benchmark only(List<String> parts) {
        return new ProofBench(
                ALL.stream().filter(part -> parts.contains(part.name())).toList());
    }

    @Override
    public List<String> remarks() {
        return List.copyOf(remarks);
    }

    @Override
    public List<Figure> run(Progress progress) throws Exception {
        List<Figure> figures = new ArrayList<>();
        boolean compares = chosen.stream().anyMatch(ProofPart.Compared.class::isInstance);
        Optional<Path> python = compares ? setup.python(progress) : Optional.empty();
        for (ProofPart part : chosen) {
            switch (part) {
                case ProofPart.Alone alone -> figures.addAll(alone.run(progress));
                case ProofPart.Compared compared
                when python.isPresent() -> figures.addAll(compare(compared, python.get(), progress));
                case ProofPart.Compared left -> {}
            }
        }
        if (compares && python.isEmpty()) {
            remarks.add(setup.remark());
        }
        return figures;
    }

    /** A process for each part: what one part leaves in the allocator is not there in the next. */
    private static List<Figure> compare(ProofPart.Compared part, Path python, Progress progress) throws Exception {
        try (Peer peer = Peer.start(python)) {
            return part.run(peer, progress);
        }
    }
}
