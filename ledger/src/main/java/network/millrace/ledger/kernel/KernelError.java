package network.millrace.ledger.kernel;

/** Why the pipeline itself refuses a transaction or query. */
public enum KernelError implements ErrorCode {
    TX_TOO_LARGE(1, "The transaction has more bytes than max_tx_bytes."),
    TX_UNDECODABLE(2, "The bytes are no transaction."),
    FIELD_UNKNOWN(3, "The transaction holds a field that this network does not know."),
    NOT_CANONICAL(4, "The bytes are not the one encoding their content has."),
    MESSAGE_UNKNOWN(5, "No module handles this type of message."),
    TX_INCOMPLETE(6, "Messages, signers and signatures are missing or do not fit each other."),
    SIGNATURE_UNSUPPORTED(7, "Only SIGN_MODE_DIRECT with secp256k1 keys is accepted."),
    MESSAGE_COUNT(8, "The transaction has more messages than max_messages_per_tx."),
    MEMO_TOO_LONG(9, "The memo has more bytes than max_memo_bytes."),
    GAS_TOO_LOW(10, "The gas limit is below what the transaction uses."),
    GAS_TOO_HIGH(11, "The gas limit is above what a whole block may use."),
    BLOCK_FULL(12, "The block has no gas left for this transaction."),
    TIMEOUT_HEIGHT(13, "The transaction was valid only up to a height that has passed."),
    TIMEOUT_TIME(14, "The transaction was valid only up to a time that has passed."),
    UNORDERED_FORM(15, "An unordered transaction needs a timeout within bounds and sequence 0."),
    UNORDERED_USED(16, "The signer has already used this timeout for an unordered transaction."),
    MODULE_ACCOUNT_SIGNER(17, "Module accounts sign nothing."),
    ACCOUNT_UNKNOWN(18, "The signing account does not exist."),
    SEQUENCE_MISMATCH(19, "The sequence is not the account's next one."),
    SIGNATURE_INVALID(20, "The signature is not the account's for these bytes on this chain."),
    FEE_FORM(21, "The fee must be one coin of the fee denomination."),
    FEE_TOO_LOW(22, "The fee is below gas limit times the least gas price."),
    FEE_UNPAYABLE(23, "The fee's payer does not have the fee."),
    FIELD_MALFORMED(24, "A field is not of the form it must have."),
    AMOUNT_OUT_OF_RANGE(25, "A sum or product leaves the range of amounts."),
    QUERY_UNKNOWN(26, "There is no such query."),
    PARAMETER_OUT_OF_BOUNDS(27, "A parameter is out of its bounds.");

    private final int code;
    private final String sentence;

    KernelError(int code, String sentence) {
        this.code = code;
        this.sentence = sentence;
    }

    @Override
    public int code() {
        return code;
    }

    @Override
    public String codespace() {
        return KernelModule.NAME;
    }

    @Override
    public String sentence() {
        return sentence;
    }
}
