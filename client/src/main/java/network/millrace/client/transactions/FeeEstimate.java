package network.millrace.client.transactions;

import network.millrace.protocol.money.Money;

/** What a transaction may use and costs. */
public record FeeEstimate(long gasLimit, Money fee) {}
