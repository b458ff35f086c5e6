package network.millrace.ledger.state;

/** One entry of a table, or of an index: then the key is the indexed value and the value the primary key. */
public record Row<K, V>(K key, V value) {}
