package network.millrace.ledger.modules.market;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import java.util.HexFormat;
import network.millrace.ledger.Person;
import network.millrace.protocol.crypto.Hash;
import network.millrace.protocol.ids.OrderId;
import network.millrace.protocol.market.v1.MsgCreateBid;
import network.millrace.protocol.market.v1.MsgCreateDeployment;
import network.millrace.protocol.market.v1.MsgLeaseReady;
import network.millrace.protocol.market.v1.OrderTerms;
import network.millrace.protocol.market.v1.ResourceOffer;
import network.millrace.protocol.money.Denom;
import network.millrace.protocol.money.Money;
import network.millrace.protocol.money.Price;
import network.millrace.protocol.resources.v1.GroupSpec;
import org.junit.jupiter.api.Test;

/** The bytes of the market's messages: wallets, SDKs and old blocks rely on them. A change here is a fork of the network. */
class MarketGoldenTest {
    private static final String TENANT = Person.called("tenant").address().toString();
    private static final String ADA = Person.called("ada").address().toString();
    private static final GroupSpec GROUP = TestMarket.group("web", 100);
    private static final OrderId ORDER = new OrderId(Person.called("tenant").address(), 7, 1, 1);

    @Test
    void readyIsWrittenSo() {
        var ready = MsgLeaseReady.newBuilder()
                .setProvider(ADA)
                .setOrder(ORDER.toProto())
                .addDigests("web=sha256:00")
                .build();

        assertThat(HexFormat.of().formatHex(ready.toByteArray()))
                .isEqualTo(
                        // provider; order: owner, dseq, gseq and oseq; digest
                        "0a2b6d696c6c316c356768356664646b673539717074336b3874367a79706d35616b7971336d66753832327a32"
                                + "12330a2b6d696c6c3171747466333337347432716b7064736a6d38666b346e6c34327171613635746a72347a633364"
                                + "100718012001"
                                + "1a0d7765623d7368613235363a3030");
    }

    @Test
    void aDeploymentHashesTo() {
        var deployment = MsgCreateDeployment.newBuilder()
                .setOwner(TENANT)
                .setDseq(7)
                .addGroups(GROUP)
                .setHash(TestMarket.hash("manifest"))
                .setDeposit(Money.of(Denom.UUSD, 1_000_000).toProto())
                .setTerms(OrderTerms.newBuilder()
                        .setAward(OrderTerms.AwardMode.TENANT)
                        .setRegion("eu")
                        .setResidency("DE")
                        .setExpectedDurationS(3_600)
                        .setRedundancy(1))
                .build();

        assertThat(sha256(deployment)).isEqualTo("ecb2f876df3f802adddd7ecbe5afed4692e174207f2385c2816a3bbe9a2e1b79");
    }

    @Test
    void aBidHashesTo() {
        var bid = MsgCreateBid.newBuilder()
                .setProvider(ADA)
                .setOrder(ORDER.toProto())
                .setPrice(Price.parse(Denom.UUSD, "12.5").toProto())
                .addResourcesOffer(ResourceOffer.newBuilder()
                        .setResource(GROUP.getResources(0).getResource())
                        .setCount(1))
                .setDeposit(Money.of(Denom.UUSD, 100_000).toProto())
                .build();

        assertThat(sha256(bid)).isEqualTo("770f2cab0f4ae6951a0ac33336e388f35ab1d73a542f44691b7ab44b78ec7fd9");
    }

    private static String sha256(Message message) {
        return Hash.sha256(message.toByteArray()).hex();
    }
}
