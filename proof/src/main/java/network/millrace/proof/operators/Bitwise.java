package network.millrace.proof.operators;

import network.millrace.proof.graph.Attributes;
import network.millrace.proof.tensor.DataType;

/** A connective of integers, bit by bit. */
final class Bitwise extends IntegerElementwise {
    private final String name;
    private final Rule rule;

    Bitwise(String name, Rule rule) {
        this.name = name;
        this.rule = rule;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    Rule rule(DataType type, Attributes attributes) {
        return rule;
    }
}
