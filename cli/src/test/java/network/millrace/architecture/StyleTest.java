package network.millrace.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** What STYLE.md asks of every class and a compiler does not look at. */
class StyleTest {
    private static final List<String> WORDS_THAT_SAY_NOTHING =
            List.of("util", "utils", "helper", "helpers", "common", "impl", "manager");

    @Test
    void everyPackageIsNullMarked() {
        Stream<String> unmarked = Sources.ALL.stream()
                .map(JavaClass::getPackage)
                .distinct()
                .filter(folder -> !isNullMarked(folder))
                .map(JavaPackage::getName);

        assertThat(unmarked)
                .as("packages without a package-info.java that says @NullMarked")
                .isEmpty();
    }

    @Test
    void optionalIsNeverAField() {
        assertThat(Sources.ALL.stream()
                        .flatMap(type -> type.getFields().stream())
                        .filter(field -> !field.getModifiers().contains(JavaModifier.SYNTHETIC))
                        .filter(field -> field.getRawType().isEquivalentTo(Optional.class))
                        .map(field -> field.getFullName()))
                .as("fields of type Optional: use a sealed type, an empty value or @Nullable")
                .isEmpty();
    }

    @Test
    void optionalIsNeverAParameter() {
        assertThat(Sources.ALL.stream()
                        .flatMap(type -> type.getCodeUnits().stream())
                        .filter(StyleTest::isWritten)
                        .filter(code -> code.getRawParameterTypes().stream()
                                .anyMatch(parameter -> parameter.isEquivalentTo(Optional.class)))
                        .map(code -> code.getFullName()))
                .as("parameters of type Optional: use two methods or a sealed type")
                .isEmpty();
    }

    @Test
    void namesAreNouns() {
        assertThat(Sources.ALL.stream().filter(StyleTest::isNamedForNothing).map(JavaClass::getName))
                .as("classes and packages named %s: find the noun", WORDS_THAT_SAY_NOTHING)
                .isEmpty();
    }

    @Test
    void onlyTheCommandLinePrints() {
        assertThat(Sources.ALL.stream()
                        .filter(type -> !Sources.module(type).equals("cli"))
                        .flatMap(type -> type.getFieldAccessesFromSelf().stream())
                        .filter(access -> access.getTargetOwner().isEquivalentTo(System.class))
                        .map(access -> access.getDescription()))
                .as("uses of System.out, err or in: log, or return a value")
                .isEmpty();
    }

    private static boolean isNullMarked(JavaPackage folder) {
        return folder.tryGetPackageInfo()
                .filter(info -> info.isAnnotatedWith(NullMarked.class))
                .isPresent();
    }

    private static boolean isWritten(JavaCodeUnit code) {
        return !code.getModifiers().contains(JavaModifier.SYNTHETIC)
                && !code.getName().startsWith("lambda$");
    }

    private static boolean isNamedForNothing(JavaClass type) {
        String name = type.getSimpleName().toLowerCase(Locale.ROOT);
        return WORDS_THAT_SAY_NOTHING.stream()
                .anyMatch(word -> name.endsWith(word)
                        || List.of(Sources.place(type).split("\\.", -1)).contains(word));
    }
}
