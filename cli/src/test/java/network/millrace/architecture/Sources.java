package network.millrace.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

/** The classes of all modules that are written by hand: no tests and nothing that protoc wrote. */
final class Sources {
    static final String ROOT = "network.millrace.";

    /** Packages of the contract end in a version, e.g. {@code network.millrace.protocol.market.v1}, or follow Cosmos or ONNX. */
    private static final String GENERATED_PACKAGE =
            "network\\.millrace\\.(protocol\\.(cosmos\\..*|.*\\.v\\d+((alpha|beta)\\d+)?)|proof\\.onnx\\.schema)";

    static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("network.millrace")
            .that(DescribedPredicate.describe("written by hand", Sources::isWrittenByHand));

    private Sources() {}

    /** The part of the package name after {@code network.millrace.}, e.g. {@code ledger.modules.market}. */
    static String place(JavaClass type) {
        return type.getPackageName().substring(ROOT.length());
    }

    /** The Maven module, which is the first word of {@link #place}. */
    static String module(JavaClass type) {
        return place(type).split("\\.", -1)[0];
    }

    static boolean isOurs(JavaClass type) {
        return type.getPackageName().startsWith(ROOT);
    }

    private static boolean isWrittenByHand(JavaClass type) {
        return !type.getPackageName().matches(GENERATED_PACKAGE);
    }
}
