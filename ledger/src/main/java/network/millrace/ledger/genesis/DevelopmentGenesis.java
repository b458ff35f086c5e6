package network.millrace.ledger.genesis;

import com.google.protobuf.Any;
import java.util.List;
import network.millrace.ledger.Modules;
import network.millrace.protocol.accounts.v1.Account;
import network.millrace.protocol.bank.v1.Balance;
import network.millrace.protocol.cosmos.base.v1beta1.Coin;
import network.millrace.protocol.ledger.v1.Genesis;
import network.millrace.protocol.ledger.v1.ModuleGenesis;
import network.millrace.protocol.money.Coins;
import network.millrace.protocol.money.Money;
import network.millrace.protocol.registry.MessageTypes;

/**
 * The genesis of a development network: every parameter at its default, denominations {@code umil} and {@code uusd}, and
 * the accounts given, numbered in their order.
 */
public final class DevelopmentGenesis {
    private DevelopmentGenesis() {}

    /** @param timeMs time of the genesis, ms since 1970; the first block is later */
    public static Genesis of(String chainId, long timeMs, List<Endowment> endowments) {
        return of(Modules.all().defaultGenesis(), chainId, timeMs, endowments);
    }

    /** The same on other defaults, such as those of fewer modules; they must have the parts accounts and bank. */
    public static Genesis of(Genesis defaults, String chainId, long timeMs, List<Endowment> endowments) {
        var genesis = defaults.toBuilder().setChainId(chainId).setTimeMs(timeMs);
        for (ModuleGenesis.Builder part : genesis.getModulesBuilderList()) {
            switch (part.getModule()) {
                case "accounts" -> part.setState(accounts(endowments));
                case "bank" -> part.setState(bank(part.getState(), endowments));
                default -> {}
            }
        }
        return genesis.build();
    }

    private static Any accounts(List<Endowment> endowments) {
        var accounts =
                network.millrace.protocol.accounts.v1.GenesisState.newBuilder().setNextNumber(endowments.size());
        for (Endowment endowment : endowments) {
            accounts.addAccounts(Account.newBuilder()
                    .setAddress(endowment.address().toString())
                    .setNumber(accounts.getAccountsCount()));
        }
        return MessageTypes.pack(accounts.build());
    }

    private static Any bank(Any defaults, List<Endowment> endowments) {
        var bank = ((network.millrace.protocol.bank.v1.GenesisState) MessageTypes.unpack(defaults)).toBuilder();
        Coins supply = Coins.NONE;
        for (Endowment endowment : endowments) {
            for (Money money : endowment.coins()) {
                supply = supply.plus(money);
                bank.addBalances(balance(endowment, money.toProto()));
            }
        }
        return MessageTypes.pack(bank.addAllSupply(supply.toProto()).build());
    }

    private static Balance.Builder balance(Endowment endowment, Coin coin) {
        return Balance.newBuilder().setAddress(endowment.address().toString()).setAmount(coin);
    }
}
