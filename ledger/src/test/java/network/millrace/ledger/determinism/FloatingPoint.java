package network.millrace.ledger.determinism;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Instruction;
import java.lang.classfile.MethodModel;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.ArrayLoadInstruction;
import java.lang.classfile.instruction.ArrayStoreInstruction;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.ConvertInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LoadInstruction;
import java.lang.classfile.instruction.OperatorInstruction;
import java.lang.classfile.instruction.StoreInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;

/**
 * Finds {@code float} and {@code double} in a class file: in fields, signatures and calls, and in the
 * instructions, because {@code (long) (amount * 0.05)} shows in no signature.
 */
final class FloatingPoint {
    private FloatingPoint() {}

    static List<String> uses(URI classFile) {
        ClassModel model = parse(classFile);
        String type = model.thisClass().asInternalName().replace('/', '.');
        Stream<String> fields = model.fields().stream()
                .filter(field -> isFloating(field.fieldTypeSymbol()))
                .map(field -> type + "." + field.fieldName() + " is a floating point field");
        Stream<String> methods = model.methods().stream()
                .filter(FloatingPoint::usesFloatingPoint)
                .map(method -> type + "." + method.methodName() + " uses floating point");
        return Stream.concat(fields, methods).toList();
    }

    private static ClassModel parse(URI classFile) {
        try (InputStream bytes = classFile.toURL().openStream()) {
            return ClassFile.of().parse(bytes.readAllBytes());
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read the class file " + classFile, unreadable);
        }
    }

    private static boolean usesFloatingPoint(MethodModel method) {
        return isFloating(method.methodTypeSymbol())
                || method.code().stream()
                        .flatMap(code -> code.elementStream())
                        .anyMatch(FloatingPoint::usesFloatingPoint);
    }

    private static boolean usesFloatingPoint(CodeElement element) {
        if (!(element instanceof Instruction instruction)) {
            return false;
        }
        return switch (instruction) {
            case OperatorInstruction operator -> isFloating(operator.typeKind());
            case ConvertInstruction convert -> isFloating(convert.fromType()) || isFloating(convert.toType());
            case ConstantInstruction constant -> isFloating(constant.typeKind());
            case LoadInstruction load -> isFloating(load.typeKind());
            case StoreInstruction store -> isFloating(store.typeKind());
            case ArrayLoadInstruction load -> isFloating(load.typeKind());
            case ArrayStoreInstruction store -> isFloating(store.typeKind());
            case InvokeInstruction invoke -> isFloating(invoke.typeSymbol());
            default -> false;
        };
    }

    private static boolean isFloating(MethodTypeDesc method) {
        return isFloating(method.returnType())
                || method.parameterList().stream().anyMatch(FloatingPoint::isFloating);
    }

    private static boolean isFloating(ClassDesc type) {
        ClassDesc element = type;
        while (element.isArray()) {
            element = element.componentType();
        }
        return element.equals(ConstantDescs.CD_float)
                || element.equals(ConstantDescs.CD_double)
                || element.equals(ConstantDescs.CD_Float)
                || element.equals(ConstantDescs.CD_Double);
    }

    private static boolean isFloating(TypeKind kind) {
        return kind == TypeKind.FLOAT || kind == TypeKind.DOUBLE;
    }
}
