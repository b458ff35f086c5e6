package network.millrace.proof.metering;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Instruction;
import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.ConvertInstruction;
import java.lang.classfile.instruction.IncrementInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.classfile.instruction.OperatorInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;

/** Puts a call of the {@link Meter} before each instruction that computes, goes back in a loop, or copies an array. */
final class CountingCode {
    private static final ClassDesc METER = ClassDesc.of(Meter.class.getName());
    private static final MethodTypeDesc NOTHING = MethodTypeDesc.ofDescriptor("()V");

    private CountingCode() {}

    static byte[] of(byte[] classFile) {
        ClassFile api = ClassFile.of();
        return api.transformClass(
                api.parse(classFile),
                ClassTransform.transformingMethodBodies(CodeTransform.ofStateful(CountingCode::transform)));
    }

    private static CodeTransform transform() {
        List<Label> passed = new ArrayList<>();
        return new CodeTransform() {
            @Override
            public void atStart(CodeBuilder code) {
                code.invokestatic(METER, "turn", NOTHING);
            }

            @Override
            public void accept(CodeBuilder code, CodeElement element) {
                switch (element) {
                    case LabelTarget target -> passed.add(target.label());
                    case BranchInstruction branch
                    when passed.contains(branch.target()) -> code.invokestatic(METER, "turn", NOTHING);
                    case Instruction instruction
                    when isFloating(instruction) -> code.invokestatic(METER, "floating", NOTHING);
                    case Instruction instruction
                    when instruction.opcode() == Opcode.LMUL -> code.invokestatic(METER, "product", NOTHING);
                    case Instruction instruction
                    when isWhole(instruction) -> code.invokestatic(METER, "whole", NOTHING);
                    default -> {}
                }
                if (element instanceof InvokeInstruction call && isCopy(call)) {
                    code.invokestatic(METER, "copy", call.typeSymbol());
                } else {
                    code.with(element);
                }
            }
        };
    }

    /** Comparisons, conversions and the exact functions of {@link Math} are arithmetic too. */
    private static boolean isFloating(Instruction instruction) {
        return switch (instruction) {
            case OperatorInstruction operator ->
                isFloating(operator.typeKind())
                        || List.of(Opcode.FCMPG, Opcode.FCMPL, Opcode.DCMPG, Opcode.DCMPL)
                                .contains(operator.opcode());
            case ConvertInstruction convert -> isFloating(convert.fromType()) || isFloating(convert.toType());
            case InvokeInstruction call ->
                call.owner().asInternalName().equals("java/lang/Math")
                        && isFloating(TypeKind.from(call.typeSymbol().parameterType(0)));
            default -> false;
        };
    }

    private static boolean isWhole(Instruction instruction) {
        return switch (instruction) {
            case OperatorInstruction operator -> operator.opcode() != Opcode.ARRAYLENGTH;
            case IncrementInstruction ignored -> true;
            default -> false;
        };
    }

    private static boolean isFloating(TypeKind kind) {
        return kind == TypeKind.FLOAT || kind == TypeKind.DOUBLE;
    }

    private static boolean isCopy(InvokeInstruction call) {
        return call.owner().asInternalName().equals("java/lang/System")
                && call.name().equalsString("arraycopy");
    }
}
