package network.millrace.ledger.kernel;

import java.util.ArrayList;
import java.util.List;
import network.millrace.ledger.state.State;
import network.millrace.protocol.MalformedException;
import network.millrace.protocol.ledger.v1.Clock;
import network.millrace.protocol.ledger.v1.Genesis;
import network.millrace.protocol.ledger.v1.ModuleGenesis;

/** The whole state as one message: one part for each module, in the order of the modules. */
final class GenesisForm {
    /** A chain id is part of what is signed and of file names. */
    private static final String CHAIN_ID = "[a-z0-9][a-z0-9._-]{0,49}";

    private GenesisForm() {}

    /** Fills an empty state; what comes back is the clock the network starts after. */
    static Clock load(Registry registry, Genesis genesis, State state) {
        requireHeader(genesis);
        List<ModuleRegistry> modules = withGenesis(registry);
        requireParts(genesis, modules);
        Clock clock = clock(genesis);
        var context = new Context(state, clock, new EventLog());
        registry.kernel().params().set(state, genesis.getParams());
        for (int i = 0; i < modules.size(); i++) {
            load(modules.get(i), genesis.getModules(i), context);
        }
        state.forgetSavepoints();
        return clock;
    }

    /** A network without accounts and money, with every parameter at its default. */
    static Genesis defaults(Registry registry) {
        var genesis = Genesis.newBuilder().setParams(registry.kernel().params().defaults());
        for (ModuleRegistry module : withGenesis(registry)) {
            genesis.addModules(ModuleGenesis.newBuilder()
                    .setModule(module.module())
                    .setState(module.genesisRoute().orElseThrow().packedDefaults()));
        }
        return genesis.build();
    }

    static Genesis save(Registry registry, Context context) {
        var genesis = Genesis.newBuilder()
                .setChainId(context.chainId())
                .setTimeMs(context.timeMs())
                .setInitialHeight(context.height())
                .setBilledTimeMs(context.billedMs())
                .setParams(registry.kernel().params().get(context));
        for (ModuleRegistry module : withGenesis(registry)) {
            genesis.addModules(ModuleGenesis.newBuilder()
                    .setModule(module.module())
                    .setState(module.genesisRoute().orElseThrow().save(context)));
        }
        return genesis.build();
    }

    private static void load(ModuleRegistry module, ModuleGenesis part, Context context) {
        try {
            module.genesisRoute().orElseThrow().load(part.getState(), context);
        } catch (Rejection | ArithmeticException | MalformedException e) {
            throw new MalformedException("genesis of module " + module.module() + ": " + e.getMessage(), e);
        }
    }

    private static Clock clock(Genesis genesis) {
        return Clock.newBuilder()
                .setChainId(genesis.getChainId())
                .setHeight(genesis.getInitialHeight())
                .setTimeMs(genesis.getTimeMs())
                .setBilledTimeMs(genesis.getBilledTimeMs())
                .build();
    }

    private static void requireHeader(Genesis genesis) {
        if (!genesis.getChainId().matches(CHAIN_ID)) {
            throw new MalformedException("a chain id is 1 to 50 of a-z, 0-9, dot, underscore and dash; this is "
                    + MalformedException.quote(genesis.getChainId()));
        }
        if (genesis.getTimeMs() < 0 || genesis.getBilledTimeMs() < 0 || genesis.getInitialHeight() < 0) {
            throw new MalformedException(
                    "time_ms, billed_time_ms and initial_height of a genesis start at 0; these are "
                            + genesis.getTimeMs() + ", " + genesis.getBilledTimeMs() + " and "
                            + Long.toUnsignedString(genesis.getInitialHeight()));
        }
    }

    private static void requireParts(Genesis genesis, List<ModuleRegistry> modules) {
        var expected = modules.stream().map(ModuleRegistry::module).toList();
        var came = new ArrayList<String>();
        genesis.getModulesList().forEach(part -> came.add(part.getModule()));
        if (!came.equals(expected)) {
            throw new MalformedException(
                    "a genesis has one part for each of the modules " + expected + ", in this order; this has " + came);
        }
    }

    private static List<ModuleRegistry> withGenesis(Registry registry) {
        return registry.modules().stream()
                .filter(module -> module.genesisRoute().isPresent())
                .toList();
    }
}
