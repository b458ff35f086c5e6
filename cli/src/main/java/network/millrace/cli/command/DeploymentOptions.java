package network.millrace.cli.command;

import network.millrace.cli.output.Terminal;
import network.millrace.client.wallet.StoredKey;
import network.millrace.protocol.address.Address;
import network.millrace.protocol.ids.DeploymentId;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which deployment is meant: a number of one's own, or that of another owner. */
public final class DeploymentOptions {
    @Parameters(index = "0", paramLabel = "DEPLOYMENT", description = "The deployment's number (dseq), or OWNER/DSEQ.")
    private String word = "";

    @Option(
            names = "--owner",
            paramLabel = "WHO",
            defaultValue = "",
            description = "Whose it is: an address, or the name of a key; default the key that signs.")
    private String owner = "";

    /** The deployment; its owner is the signing key when nothing else is said. */
    public DeploymentId id(Home home, Terminal terminal, SigningOptions signing) {
        if (word.contains("/")) {
            return DeploymentId.parse(word);
        }
        Address address = owner.isEmpty() ? signer(home, terminal, signing) : new Party(home).address(owner);
        return DeploymentId.parse(address + "/" + word);
    }

    private static Address signer(Home home, Terminal terminal, SigningOptions signing) {
        StoredKey key = signing.stored(home, terminal);
        return key.address();
    }
}
