package network.millrace.proof.program;

import java.util.List;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.graph.Graph;
import network.millrace.proof.operators.Expansion;
import network.millrace.proof.operators.Value;
import network.millrace.proof.tensor.Tensor;

/** One use of an operator while a program is made. */
record Site(ProgramBuilder builder, Scope scope, Attributes attributes, List<Value> inputs, List<Boolean> wanted)
        implements Expansion {
    Site with(List<Value> otherInputs) {
        return new Site(builder, scope, attributes, otherInputs, wanted);
    }

    @Override
    public int inputCount() {
        return inputs.size();
    }

    @Override
    public Value input(int i) {
        return i < inputs.size() ? inputs.get(i) : Value.ABSENT;
    }

    @Override
    public int outputCount() {
        return wanted.size();
    }

    @Override
    public boolean wants(int i) {
        return i < wanted.size() && wanted.get(i);
    }

    @Override
    public List<Value> inline(Graph subgraph, List<Value> values) {
        return builder.inline(subgraph, values, new Scope(scope));
    }

    @Override
    public List<Value> emit(String operator, int outputs, Attributes given, List<Value> values) {
        return builder.emit(operator, outputs, given, values);
    }

    @Override
    public Value constant(Tensor tensor) {
        return builder.constant(tensor);
    }
}
