package network.millrace.proof.training;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.NavigableMap;
import network.millrace.proof.RefusedException;
import network.millrace.proof.commitment.Batches;
import network.millrace.proof.commitment.Hashing;
import network.millrace.proof.commitment.TensorTree;
import network.millrace.proof.files.Npz;
import network.millrace.proof.files.SafeTensors;
import network.millrace.proof.tensor.Tensor;
import network.millrace.proof.tensor.TensorType;
import network.millrace.protocol.crypto.Hash;

/**
 * Reads the batches of a manifest one at a time, each when its step comes, and believes nothing: the bytes must have the hash
 * that names them, the tensors the names, types and shapes of the manifest, and the roots that the job is bound to.
 */
record ManifestData(DataManifest manifest, Contents contents) implements TrainingData {
    @Override
    public NavigableMap<String, TensorType> types() {
        return manifest.types();
    }

    @Override
    public Batches batches(List<String> inputs, List<TensorType> types) {
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            int place = manifest.place(inputs.get(i));
            TensorType has = manifest.inputs().get(place).type();
            if (!has.equals(types.get(i))) {
                throw RefusedException.malformed("the batches of the manifest have " + inputs.get(i) + " as " + has
                        + "; the job takes " + types.get(i));
            }
            places.add(place);
        }
        return new Chosen(manifest, contents, places);
    }

    /** The batches of a job that takes these of the inputs. */
    private static final class Chosen implements Batches {
        private final DataManifest manifest;
        private final Contents contents;
        private final List<Integer> places;
        /** Equal bytes have equal roots, so these are computed when a batch comes for the first time. */
        private final BitSet rootsChecked = new BitSet();

        Chosen(DataManifest manifest, Contents contents, List<Integer> places) {
            this.manifest = manifest;
            this.contents = contents;
            this.places = List.copyOf(places);
        }

        @Override
        public long count() {
            return manifest.batches().size();
        }

        @Override
        public List<Hash> roots(Hashing hashing, long batch) {
            if (hashing.function() != manifest.function()) {
                return Batches.super.roots(hashing, batch);
            }
            List<Hash> roots = manifest.batches().get(Math.toIntExact(batch)).roots();
            return places.stream().map(roots::get).toList();
        }

        @Override
        public List<Tensor> batch(long batch) {
            int index = Math.toIntExact(batch);
            DataManifest.Batch entry = manifest.batches().get(index);
            try {
                List<Tensor> tensors = tensors(entry);
                if (!rootsChecked.get(index)) {
                    checkRoots(entry, tensors);
                    rootsChecked.set(index);
                }
                return places.stream().map(tensors::get).toList();
            } catch (RefusedException refused) {
                throw refused.at("batch " + batch + ", sha256/" + entry.sha256());
            }
        }

        private List<Tensor> tensors(DataManifest.Batch entry) {
            byte[] file = contents.read(entry.sha256(), entry.bytes());
            if (file.length != entry.bytes()) {
                throw RefusedException.malformed(
                        "the manifest says that the file has " + entry.bytes() + " bytes; it has " + file.length);
            }
            Hash hash = Hash.sha256(file);
            if (!hash.equals(entry.sha256())) {
                throw RefusedException.malformed(
                        "the content of the file does not match its name: its SHA-256 is " + hash);
            }
            NavigableMap<String, Tensor> named = file.length > 1 && file[0] == 'P' && file[1] == 'K'
                    ? Npz.read(file, DataManifest.BATCH_BYTES_MAX)
                    : SafeTensors.read(file).tensors();
            if (!named.keySet().equals(manifest.types().keySet())) {
                throw RefusedException.malformed(
                        "the file holds " + named.keySet() + "; every batch of the manifest has "
                                + manifest.types().keySet());
            }
            List<Tensor> tensors = new ArrayList<>();
            for (DataManifest.Input input : manifest.inputs()) {
                Tensor tensor = named.get(input.name());
                if (tensor == null || !tensor.tensorType().equals(input.type())) {
                    throw RefusedException.malformed(
                            input.name() + " is " + (tensor == null ? "missing" : tensor.tensorType())
                                    + "; the manifest says " + input.type());
                }
                tensors.add(tensor);
            }
            return tensors;
        }

        private void checkRoots(DataManifest.Batch entry, List<Tensor> tensors) {
            Hashing hashing = new Hashing(manifest.function());
            for (int i = 0; i < tensors.size(); i++) {
                Hash root = TensorTree.root(hashing, tensors.get(i));
                if (!root.equals(entry.roots().get(i))) {
                    throw RefusedException.malformed("the root of "
                            + manifest.inputs().get(i).name() + " is " + root + "; the manifest says "
                            + entry.roots().get(i));
                }
            }
        }
    }
}
