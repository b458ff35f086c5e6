package network.millrace.cli.bench;

/**
 * How fast something went.
 *
 * @param perSecond by the clock
 * @param perThreadSecond by the time in which the thread really ran: what a machine without other work would come to
 */
record Pace(double perSecond, double perThreadSecond) {}
