package network.millrace.node.storage;

import java.util.List;

/** One folder of append-only files. What was not synced may be lost, in whole or in part, when the machine stops. */
public interface Disk {

    /** Names of the files, in ascending order. */
    List<String> names();

    /** Opens a file, and makes an empty one when it is absent. The name of a new file is durable on return. */
    DiskFile open(String name);

    /** Removes a file; durable on return. */
    void delete(String name);

    /** What an operator would call this folder, for error messages. */
    String description();
}
