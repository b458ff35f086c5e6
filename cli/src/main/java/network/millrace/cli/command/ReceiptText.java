package network.millrace.cli.command;

import java.util.LinkedHashMap;
import java.util.Map;
import network.millrace.client.transactions.Receipt;

/** Where a transaction is to be found. */
public final class ReceiptText {
    private ReceiptText() {}

    public static String line(Receipt receipt) {
        return "transaction " + receipt.hash().hex() + " in block " + receipt.height();
    }

    public static Map<String, Object> facts(Receipt receipt) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("hash", receipt.hash().hex());
        facts.put("height", receipt.height());
        return facts;
    }
}
