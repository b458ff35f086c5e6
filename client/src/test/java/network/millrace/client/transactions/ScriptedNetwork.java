package network.millrace.client.transactions;

import com.google.protobuf.Message;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import network.millrace.client.EventStream;
import network.millrace.client.Network;
import network.millrace.client.NetworkException;
import network.millrace.protocol.accounts.v1.Account;
import network.millrace.protocol.accounts.v1.QueryAccountResponse;
import network.millrace.protocol.crypto.Hash;
import network.millrace.protocol.fees.v1.Params;
import network.millrace.protocol.ledger.v1.Genesis;
import network.millrace.protocol.ledger.v1.ModuleParams;
import network.millrace.protocol.ledger.v1.QueryParamsResponse;
import network.millrace.protocol.ledger.v1.TxResult;
import network.millrace.protocol.node.v1.BlockRecord;
import network.millrace.protocol.node.v1.BroadcastRequest;
import network.millrace.protocol.node.v1.BroadcastResponse;
import network.millrace.protocol.node.v1.NodeStatus;
import network.millrace.protocol.node.v1.TxRecord;
import network.millrace.protocol.registry.MessageTypes;

/** A network of one account on which submissions go as the test has written down; the last line is repeated. */
final class ScriptedNetwork implements Network {
    private final Deque<Step> script = new ArrayDeque<>();
    private final Map<Hash, TxRecord> included = new HashMap<>();
    final List<byte[]> submitted = new ArrayList<>();
    Account account = Account.newBuilder().setNumber(12).setSequence(7).build();
    /** So many questions (not submissions) find no node. */
    int silentAnswers;

    TxResult simulation = TxResult.newBuilder().setGasUsed(1000).build();

    /** What happens to one submission. */
    interface Step {
        BroadcastResponse submit(byte[] transaction);
    }

    ScriptedNetwork then(Step step) {
        script.add(step);
        return this;
    }

    ScriptedNetwork includes() {
        return then(transaction -> {
            TxRecord record = include(transaction, TxResult.getDefaultInstance());
            return BroadcastResponse.newBuilder()
                    .setHeight(record.getHeight())
                    .setResult(record.getResult())
                    .build();
        });
    }

    ScriptedNetwork includesButIsSilent() {
        return then(transaction -> {
            include(transaction, TxResult.getDefaultInstance());
            throw new NetworkException("connection reset");
        });
    }

    ScriptedNetwork isSilent() {
        return then(transaction -> {
            throw new NetworkException("connection refused");
        });
    }

    ScriptedNetwork refuses(String codespace, int code) {
        return then(transaction -> BroadcastResponse.newBuilder()
                .setCodespace(codespace)
                .setCode(code)
                .setLog("refused by " + codespace)
                .build());
    }

    TxRecord include(byte[] transaction, TxResult result) {
        TxRecord record = TxRecord.newBuilder().setHeight(5).setResult(result).build();
        included.put(Hash.sha256(transaction), record);
        return record;
    }

    private void answer() {
        if (silentAnswers > 0) {
            silentAnswers--;
            throw new NetworkException("connection refused");
        }
    }

    @Override
    public NodeStatus status() {
        answer();
        return NodeStatus.newBuilder().setChainId("millrace-dev").build();
    }

    @Override
    public BroadcastResponse submit(byte[] transaction, BroadcastRequest.Wait wait) {
        submitted.add(transaction);
        Step step = script.size() > 1 ? script.remove() : script.element();
        return step.submit(transaction);
    }

    @Override
    public TxResult simulate(byte[] transaction) {
        answer();
        return simulation;
    }

    @Override
    public Optional<TxRecord> transaction(Hash hash) {
        return Optional.ofNullable(included.get(hash));
    }

    @Override
    public <R extends Message> R query(String module, String method, Message request, R prototype) {
        Message answer =
                switch (module + "/" + method) {
                    case "accounts/Account" ->
                        QueryAccountResponse.newBuilder().setAccount(account).build();
                    case "kernel/Params" ->
                        QueryParamsResponse.newBuilder()
                                .addModules(ModuleParams.newBuilder()
                                        .setModule("fees")
                                        .setParams(MessageTypes.pack(Params.newBuilder()
                                                .setFeeDenom("umil")
                                                .setMinGasPrice("25000000000000000")
                                                .build())))
                                .build();
                    default -> throw new AssertionError("unexpected query " + module + "/" + method);
                };
        @SuppressWarnings("unchecked") // The queries above answer with their own types.
        R typed = (R) answer;
        return typed;
    }

    @Override
    public Optional<BlockRecord> block(long height) {
        throw new AssertionError("not asked for blocks here");
    }

    @Override
    public EventStream follow(long fromHeight, Set<String> types) {
        throw new AssertionError("not followed here");
    }

    @Override
    public Genesis genesis() {
        throw new AssertionError("not asked for the genesis here");
    }

    @Override
    public void close() {}
}
