package network.millrace.proof.sampling.audit;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import network.millrace.protocol.address.Address;

/** What an audit comes to, for the claim and for each auditor. */
public record Ruling(ClaimFate claim, SortedMap<Address, AuditorFate> auditors) {
    public Ruling {
        auditors = Collections.unmodifiableSortedMap(new TreeMap<>(auditors));
    }
}
