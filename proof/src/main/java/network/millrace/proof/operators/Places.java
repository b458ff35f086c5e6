package network.millrace.proof.operators;

import network.millrace.proof.tensor.Shape;

/** Flat indices and coordinates. */
final class Places {
    private Places() {}

    /** The coordinates of a flat index. */
    static int[] of(Shape shape, long element) {
        int[] place = new int[shape.rank()];
        long rest = element;
        for (int i = place.length - 1; i >= 0; i--) {
            place[i] = (int) (rest % shape.dimension(i));
            rest /= shape.dimension(i);
        }
        return place;
    }

    /** The flat index of coordinates with the given strides. */
    static int dot(int[] place, int[] strides) {
        int index = 0;
        for (int i = 0; i < place.length; i++) {
            index += place[i] * strides[i];
        }
        return index;
    }
}
