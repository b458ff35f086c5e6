package network.millrace.proof.training;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import network.millrace.proof.RefusedException;
import network.millrace.proof.commitment.Batches;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.Tensor;
import network.millrace.proof.tensor.TensorType;

/**
 * Batches out of named arrays. An array has either one axis more than the input that it is for, in front: one entry a batch; or
 * the same axes and more rows: consecutive rows make a batch, and rows that do not fill one are refused.
 */
public final class DataSet implements Batches {
    private final List<Tensor> arrays;
    private final List<TensorType> types;
    private final long count;

    private DataSet(List<Tensor> arrays, List<TensorType> types, long count) {
        this.arrays = arrays;
        this.types = types;
        this.count = count;
    }

    /**
     * The batches in arrays.
     *
     * @param inputs names of the inputs that a batch gives, in the order of their slots
     * @param types their types
     * @throws RefusedException when an array is missing or does not fit, or they make different numbers of batches
     */
    public static DataSet of(SortedMap<String, Tensor> arrays, List<String> inputs, List<TensorType> types) {
        List<Tensor> chosen = new ArrayList<>();
        long count = -1;
        for (int i = 0; i < inputs.size(); i++) {
            String name = inputs.get(i);
            Tensor array = arrays.get(name);
            if (array == null) {
                throw RefusedException.malformed("the data have no array " + name + "; they have " + arrays.keySet()
                        + ", and needed are " + inputs);
            }
            long batches = batches(name, array.tensorType(), types.get(i));
            if (count >= 0 && batches != count) {
                throw RefusedException.malformed(
                        "array " + name + " makes " + batches + " batches; " + inputs.getFirst() + " makes " + count);
            }
            count = batches;
            chosen.add(array);
        }
        if (count == 0) {
            throw RefusedException.malformed("the data have no batch");
        }
        return new DataSet(List.copyOf(chosen), List.copyOf(types), Math.max(count, 1));
    }

    private static long batches(String name, TensorType array, TensorType input) {
        Shape shape = array.shape();
        Shape one = input.shape();
        int more = shape.rank() - one.rank();
        boolean fits = array.type() == input.type() && (more == 1 || (more == 0 && one.rank() > 0));
        for (int axis = more == 1 ? 0 : 1; fits && axis < one.rank(); axis++) {
            fits = shape.dimension(axis + more) == one.dimension(axis);
        }
        boolean whole = fits && (more == 1 || (one.dimension(0) > 0 && shape.dimension(0) % one.dimension(0) == 0));
        if (!whole) {
            throw RefusedException.malformed("array " + name + " is " + array + "; input " + name + " takes " + input
                    + ", so the array must have one axis more in front, or a multiple of as many rows");
        }
        return more == 1 ? shape.dimension(0) : shape.dimension(0) / one.dimension(0);
    }

    @Override
    public long count() {
        return count;
    }

    @Override
    public List<Tensor> batch(long batch) {
        List<Tensor> tensors = new ArrayList<>();
        for (int i = 0; i < arrays.size(); i++) {
            Tensor tensor = Tensor.allocate(types.get(i));
            System.arraycopy(
                    arrays.get(i).array(), Math.toIntExact(batch * tensor.size()), tensor.array(), 0, tensor.size());
            tensors.add(tensor);
        }
        return tensors;
    }
}
