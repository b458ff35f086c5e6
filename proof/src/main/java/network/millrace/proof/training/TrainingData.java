package network.millrace.proof.training;

import java.util.List;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import network.millrace.proof.commitment.Batches;
import network.millrace.proof.tensor.Tensor;
import network.millrace.proof.tensor.TensorType;

/** Data before a job says which of its tensors it takes: arrays in memory, or batches that a manifest names. */
public interface TrainingData {
    /** What there is, by name. A batch of it may have an axis or rows fewer. */
    NavigableMap<String, TensorType> types();

    /**
     * The batches of a job.
     *
     * @param inputs names of the inputs that a batch gives, in the order of their slots
     * @param types their types
     * @throws network.millrace.proof.RefusedException when something is missing or does not fit
     */
    Batches batches(List<String> inputs, List<TensorType> types);

    /** Arrays in memory, see {@link DataSet}. */
    static TrainingData of(SortedMap<String, Tensor> arrays) {
        return new TrainingData() {
            @Override
            public NavigableMap<String, TensorType> types() {
                NavigableMap<String, TensorType> types = new TreeMap<>();
                arrays.forEach((name, array) -> types.put(name, array.tensorType()));
                return types;
            }

            @Override
            public Batches batches(List<String> inputs, List<TensorType> types) {
                return DataSet.of(arrays, inputs, types);
            }
        };
    }
}
