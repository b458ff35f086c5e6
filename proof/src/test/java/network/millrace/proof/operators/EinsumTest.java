package network.millrace.proof.operators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import network.millrace.proof.RefusedException;
import network.millrace.proof.execute.Executor;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.graph.Limits;
import network.millrace.proof.kernels.Workers;
import network.millrace.proof.program.ProgramBuilder;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Einsum against its definition: a loop over all labels. Whole numbers make every order of summing equal. */
class EinsumTest {
    /** The size that each label has in these tests. */
    private static final TreeMap<Character, Integer> SIZES = new TreeMap<>();

    static {
        for (char label = 'a'; label <= 'z'; label++) {
            SIZES.put(label, label % 3 + 2);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ij->ji",
                "ij->j",
                "ij->",
                "ii->i",
                "ii->",
                "iij->ji",
                "iji->j",
                "i,i->",
                "i,j->ij",
                "ij,jk->ik",
                "ij,jk->ki",
                "bij,bjk->bik",
                "bij,bjk->bi",
                "ij,ij->ij",
                "ij,kl->jl",
                "abc,cd,bd->ad",
                "ijj,jk->ki",
                "bhqd,bhkd->bhqk"
            })
    void isTheSumOverAllLabels(String equation) {
        // given operands of small whole numbers
        List<String> terms =
                List.of(equation.substring(0, equation.indexOf("->")).split(","));
        List<Tensor> operands = terms.stream().map(EinsumTest::operand).toList();

        // when they are multiplied and summed
        Tensor result = einsum(equation, operands);

        // then every element is what the loop gives
        assertThat(result.toLongs()).isEqualTo(byLoop(terms, equation.substring(equation.indexOf("->") + 2), operands));
    }

    @Test
    void ellipsisBroadcastsLikeMatMul() {
        Tensor stack = Tensor.of(Shape.of(2, 1, 2, 3), LongStream.range(0, 12).toArray());
        Tensor other = Tensor.of(Shape.of(4, 3, 1), LongStream.range(5, 17).toArray());

        Tensor result = einsum("...ij,...jk", List.of(stack, other));

        assertThat(result.shape()).isEqualTo(Shape.of(2, 4, 2, 1));
        assertThat(result.sameBits(run("MatMul", Attributes.NONE, List.of(stack, other))))
                .isTrue();
    }

    @Test
    void labelsThatAreMissingLeaveTheOnesThatComeUpOnce() {
        Tensor a = operand("ba");

        assertThat(einsum("ba", List.of(a)).sameBits(einsum("ba->ab", List.of(a))))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ij,jk->ik", "ijk->i", "i->i", "ij->k", "ij->ii", "i!->i", "->"})
    void equationThatDoesNotFitIsRefused(String equation) {
        assertThatThrownBy(() -> einsum(equation, List.of(operand("ij"))))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("equation");
    }

    private static Tensor operand(String labels) {
        Shape shape = Shape.of(labels.chars().map(EinsumTest::size).toArray());
        return Tensor.of(
                shape,
                LongStream.range(1, shape.size() + 1).map(i -> i * i % 7 - 3).toArray());
    }

    private static int size(int label) {
        return SIZES.getOrDefault((char) label, 1);
    }

    private static long[] byLoop(List<String> terms, String result, List<Tensor> operands) {
        String labels = String.join("", terms)
                .chars()
                .distinct()
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
        Shape all = Shape.of(labels.chars().map(EinsumTest::size).toArray());
        long[] sums = new long
                [Shape.of(result.chars().map(EinsumTest::size).toArray()).arraySize()];
        for (int n = 0; n < all.size(); n++) {
            int[] place = Places.of(all, n);
            long product = 1;
            for (int i = 0; i < terms.size(); i++) {
                product *= operands.get(i).longs()[index(terms.get(i), labels, place)];
            }
            sums[index(result, labels, place)] += product;
        }
        return sums;
    }

    private static int index(String term, String labels, int[] place) {
        int index = 0;
        for (int i = 0; i < term.length(); i++) {
            index = index * size(term.charAt(i)) + place[labels.indexOf(term.charAt(i))];
        }
        return index;
    }

    private static Tensor einsum(String equation, List<Tensor> operands) {
        return run("Einsum", Attributes.NONE.with("equation", equation), operands);
    }

    private static Tensor run(String operator, Attributes attributes, List<Tensor> operands) {
        ProgramBuilder builder = new ProgramBuilder(Operators.standard(), Limits.DEFAULT);
        List<Value> inputs = new ArrayList<>();
        for (Tensor operand : operands) {
            inputs.add(builder.input("input " + inputs.size(), operand.tensorType()));
        }
        Value output = builder.emit(operator, attributes, inputs.toArray(Value[]::new));
        return new Executor(builder.build(List.of("output"), List.of(output)), Limits.DEFAULT, Workers.SERIAL)
                .run(operands)
                .getFirst();
    }
}
