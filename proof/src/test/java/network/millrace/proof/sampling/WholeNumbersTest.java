package network.millrace.proof.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.ConvertInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LoadInstruction;
import java.lang.classfile.instruction.OperatorInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What a ledger decides with is exact. Tensors may compute in floating point, in a written order; rates, draws, weights and
 * thresholds do not use it at all.
 */
class WholeNumbersTest {
    private static final Set<ClassDesc> FLOATING =
            Set.of(ConstantDescs.CD_float, ConstantDescs.CD_double, ConstantDescs.CD_Float, ConstantDescs.CD_Double);

    @Test
    void samplingComputesInWholeNumbers() {
        var sampling = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("network.millrace.proof.sampling");

        assertThat(sampling).as("classes that are looked at").hasSizeGreaterThan(30);
        assertThat(sampling.stream().flatMap(WholeNumbersTest::uses))
                .as("use long, BigInteger or Fraction")
                .isEmpty();
    }

    @Test
    void floatingPointWouldBeFound() {
        JavaClass offender = new ClassFileImporter().importClass(Offender.class);

        assertThat(uses(offender)).isNotEmpty();
    }

    /** Hides it as well as one can: no field, no signature, no call. */
    static final class Offender {
        private Offender() {}

        static long fivePercent(long amount) {
            return (long) (amount * 0.05);
        }
    }

    private static Stream<String> uses(JavaClass type) {
        ClassModel model = parse(type);
        Stream<String> fields = model.fields().stream()
                .filter(field -> FLOATING.contains(field.fieldTypeSymbol()))
                .map(field -> type.getName() + "." + field.fieldName());
        Stream<String> methods = model.methods().stream()
                .filter(WholeNumbersTest::isFloating)
                .map(method -> type.getName() + "." + method.methodName());
        return Stream.concat(fields, methods);
    }

    private static boolean isFloating(MethodModel method) {
        return method.code().stream().flatMap(code -> code.elementStream()).anyMatch(WholeNumbersTest::isFloating);
    }

    private static boolean isFloating(CodeElement element) {
        return switch (element) {
            case OperatorInstruction operator -> isFloating(operator.typeKind());
            case ConvertInstruction convert -> isFloating(convert.fromType()) || isFloating(convert.toType());
            case ConstantInstruction constant -> isFloating(constant.typeKind());
            case LoadInstruction load -> isFloating(load.typeKind());
            case InvokeInstruction invoke ->
                FLOATING.contains(invoke.typeSymbol().returnType())
                        || invoke.typeSymbol().parameterList().stream().anyMatch(FLOATING::contains);
            default -> false;
        };
    }

    private static boolean isFloating(TypeKind kind) {
        return kind == TypeKind.FLOAT || kind == TypeKind.DOUBLE;
    }

    private static ClassModel parse(JavaClass type) {
        try (InputStream bytes = type.getSource().orElseThrow().getUri().toURL().openStream()) {
            return ClassFile.of().parse(bytes.readAllBytes());
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read the class file of " + type.getName(), unreadable);
        }
    }
}
