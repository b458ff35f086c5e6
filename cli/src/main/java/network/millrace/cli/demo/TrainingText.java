package network.millrace.cli.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import network.millrace.proof.autodiff.Loss;
import network.millrace.proof.model.Transformer;
import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.Philox;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.Tensor;

/** A text that was written for the demo, as numbers: each character is its place among the text's different characters. */
record TrainingText(String text, String alphabet) {
    private static final long CUTS = 1;

    /** The text that comes with the program. */
    static TrainingText bundled() throws IOException {
        try (InputStream in = Objects.requireNonNull(TrainingText.class.getResourceAsStream("mill.txt"))) {
            return of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    static TrainingText of(String text) {
        StringBuilder alphabet = new StringBuilder();
        text.chars().sorted().distinct().forEach(character -> alphabet.append((char) character));
        return new TrainingText(text, alphabet.toString());
    }

    int token(char character) {
        return alphabet.indexOf(character);
    }

    /** Pieces of the text, cut at places that Philox draws, and the same pieces one character further. */
    NavigableMap<String, Tensor> batches(int batches, int rows, int context) {
        Tensor tokens = Tensor.allocate(DataType.INT64, Shape.of(batches, rows, context));
        Tensor target = Tensor.allocate(DataType.INT64, Shape.of(batches, rows, context));
        for (int piece = 0; piece < batches * rows; piece++) {
            int places = text.length() - context;
            int from = (int) (Integer.toUnsignedLong(Philox.word(CUTS, 0, piece)) % places);
            for (int i = 0; i < context; i++) {
                tokens.longs()[piece * context + i] = token(text.charAt(from + i));
                target.longs()[piece * context + i] = token(text.charAt(from + i + 1));
            }
        }
        NavigableMap<String, Tensor> arrays = new TreeMap<>();
        arrays.put(Transformer.TOKENS, tokens);
        arrays.put(Loss.TARGET, target);
        return arrays;
    }
}
