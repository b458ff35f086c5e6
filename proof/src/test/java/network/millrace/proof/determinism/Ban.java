package network.millrace.proof.determinism;

import java.util.List;
import java.util.function.Predicate;

/**
 * Something that the deterministic core must not use.
 *
 * @param what a noun for the test's name
 * @param instead what to write in its place
 */
record Ban(String what, String instead, Predicate<Use> matches) {
    /** Bans members by name, whatever their parameters. */
    static Ban members(String what, String instead, String owner, String... names) {
        var banned = List.of(names);
        return new Ban(what, instead, use -> use.owner().equals(owner) && banned.contains(use.member()));
    }

    /** Bans one overload; the parameter types are written as {@code java.lang.String,int}. */
    static Ban overload(String what, String instead, String owner, String name, String parameters) {
        return new Ban(
                what,
                instead,
                use -> use.owner().equals(owner)
                        && use.member().equals(name)
                        && use.parameters().equals(parameters));
    }

    /** Bans any mention of types whose full name starts with one of the prefixes. */
    static Ban types(String what, String instead, String... prefixes) {
        return new Ban(what, instead, use -> List.of(prefixes).stream().anyMatch(use.owner()::startsWith));
    }

    /** The same ban without the uses that the predicate allows. */
    Ban except(Predicate<Use> allowed) {
        return new Ban(what, instead, matches.and(allowed.negate()));
    }

    String complaint(Use use) {
        String used = use.isMention() ? use.owner() : use.owner() + "." + use.member() + "(" + use.parameters() + ")";
        return use.place() + " uses " + used + " (" + what + "): " + instead;
    }

    @Override
    public String toString() {
        return what;
    }
}
