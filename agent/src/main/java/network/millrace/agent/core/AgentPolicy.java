package network.millrace.agent.core;

import network.millrace.agent.bidding.Screening;
import network.millrace.agent.lease.LeasePlan;
import network.millrace.agent.lease.ManifestGate;

/** The pure rules that the core follows. */
public record AgentPolicy(Screening screening, LeasePlan plan, ManifestGate manifests, CoreLimits limits) {}
