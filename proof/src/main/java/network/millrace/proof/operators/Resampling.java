package network.millrace.proof.operators;

import network.millrace.proof.RefusedException;
import network.millrace.proof.graph.Attributes;

/**
 * Where the elements of a resized axis come from, and with what weights. Everything is computed in float64 in the order that is written
 * here, by operations that are correctly rounded; the specification repeats it.
 *
 * @param size elements before
 * @param count elements after
 * @param scale how many times more there are; by a given scale, or count / size
 * @param start where the cropped part begins, as a part of the axis
 * @param end where it ends
 */
record Resampling(Attributes attributes, int size, int count, double scale, double start, double end) {
    /** So many source elements may make one; a scale of 1/500 needs as many. */
    private static final int TAPS_MAX = 2048;

    private static final int WEIGHTS_MAX = 1 << 24;

    boolean isIdentity() {
        return scale == 1 && count == size && !(crops() && (start != 0 || end != 1));
    }

    private boolean crops() {
        return transformation().equals("tf_crop_and_resize");
    }

    private String transformation() {
        return attributes.text("coordinate_transformation_mode", "half_pixel");
    }

    /** Where an element lies among those before. */
    double source(int element) {
        double wide = scale * size;
        return switch (transformation()) {
            case "half_pixel" -> (element + 0.5) / scale - 0.5;
            case "pytorch_half_pixel" -> wide == 1 ? -0.5 : (element + 0.5) / scale - 0.5;
            case "half_pixel_symmetric" -> {
                double offset = size / 2.0 * (1 - count / wide);
                yield offset + (element + 0.5) / scale - 0.5;
            }
            case "asymmetric" -> element / scale;
            case "align_corners" -> wide == 1 ? 0 : element * (size - 1.0) / (wide - 1);
            case "tf_crop_and_resize" -> {
                double inside = wide == 1
                        ? (end - start) * (size - 1.0) / 2
                        : element * (end - start) * (size - 1.0) / (wide - 1);
                yield inside + start * (size - 1.0);
            }
            default ->
                throw RefusedException.unsupported(
                        "Resize by coordinate_transformation_mode \"" + transformation() + "\" is not known");
        };
    }

    /** Whether an element lies outside of what there was, which only cropping lets happen. */
    boolean isOutside(int element) {
        double source = source(element);
        return crops() && (source < 0 || source > size - 1);
    }

    /** The one element that the mode {@code nearest} takes. */
    long nearest(int element) {
        double source = source(element);
        double below = Math.floor(source);
        double ratio = source - below;
        String mode = attributes.text("nearest_mode", "round_prefer_floor");
        boolean above =
                switch (mode) {
                    case "round_prefer_floor" -> ratio > 0.5;
                    case "round_prefer_ceil" -> ratio >= 0.5;
                    case "floor" -> false;
                    case "ceil" -> ratio > 0;
                    default -> throw RefusedException.malformed("Resize has no nearest_mode \"" + mode + "\"");
                };
        return within(above ? below + 1 : below);
    }

    private long within(double index) {
        return (long) Math.clamp(index, 0, size - 1.0);
    }

    /** How many elements before make one after. */
    int taps() {
        double narrow = attributes.flag("antialias", false) ? Math.min(scale, 1) : 1;
        double taps = 2 * Math.ceil((isCubic() ? 2 : 1) / narrow);
        if (!(taps <= TAPS_MAX)) {
            throw RefusedException.overLimit("elements that Resize makes one of", (long) taps, TAPS_MAX);
        }
        return (int) taps;
    }

    private boolean isCubic() {
        return attributes.text("mode", "nearest").equals("cubic");
    }

    /** Which element the first tap takes; it and those after it may lie outside and are then the first or last. */
    private double first(int element) {
        double source = source(element);
        double below = Math.floor(source);
        return source == below ? below - taps() / 2.0 : below - taps() / 2.0 + 1;
    }

    long index(int element, int tap) {
        return within(first(element) + tap);
    }

    /** The weights of the taps of each element. */
    double[][] weights() {
        long all = (long) count * taps();
        if (all > WEIGHTS_MAX) {
            throw RefusedException.overLimit("weights of a resized axis", all, WEIGHTS_MAX);
        }
        double[][] weights = new double[count][];
        for (int i = 0; i < count; i++) {
            weights[i] = weights(i);
        }
        return weights;
    }

    private double[] weights(int element) {
        double source = source(element);
        double below = Math.floor(source);
        double ratio = source == below ? 1 : source - below;
        double[] weights = new double[taps()];
        boolean antialias = attributes.flag("antialias", false);
        double narrow = antialias ? Math.min(scale, 1) : 1;
        for (int tap = 0; tap < weights.length; tap++) {
            double distance = (tap - (weights.length / 2 - 1) - ratio) * narrow;
            weights[tap] = isCubic() ? cubic(Math.abs(distance)) : Math.max(1 - Math.abs(distance), 0);
        }
        boolean excludes = attributes.flag("exclude_outside", false);
        for (int tap = 0; excludes && tap < weights.length; tap++) {
            double index = first(element) + tap;
            weights[tap] = index < 0 || index >= size ? 0 : weights[tap];
        }
        return antialias || excludes ? normal(weights) : weights;
    }

    /** The cubic convolution of Keys (1981). */
    private double cubic(double distance) {
        double a = attributes.number("cubic_coeff_a", -0.75f);
        if (distance <= 1) {
            return ((a + 2) * distance - (a + 3)) * distance * distance + 1;
        }
        return distance < 2 ? ((a * distance - 5 * a) * distance + 8 * a) * distance - 4 * a : 0;
    }

    /** Divided by their sum, unless that is 0. */
    private static double[] normal(double[] weights) {
        double sum = 0;
        for (double weight : weights) {
            sum += weight;
        }
        for (int i = 0; sum != 0 && i < weights.length; i++) {
            weights[i] /= sum;
        }
        return weights;
    }
}
