package network.millrace.protocol.ids;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import network.millrace.protocol.MalformedException;
import network.millrace.protocol.address.Address;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdsTest {
    private static final Address OWNER = Address.module("owner");
    private static final Address PROVIDER = Address.module("provider");

    private final OrderId order = new DeploymentId(OWNER, -1L).group(2).order(3);
    private final LeaseId lease = order.lease(PROVIDER);

    @Test
    void textFormIsOwnerDseqGseqOseqProvider() {
        assertThat(lease).hasToString(OWNER + "/18446744073709551615/2/3/" + PROVIDER);
    }

    @Test
    void textAndWireFormsAreReadBack() {
        assertThat(LeaseId.parse(lease.toString())).isEqualTo(lease);
        assertThat(LeaseId.of(lease.toProto())).isEqualTo(lease);
        assertThat(BidId.parse(lease.bid().toString()).lease()).isEqualTo(lease);
        assertThat(BidId.of(lease.bid().toProto())).isEqualTo(lease.bid());
        assertThat(OrderId.parse(order.toString())).isEqualTo(order);
        assertThat(OrderId.of(order.toProto())).isEqualTo(order);
        assertThat(GroupId.parse(order.group().toString())).isEqualTo(order.group());
        assertThat(GroupId.of(order.group().toProto())).isEqualTo(order.group());
        assertThat(DeploymentId.parse(order.deployment().toString())).isEqualTo(order.deployment());
        assertThat(DeploymentId.of(order.deployment().toProto())).isEqualTo(order.deployment());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "/1/2/3/", "mill1/1/1/1/mill1", "a/b/c/d/e/f"})
    void whatIsNoLeaseIdIsRefused(String text) {
        assertThatExceptionOfType(MalformedException.class).isThrownBy(() -> LeaseId.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0/1/1", "1/0/1", "1/1/0", "1/-1/1", "1/1/x", "x/1/1", "-1/1/1"})
    void sequencesCountFromOne(String numbers) {
        assertThatExceptionOfType(MalformedException.class).isThrownBy(() -> OrderId.parse(OWNER + "/" + numbers));
    }
}
