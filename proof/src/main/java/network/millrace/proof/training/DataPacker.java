package network.millrace.proof.training;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import network.millrace.proof.RefusedException;
import network.millrace.proof.commitment.HashFunction;
import network.millrace.proof.commitment.Hashing;
import network.millrace.proof.files.SafeTensors;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.Tensor;
import network.millrace.proof.tensor.TensorType;

/**
 * Cuts arrays into batches of so many rows, and makes the manifest of them. Arrays come file by file, so that only one of them need
 * be in memory; the caller keeps the files of the batches.
 */
public final class DataPacker {
    private final int rows;
    private final List<String> order;
    private final List<DataManifest.Batch> batches = new ArrayList<>();
    private List<DataManifest.Input> inputs = List.of();

    /**
     * A packer.
     *
     * @param rows of each batch
     * @param order of the inputs in the manifest; empty is that of their names
     */
    public DataPacker(int rows, List<String> order) {
        if (rows < 1) {
            throw RefusedException.malformed("a batch has at least one row, not " + rows);
        }
        this.rows = rows;
        this.order = List.copyOf(order);
    }

    /** The batches of arrays, each to be kept as the bytes of a safetensors file. */
    public void add(SortedMap<String, Tensor> arrays, Keep keep) {
        List<String> names = names(arrays);
        List<DataManifest.Input> found = new ArrayList<>();
        int all = -1;
        for (String name : names) {
            Tensor array = array(arrays, name);
            if (array.shape().rank() < 1) {
                throw RefusedException.malformed(
                        "array " + name + " has no rows to make batches of: it is a single number");
            }
            int has = array.shape().dimension(0);
            if (all >= 0 && has != all) {
                throw RefusedException.malformed(
                        "array " + name + " has " + has + " rows; " + names.getFirst() + " has " + all);
            }
            all = has;
            found.add(new DataManifest.Input(name, batchType(array)));
        }
        if (all == 0 || all % rows != 0) {
            throw RefusedException.malformed("the arrays have " + all + " rows, which do not make whole batches of "
                    + rows + "; take off the last " + all % rows + ", or choose another size of a batch");
        }
        if (!inputs.isEmpty() && !inputs.equals(found)) {
            throw RefusedException.malformed("these arrays are " + found + "; those before them were " + inputs);
        }
        inputs = List.copyOf(found);
        for (int batch = 0; batch < all / rows; batch++) {
            add(arrays, batch, keep);
        }
    }

    private void add(SortedMap<String, Tensor> arrays, int batch, Keep keep) {
        NavigableMap<String, Tensor> named = new TreeMap<>();
        List<Tensor> tensors = new ArrayList<>();
        for (DataManifest.Input input : inputs) {
            Tensor tensor = Tensor.allocate(input.type());
            System.arraycopy(
                    array(arrays, input.name()).array(), batch * tensor.size(), tensor.array(), 0, tensor.size());
            named.put(input.name(), tensor);
            tensors.add(tensor);
        }
        byte[] file = new SafeTensors(named, new TreeMap<>()).write();
        DataManifest.Batch made = DataManifest.Batch.of(new Hashing(HashFunction.SHA_256), file, tensors);
        keep.keep(made, file);
        batches.add(made);
    }

    private List<String> names(SortedMap<String, Tensor> arrays) {
        if (!order.isEmpty()
                && !(order.size() == arrays.size() && arrays.keySet().containsAll(order))) {
            throw RefusedException.malformed(
                    "the order of the inputs is " + order + "; the arrays are " + arrays.keySet());
        }
        return order.isEmpty() ? List.copyOf(arrays.keySet()) : order;
    }

    private TensorType batchType(Tensor array) {
        int[] dimensions = array.shape().dimensions();
        dimensions[0] = rows;
        return new TensorType(array.type(), Shape.of(dimensions));
    }

    private static Tensor array(SortedMap<String, Tensor> arrays, String name) {
        Tensor array = arrays.get(name);
        if (array == null) {
            throw RefusedException.malformed("there is no array " + name + "; there are " + arrays.keySet());
        }
        return array;
    }

    /** The manifest of all that was added. */
    public DataManifest manifest() {
        return new DataManifest(HashFunction.SHA_256, inputs, batches);
    }

    /** Keeps the file of a batch. */
    @FunctionalInterface
    public interface Keep {
        void keep(DataManifest.Batch batch, byte[] file);
    }
}
