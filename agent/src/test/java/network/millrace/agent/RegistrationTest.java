package network.millrace.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.util.List;
import network.millrace.agent.inventory.Machine;
import network.millrace.agent.settings.AgentSettings;
import network.millrace.agent.testkit.Fixtures;
import network.millrace.protocol.provider.v1.Fingerprint;
import network.millrace.protocol.provider.v1.MsgRegisterProvider;
import network.millrace.protocol.provider.v1.MsgUpdateProvider;
import network.millrace.protocol.provider.v1.Provider;
import org.junit.jupiter.api.Test;

class RegistrationTest {

    private static final Machine MACHINE = new Machine(4_000, 8L << 30, 100L << 30, "arm64");
    private static final Fingerprint FINGERPRINT = Fingerprint.newBuilder()
            .setSha256(ByteString.copyFrom(new byte[32]))
            .build();

    @Test
    void saysWhatWasMeasuredAndNothingElseOfTheArchitecture() {
        MsgRegisterProvider message = registration(
                        AgentSettings.DEFAULT.with("attributes.arch", "amd64").with("attributes.tier", "pro"))
                .register();

        assertThat(message.getCapacity().getCpuMillis()).isEqualTo(3_200);
        assertThat(message.getAttributesList())
                .extracting(attribute -> attribute.getKey() + "=" + attribute.getValue())
                .containsExactly("arch=arm64", "tier=pro");
    }

    @Test
    void sendsNothingWhenTheLedgerSaysSoAlready() {
        Registration registration = registration(AgentSettings.DEFAULT);
        Provider present = registration.wanted().toBuilder()
                .setRegisteredHeight(9)
                .setRegisteredMs(99)
                .build();

        assertThat(registration.update(present)).isEmpty();
    }

    @Test
    void mendsWhatDiffers() {
        Provider present = registration(AgentSettings.DEFAULT).wanted();

        assertThat(registration(AgentSettings.DEFAULT.with("offer.cpu_percent", "50"))
                        .update(present))
                .get()
                .isInstanceOfSatisfying(MsgUpdateProvider.class, message -> assertThat(
                                message.getCapacity().getCpuMillis())
                        .isEqualTo(2_000));
    }

    private static Registration registration(AgentSettings settings) {
        return Registration.of(
                Fixtures.PROVIDER_KEY.address(), settings, MACHINE, "https://provider:8443", List.of(FINGERPRINT));
    }
}
