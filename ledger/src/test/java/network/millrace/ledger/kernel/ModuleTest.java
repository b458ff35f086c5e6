package network.millrace.ledger.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import network.millrace.ledger.Person;
import network.millrace.ledger.genesis.DevelopmentGenesis;
import network.millrace.ledger.genesis.Endowment;
import network.millrace.ledger.modules.accounts.AccountsModule;
import network.millrace.ledger.modules.bank.Bank;
import network.millrace.ledger.modules.bank.BankModule;
import network.millrace.ledger.modules.fees.FeesModule;
import network.millrace.ledger.state.Keyspace;
import network.millrace.ledger.state.MemoryState;
import network.millrace.ledger.state.State;
import network.millrace.protocol.MalformedException;
import network.millrace.protocol.bank.v1.QuerySupplyRequest;
import network.millrace.protocol.bank.v1.QuerySupplyResponse;
import network.millrace.protocol.cosmos.bank.v1beta1.MsgSend;
import network.millrace.protocol.cosmos.base.v1beta1.Coin;
import network.millrace.protocol.escrow.v1.MsgDeposit;
import network.millrace.protocol.escrow.v1.MsgDepositResponse;
import network.millrace.protocol.fees.v1.Params;
import network.millrace.protocol.ledger.v1.Block;
import network.millrace.protocol.ledger.v1.BlockResult;
import network.millrace.protocol.ledger.v1.TxResult;
import network.millrace.protocol.money.Amount;
import network.millrace.protocol.money.Coins;
import network.millrace.protocol.money.Denom;
import network.millrace.protocol.money.Money;
import network.millrace.protocol.tx.TransactionBuilder;
import org.junit.jupiter.api.Test;

/** What a module may plug in, and what is refused when modules are put together. */
class ModuleTest {
    private static final String CHAIN_ID = "modules-1";
    private static final long GENESIS_MS = 1_700_000_000_000L;

    private final Person alice = Person.called("alice");
    private final Person bob = Person.called("bob");
    private final AccountsModule accounts = new AccountsModule();
    private final BankModule bank = new BankModule(accounts.accounts());
    private final FeesModule fees = new FeesModule(accounts.accounts(), bank.bank());

    /** A module whose registration is given as a lambda. */
    private record Sketch(String name, Consumer<ModuleRegistry> parts) implements LedgerModule {
        @Override
        public void register(ModuleRegistry registry) {
            parts.accept(registry);
        }
    }

    @Test
    void hooksRunInTheOrderOfTheModulesAndTheirEventsAreToldApart() {
        var result = block(
                new Sketch("first", registry -> {
                    registry.beginBlock(context -> context.emit(event("first begins")));
                    registry.endBlock(context -> context.emit(event("first ends")));
                }),
                new Sketch("second", registry -> {
                    registry.endBlock(context -> context.emit(event("second ends")));
                    registry.beginBlock(context -> context.emit(event("second begins")));
                }));

        assertThat(result.getBeginEventsList())
                .extracting(ModuleTest::denomOf)
                .containsExactly("first begins", "second begins");
        assertThat(result.getEndEventsList())
                .extracting(ModuleTest::denomOf)
                .containsExactly("first ends", "second ends");
        assertThat(result.getEndEvents(0).getMessageIndex()).isEqualTo(-1);
    }

    @Test
    void earliestDeadlineCounts() {
        var result = block(
                new Sketch("none", registry -> registry.deadline(context -> OptionalLong.empty())),
                new Sketch("late", registry -> registry.deadline(context -> OptionalLong.of(9_000))),
                new Sketch("early", registry -> registry.deadline(context -> OptionalLong.of(5_000))));

        assertThat(result.getNextDeadlineMs()).isEqualTo(5_000);
    }

    @Test
    void billedTimeIsTurnedIntoBlockTime() {
        var seen = new long[2];
        block(new Sketch(
                "clock",
                registry -> registry.endBlock(context -> {
                    seen[0] = context.billedMs();
                    seen[1] = context.timeOfBilledMs(context.billedMs() + 400);
                })));

        assertThat(seen[0]).isEqualTo(30_000);
        assertThat(seen[1]).isEqualTo(GENESIS_MS + 45_000 + 400);
    }

    @Test
    void malformedFieldInAHandlerRefusesTheTransaction() {
        var result = deposit((message, context) -> {
            throw new MalformedException("expected this, came that");
        });

        assertThat(result.getCodespace()).isEqualTo("kernel");
        assertThat(result.getCode()).isEqualTo(KernelError.FIELD_MALFORMED.code());
        assertThat(result.getLog()).isEqualTo("expected this, came that");
    }

    @Test
    void overflowInAHandlerRefusesTheTransactionAndTakesItsWritesBack() {
        var result = deposit((message, context) -> {
            bank.bank().move(context, alice.address(), bob.address(), Money.of(Denom.UUSD, 5));
            context.emit(event("gone"));
            return MsgDepositResponse.newBuilder()
                    .setDepletionMs(Amount.of(Long.MAX_VALUE)
                            .times(Long.MAX_VALUE)
                            .times(Long.MAX_VALUE)
                            .value()
                            .longValueExact())
                    .build();
        });

        assertThat(result.getCode()).isEqualTo(KernelError.AMOUNT_OUT_OF_RANGE.code());
        assertThat(result.getEventsList()).hasSize(1);
        assertThat(balance(bob)).isEqualTo(Amount.of(1_000_000));
    }

