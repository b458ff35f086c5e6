package network.millrace.ledger.kernel;

import network.millrace.protocol.ledger.v1.KernelParams;

/** The kernel's parameters: what a new network starts with, and how far they may be moved. */
public final class KernelDefaults {
    public static final KernelParams PARAMS = KernelParams.newBuilder()
            .setMaxTxBytes(128 * 1024)
            .setMaxMessagesPerTx(100)
            .setMaxMemoBytes(256)
            .setMaxBlockGas(1_000_000_000L)
            .setGasPerByte(10)
            .setGasPerSignature(1_000)
            .setMaxBlockGapMs(30_000)
            .setMaxUnorderedTimeoutMs(600_000)
            .setMaxBlockBytes(4 * 1024 * 1024)
            .build();

    private KernelDefaults() {}

    static Bounds<KernelParams> bounds() {
        return Bounds.of(KernelParams.getDefaultInstance())
                .between("max_tx_bytes", 1_024, 16L * 1024 * 1024)
                .between("max_messages_per_tx", 1, 10_000)
                .between("max_memo_bytes", 0, 65_536)
                .between("max_block_gas", 1_000_000, 1_000_000_000_000L)
                .between("gas_per_byte", 0, 1_000_000)
                .between("gas_per_signature", 0, 1_000_000_000)
                .between("max_block_gap_ms", 1_000, 3_600_000)
                .between("max_unordered_timeout_ms", 1_000, 86_400_000)
                .between("max_block_bytes", 64L * 1024, 64L * 1024 * 1024)
                .require(
                        "max_block_bytes must be at least max_tx_bytes",
                        params -> params.getMaxBlockBytes() >= params.getMaxTxBytes());
    }
}
