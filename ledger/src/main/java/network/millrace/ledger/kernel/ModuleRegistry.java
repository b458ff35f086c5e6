package network.millrace.ledger.kernel;

import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToLongFunction;
import network.millrace.ledger.state.Keyspace;
import org.jspecify.annotations.Nullable;

/** Where one module says what it has. Filled once, when the ledger is put together. */
public final class ModuleRegistry {
    private final String module;
    private final List<MessageRoute<?>> messages = new ArrayList<>();
    private final TreeMap<String, QueryRoute<?>> queries = new TreeMap<>();
    private final List<BlockHook> beginBlock = new ArrayList<>();
    private final List<BlockHook> endBlock = new ArrayList<>();
    private final List<Deadline> deadlines = new ArrayList<>();
    private final List<Invariant> invariants = new ArrayList<>();
    private final List<Keyspace> keyspaces = new ArrayList<>();
    private @Nullable ModuleParams<?> params;
    private @Nullable GenesisRoute<?> genesis;
    private @Nullable Signers signers;
    private @Nullable FeeCollector fees;

    ModuleRegistry(String module) {
        this.module = module;
    }

    /** The module's byte in the state; another module with the same is refused. */
    public void keys(Keyspace keyspace) {
        keyspaces.add(keyspace);
    }

    /** The module's reasons of refusal: codes at least 1, each once, codespace = the module's name. */
    public void errors(ErrorCode... codes) {
        var seen = new TreeSet<Integer>();
        for (ErrorCode code : codes) {
            if (code.code() < 1 || !seen.add(code.code()) || !code.codespace().equals(module)) {
                throw new IllegalArgumentException(String.format(
                        Locale.ROOT,
                        "expected error codes from 1, each once, with codespace %s; came %s with %s/%d",
                        module,
                        code,
                        code.codespace(),
                        code.code()));
            }
        }
    }

    /** A message with a flat price in gas. */
    public <M extends Message, R extends Message> void message(M prototype, long gas, MessageHandler<M, R> handler) {
        message(prototype, message -> gas, handler);
    }

    /** A message whose price in gas follows from the message alone. */
    public <M extends Message, R extends Message> void message(
            M prototype, ToLongFunction<M> gas, MessageHandler<M, R> handler) {
        messages.add(new MessageRoute<>(prototype, gas, handler));
    }

    /** Answers the method of {@code service Query} (in the prototype's file) that takes this request. */
    public <Q extends Message, R extends Message> void query(Q prototype, QueryHandler<Q, R> handler) {
        var route = new QueryRoute<>(prototype, handler);
        if (queries.put(route.method().getName(), route) != null) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "query %s/%s is registered twice",
                    module,
                    route.method().getName()));
        }
    }

    public void params(ModuleParams<?> params) {
        this.params = params;
    }

    /** Runs before a block's transactions. */
    public void beginBlock(BlockHook hook) {
        beginBlock.add(hook);
    }

    /** Runs after a block's transactions. */
    public void endBlock(BlockHook hook) {
        endBlock.add(hook);
    }

    public void deadline(Deadline deadline) {
        deadlines.add(deadline);
    }

    /**
     * How the module's whole state is put down and taken up; a module without state has none.
     *
     * @param defaults what a new network begins with
     */
    public <G extends Message> void genesis(G defaults, GenesisLoader<G> loader, GenesisSaver<G> saver) {
        genesis = new GenesisRoute<>(defaults, loader, saver);
    }

    public void invariant(String name, Invariant.Check check) {
        invariants.add(new NamedInvariant(module, name, check));
    }

    /** Makes this module the keeper of the accounts that sign; exactly one module does. */
    public void signers(Signers signers) {
        this.signers = signers;
    }

    /** Makes this module the one that takes transaction fees; exactly one module does. */
    public void fees(FeeCollector fees) {
        this.fees = fees;
    }

    Optional<Signers> signerAccounts() {
        return Optional.ofNullable(signers);
    }

    Optional<FeeCollector> feeCollector() {
        return Optional.ofNullable(fees);
    }

    String module() {
        return module;
    }

    List<MessageRoute<?>> messages() {
        return messages;
    }

    Optional<QueryRoute<?>> query(String method) {
        return Optional.ofNullable(queries.get(method));
    }

    List<BlockHook> beginBlockHooks() {
        return beginBlock;
    }

    List<BlockHook> endBlockHooks() {
        return endBlock;
    }

    List<Deadline> deadlines() {
        return deadlines;
    }

    List<Invariant> invariants() {
        return invariants;
    }

    List<Keyspace> keyspaces() {
        return keyspaces;
    }

    Optional<ModuleParams<?>> moduleParams() {
        return Optional.ofNullable(params);
    }

    Optional<GenesisRoute<?>> genesisRoute() {
        return Optional.ofNullable(genesis);
    }

    /** Every method of the Query services that the module began to answer must be answered. */
    void requireAllQueries() {
        for (QueryRoute<?> route : List.copyOf(queries.values())) {
            for (var method : route.method().getService().getMethods()) {
                if (!queries.containsKey(method.getName())) {
                    throw new IllegalStateException(String.format(
                            Locale.ROOT,
                            "query %s is declared but module %s does not answer it",
                            method.getFullName(),
                            module));
                }
            }
        }
    }

    private record NamedInvariant(String module, String name, Check check) implements Invariant {
        @Override
        public Optional<String> violation(Context context) {
            return check.violation(context);
        }
    }
}