    @Test
    void brokenInvariantInAHandlerStopsTheBlock() {
        assertThatThrownBy(() -> deposit((message, context) -> {
                    throw new IllegalStateException("this must never be");
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("this must never be");
    }

    @Test
    void twoModulesDoNotShareAByteOfTheState() {
        assertRefused("both use state byte 3", new Sketch("thief", registry -> registry.keys(new Keyspace(3))));
    }

    @Test
    void twoModulesDoNotShareAName() {
        assertRefused("two modules are called bank", new Sketch("bank", registry -> {}));
    }

    @Test
    void messageHasOneHandler() {
        assertRefused(
                "/cosmos.bank.v1beta1.MsgSend is registered twice",
                new Sketch(
                        "thief",
                        registry -> registry.message(MsgSend.getDefaultInstance(), 1, (message, context) -> message)));
    }

    @Test
    void messageNamesItsSigner() {
        assertRefused(
                "names its signer",
                new Sketch(
                        "odd",
                        registry -> registry.message(Coin.getDefaultInstance(), 1, (message, context) -> message)));
    }

    @Test
    void everyDeclaredQueryIsAnswered() {
        assertThatThrownBy(() -> registry(new Sketch(
                        "half",
                        registry -> registry.query(
                                QuerySupplyRequest.getDefaultInstance(),
                                (request, context) -> QuerySupplyResponse.getDefaultInstance()))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("query millrace.bank.v1.Query.Balances is declared but module half does not answer it");
    }

    @Test
    void queryIsAMethodOfTheQueryService() {
        assertRefused(
                "expected a method of service Query",
                new Sketch(
                        "odd",
                        registry -> registry.query(MsgSend.getDefaultInstance(), (request, context) -> request)));
    }

    @Test
    void errorCodesBelongToTheirModule() {
        assertRefused(
                "expected error codes from 1, each once, with codespace other",
                new Sketch("other", registry -> registry.errors(KernelError.TX_TOO_LARGE)));
    }

    @Test
    void exactlyOneModuleTakesTheFees() {
        assertRefused(
                "expected one module that calls registry.fees(…), came 2",
                new Sketch("thief", registry -> registry.fees((context, payer, fee) -> {})));
    }

    @Test
    void defaultsKeepTheirOwnBounds() {
        var bounds = Bounds.of(Params.getDefaultInstance()).between("lease_fee_basis_points", 1, 5);

        assertThatThrownBy(() -> new ModuleParams<>(new Keyspace(9), Params.getDefaultInstance(), bounds))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("lease_fee_basis_points must be a number from 1 to 5, came \"0\"");
    }

    @Test
    void boundsReadUnsignedNumbersAndDigits() {
        var bounds = Bounds.of(Params.getDefaultInstance())
                .between("lease_fee_basis_points", 0, 10)
                .between("min_gas_price", 0, 10);
        var wrong = Params.newBuilder().setLeaseFeeBasisPoints(-1).setMinGasPrice("1.5");

        assertThat(bounds.violations(wrong.build()))
                .containsExactly(
                        "lease_fee_basis_points must be a number from 0 to 10, came \"4294967295\"",
                        "min_gas_price must be a number from 0 to 10, came \"1.5\"");
    }

    @Test
    void boundsNameAFieldThatExists() {
        assertThatThrownBy(() -> Bounds.of(Params.getDefaultInstance()).between("no_such", 0, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no_such");
    }

    private final MemoryState state = new MemoryState();

    private Registry registry(LedgerModule... more) {
        var modules = new java.util.ArrayList<LedgerModule>(List.of(accounts, bank, fees));
        modules.addAll(List.of(more));
        return Registry.of(modules);
    }

    private void assertRefused(String words, LedgerModule module) {
        assertThatThrownBy(() -> registry(module))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(words);
    }

    private BlockResult block(LedgerModule... more) {
        return block(registry(more), List.of());
    }

    private TxResult deposit(MessageHandler<MsgDeposit, MsgDepositResponse> handler) {
        var module =
                new Sketch("deposits", registry -> registry.message(MsgDeposit.getDefaultInstance(), 100, handler));
        byte[] transaction = TransactionBuilder.on(CHAIN_ID)
                .add(MsgDeposit.newBuilder()
                        .setDepositor(alice.address().toString())
                        .build())
                .fee(Coins.of(Money.of(Denom.UMIL, 2_500)), 100_000)
                .sign(alice.key(), 0, 0)
                .bytes();
        return block(registry(module), List.of(transaction)).getTransactions(0);
    }

    private BlockResult block(Registry registry, List<byte[]> transactions) {
        var kernel = new Kernel(registry, SignatureVerifier.atOnce(), new HashChain());
        var coins = Coins.of(Money.of(Denom.UMIL, 1_000_000), Money.of(Denom.UUSD, 1_000_000));
        var genesis = kernel.load(DevelopmentGenesis.of(
                registry.defaultGenesis(),
                CHAIN_ID,
                GENESIS_MS,
                List.of(new Endowment(alice.address(), coins), new Endowment(bob.address(), coins))));
        state.apply(genesis.writes());
        var outcome = kernel.apply(
                new State(state),
                genesis.clock(),
                Block.newBuilder()
                        .setChainId(CHAIN_ID)
                        .setHeight(1)
                        .setTimeMs(GENESIS_MS + 45_000)
                        .setLastAppHash(genesis.clock().getAppHash())
                        .addAllTransactions(
                                transactions.stream().map(ByteString::copyFrom).toList())
                        .build());
        state.apply(outcome.writes());
        return outcome.result();
    }

    private Amount balance(Person person) {
        Bank source = bank.bank();
        return source.balance(new State(state), person.address(), Denom.UUSD);
    }

    private static Coin event(String words) {
        return Coin.newBuilder().setDenom(words).build();
    }

    private static String denomOf(network.millrace.protocol.ledger.v1.Event event) {
        try {
            return Coin.parseFrom(event.getValue().getValue()).getDenom();
        } catch (com.google.protobuf.InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }
}
