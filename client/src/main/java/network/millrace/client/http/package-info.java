/** A node over HTTP: protobuf bodies, server-sent events, several endpoints with fail-over. */
@NullMarked
package network.millrace.client.http;

import org.jspecify.annotations.NullMarked;
