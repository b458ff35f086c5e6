package network.millrace.cli.bench;

import java.util.LinkedHashMap;
import java.util.Map;
import network.millrace.cli.output.Text;

/** A measured value beside what it should be. */
record Figure(String name, double value, String unit, Target target) {

    /** A bound that a figure should keep. */
    sealed interface Target {
        record AtLeast(double bound) implements Target {}

        record AtMost(double bound) implements Target {}

        /** Shown because it explains another figure. */
        record None() implements Target {}
    }

    static Figure atLeast(String name, double value, String unit, double bound) {
        return new Figure(name, value, unit, new Target.AtLeast(bound));
    }

    static Figure atMost(String name, double value, String unit, double bound) {
        return new Figure(name, value, unit, new Target.AtMost(bound));
    }

    static Figure shown(String name, double value, String unit) {
        return new Figure(name, value, unit, new Target.None());
    }

    /** Whether the bound is kept; a figure without one cannot miss it. */
    boolean met() {
        return switch (target) {
            case Target.AtLeast least -> value >= least.bound;
            case Target.AtMost most -> value <= most.bound;
            case Target.None _ -> true;
        };
    }

    String targetText() {
        return switch (target) {
            case Target.AtLeast least -> ">= " + Text.number(least.bound);
            case Target.AtMost most -> "<= " + Text.number(most.bound);
            case Target.None _ -> "";
        };
    }

    Map<String, Object> json() {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("name", name);
        object.put("value", value);
        object.put("unit", unit);
        object.put("target", targetText());
        object.put("met", met());
        return object;
    }
}
