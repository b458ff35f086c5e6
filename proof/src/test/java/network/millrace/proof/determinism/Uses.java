package network.millrace.proof.determinism;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Everything that a compiled class uses of others. */
final class Uses {
    private Uses() {}

    static Stream<Use> of(JavaClass type) {
        Stream<Use> accesses = Stream.concat(
                        type.getAccessesFromSelf().stream(), type.getCodeUnitReferencesFromSelf().stream())
                .map(Uses::use);
        Stream<Use> mentions = type.getDirectDependenciesFromSelf().stream()
                .map(dependency -> new Use(
                        elementName(dependency.getTargetClass()),
                        "",
                        "",
                        type.getName() + " (" + dependency.getSourceCodeLocation() + ")"));
        return Stream.concat(accesses, mentions);
    }

    private static Use use(JavaAccess<?> access) {
        var target = access.getTarget();
        String parameters = target instanceof CodeUnitAccessTarget code ? names(code.getRawParameterTypes()) : "";
        return new Use(
                target.getOwner().getName(),
                target.getName(),
                parameters,
                access.getOwner().getFullName() + " " + access.getSourceCodeLocation());
    }

    private static String names(List<JavaClass> types) {
        return types.stream().map(Uses::readableName).collect(Collectors.joining(","));
    }

    private static String readableName(JavaClass type) {
        return type.tryGetComponentType()
                .map(component -> readableName(component) + "[]")
                .orElse(type.getName());
    }

    private static String elementName(JavaClass type) {
        return type.getBaseComponentType().getName();
    }
}
