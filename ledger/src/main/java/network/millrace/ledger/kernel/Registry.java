package network.millrace.ledger.kernel;

import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import network.millrace.protocol.ledger.v1.Genesis;

/** All modules put together, in their order. Immutable. */
public final class Registry {
    private final List<ModuleRegistry> modules;
    private final Map<String, MessageRoute<?>> messages = new LinkedHashMap<>();
    private final Signers signers;
    private final FeeCollector fees;

    private final KernelModule kernel;

    private Registry(KernelModule kernel, List<ModuleRegistry> modules) {
        this.kernel = kernel;
        this.modules = List.copyOf(modules);
        this.signers = only(modules, ModuleRegistry::signerAccounts, "signers");
        this.fees = only(modules, ModuleRegistry::feeCollector, "fees");
    }

    private static <T> T only(List<ModuleRegistry> modules, Function<ModuleRegistry, Optional<T>> part, String name) {
        var found =
                modules.stream().flatMap(module -> part.apply(module).stream()).toList();
        if (found.size() != 1) {
            throw new IllegalArgumentException(
                    "expected one module that calls registry." + name + "(…), came " + found.size());
        }
        return found.getFirst();
    }

    /** Registers the kernel and then each module; refuses what two of them claim. */
    public static Registry of(List<LedgerModule> modules) {
        var registries = new ArrayList<ModuleRegistry>();
        var kernel = new KernelModule(registries);
        var all = new ArrayList<LedgerModule>();
        all.add(kernel);
        all.addAll(modules);
        for (LedgerModule module : all) {
            var registry = new ModuleRegistry(module.name());
            module.register(registry);
            registry.requireAllQueries();
            registries.add(registry);
        }
        var registry = new Registry(kernel, registries);
        registry.indexMessages();
        registry.requireOwnKeys();
        return registry;
    }

    private void indexMessages() {
        for (ModuleRegistry module : modules) {
            for (MessageRoute<?> route : module.messages()) {
                if (messages.put(route.typeUrl(), route) != null) {
                    throw new IllegalArgumentException("message " + route.typeUrl() + " is registered twice");
                }
            }
        }
    }

    private void requireOwnKeys() {
        var names = new TreeMap<String, String>();
        var owners = new TreeMap<Integer, String>();
        for (ModuleRegistry module : modules) {
            if (names.put(module.module(), module.module()) != null) {
                throw new IllegalArgumentException("two modules are called " + module.module());
            }
            for (var keyspace : module.keyspaces()) {
                String other = owners.put(keyspace.module(), module.module());
                if (other != null) {
                    throw new IllegalArgumentException(String.format(
                            Locale.ROOT,
                            "modules %s and %s both use state byte %d",
                            other,
                            module.module(),
                            keyspace.module()));
                }
            }
        }
    }

    KernelModule kernel() {
        return kernel;
    }

    Signers signers() {
        return signers;
    }

    FeeCollector fees() {
        return fees;
    }

    List<ModuleRegistry> modules() {
        return modules;
    }

    Optional<ModuleRegistry> module(String name) {
        for (ModuleRegistry module : modules) {
            if (module.module().equals(name)) {
                return Optional.of(module);
            }
        }
        return Optional.empty();
    }

    MessageRoute<?> message(String typeUrl) {
        MessageRoute<?> route = messages.get(typeUrl);
        if (route == null) {
            throw new Rejection(
                    KernelError.MESSAGE_UNKNOWN,
                    "expected a message that a module of this ledger handles, came type \"" + typeUrl + "\"");
        }
        return route;
    }

    QueryRoute<?> query(String module, String method) {
        return module(module)
                .flatMap(registry -> registry.query(method))
                .orElseThrow(() -> new Rejection(
                        KernelError.QUERY_UNKNOWN,
                        String.format(
                                Locale.ROOT,
                                "expected a query of one of the modules %s, came %s/%s",
                                moduleNames(),
                                module,
                                method)));
    }

    /** An empty request of a query, to be filled from JSON or bytes. */
    public Message queryPrototype(String module, String method) {
        return query(module, method).prototype();
    }

    public List<String> moduleNames() {
        return modules.stream().map(ModuleRegistry::module).toList();
    }

    /** Every law the modules promise. */
    public List<Invariant> invariants() {
        return modules.stream().flatMap(module -> module.invariants().stream()).toList();
    }

    /** The genesis of a network with every parameter at its default, without chain id, accounts and money. */
    public Genesis defaultGenesis() {
        return GenesisForm.defaults(this);
    }
}
