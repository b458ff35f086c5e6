package network.millrace.ledger.modules.provider;

import network.millrace.ledger.kernel.ErrorCode;

/** Why the provider module refuses. A number never changes its meaning. */
enum ProviderError implements ErrorCode {
    ALREADY_REGISTERED(1, "The account is a registered provider; use an update."),
    NOT_REGISTERED(2, "The account is not a registered provider."),
    BAD_ENDPOINT(3, "The endpoint is not an https URL of host and port."),
    BAD_FINGERPRINT(4, "A certificate fingerprint is not what it must be."),
    FINGERPRINT_TAKEN(5, "Another provider has registered this certificate."),
    BAD_ATTRIBUTE(6, "An attribute is not what it must be."),
    BAD_TEXT(7, "A text is longer than the limit or holds control characters."),
    BAD_PLACE(8, "Country or region is not what it must be."),
    BAD_CAPACITY(9, "The capacity is not what it must be."),
    IN_USE(10, "A lease needs what the update would take away.");

    private final int code;
    private final String sentence;

    ProviderError(int code, String sentence) {
        this.code = code;
        this.sentence = sentence;
    }

    @Override
    public int code() {
        return code;
    }

    @Override
    public String codespace() {
        return ProviderModule.NAME;
    }

    @Override
    public String sentence() {
        return sentence;
    }
}
