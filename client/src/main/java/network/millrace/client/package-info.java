/**
 * What every user of the network needs: the way to a node ({@link network.millrace.client.Network}), keys ({@code wallet}),
 * sending ({@code transactions}), documents ({@code sdl}), compose files turned into documents ({@code compose}) and the
 * provider's door ({@code access}). Blocking calls, meant for virtual threads.
 */
@NullMarked
package network.millrace.client;

import org.jspecify.annotations.NullMarked;
