package network.millrace.proof.kernels;

import java.util.function.IntConsumer;

/**
 * Where the tasks of one operation run. The module starts no threads: the caller brings them. Tasks are independent and
 * each writes places of its own, so their order and number of threads cannot change a bit.
 */
public interface Workers {
    /** Everything on the caller's thread, in order. */
    Workers SERIAL = new Workers() {
        @Override
        public int count() {
            return 1;
        }

        @Override
        public void run(int tasks, IntConsumer task) {
            for (int i = 0; i < tasks; i++) {
                task.accept(i);
            }
        }
    };

    /** How many tasks can run at the same time; an operation makes its tasks accordingly. */
    int count();

    /**
     * Runs tasks 0 to tasks - 1 and returns when all have ended, their writes visible to the caller. If some fail, the
     * exception of the lowest number is thrown.
     */
    void run(int tasks, IntConsumer task);
}
