package network.millrace.proof.determinism;

/**
 * One use of something foreign in a class: a call, a constructor, a method reference or a field read
 * ({@code member} is its name, {@code <init>} for constructors), or a mere mention of the type
 * ({@code member} is empty).
 *
 * @param owner name of the class that the used member belongs to
 * @param parameters names of the parameter types joined by commas
 * @param place where the use stands, for the failure message
 */
record Use(String owner, String member, String parameters, String place) {
    boolean isMention() {
        return member.isEmpty();
    }
}
