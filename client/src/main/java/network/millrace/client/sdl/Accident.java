package network.millrace.client.sdl;

import java.util.Locale;

/**
 * What Akash's parser lets pass although nobody who writes it means what becomes of it. The strict mode refuses these, the
 * compat mode follows Akash and remarks on them. docs/sdl.md lists each, and a test sees to it.
 */
enum Accident {
    KEY_UNKNOWN("Akash drops a key that it does not know without a word"),
    KEY_TWICE("Akash lets a key stand here twice, and the last one counts"),
    KEY_EMPTY("Akash drops an entry whose name is empty"),
    ELEMENT_EMPTY("Akash drops an empty element of a list"),
    NOT_A_MAPPING("Akash reads a list here as a mapping and ignores a text or number"),
    VERSION_UNKNOWN("Akash reads every version from 2.1 on as 2.1"),
    DOCUMENT_AFTER("Akash reads the first document of a file only"),
    INCLUDE_IGNORED("Akash reads include and never uses it"),
    FRACTION_CUT("Akash cuts the fraction off a whole number"),
    NUMBER_OCTAL("Akash reads a number with a leading zero as octal"),
    CPU_WRAPS("Akash counts the thousandths of a core in 32 bits, so that they begin at 0 again"),
    COUNT_WRAPS("Akash adds the counts of services with one profile in 32 bits, so that they begin at 0 again"),
    COUNT_ZERO("Akash takes a service with a count of 0 when others of its group have one"),
    GPU_VENDOR("Akash knows no GPU vendor but nvidia, and takes any other for any NVIDIA GPU"),
    GPU_MODEL_MISSING("Akash asks for a GPU whose model has no name"),
    GPU_RAM_CUT("Akash cuts a GPU's memory down to whole GiB"),
    VOLUME_NAME_IGNORED("Akash calls a volume that is not in a list \"default\", whatever its name"),
    PERSISTENT_WORD("Akash looks at the storage class before it understands any word but true and false"),
    VOLUME_NOT_MOUNTED("Akash takes a persistent volume that no service mounts"),
    RAM_READ_ONLY("Akash lets version 2.0 mount storage of class ram read-only"),
    PORT_EXTERNAL("Akash does not check external ports"),
    ADDRESS_PORT_TWICE("Akash compares ports of an ip endpoint as they are written"),
    ROUTE_UNKNOWN("Akash does not check to which service a port is opened"),
    HTTP_OPTIONS_IGNORED("Akash reads http_options below to and never uses them"),
    ATTRIBUTE_KEY("Akash does not check the attributes of a placement, and no provider can have this one"),
    TEE_TWICE("Akash asks for the attribute tee/type twice"),
    AMOUNT_SIGNS("Akash takes two minus signs for none, and a sign for the digits before the point"),
    CREDENTIALS_AS_WRITTEN("Akash keeps blanks around credentials in version 2.0");

    private final String sentence;

    Accident(String sentence) {
        this.sentence = sentence;
    }

    /** What Akash does. */
    String sentence() {
        return sentence;
    }

    /** The name in docs/sdl.md. */
    String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
