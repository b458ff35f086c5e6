package network.millrace.proof.inspection;

/**
 * Why an operation cannot be disputed.
 *
 * @param operation as messages name it
 * @param reason a sentence with the number that is too large
 */
public record Obstacle(String operation, String reason) {}
