/**
 * OCI images on this machine's disk: writing an image layout ({@link network.millrace.agent.workload.image.OciLayoutWriter}),
 * reading one while checking every byte against its digest, and the store in which a backend keeps what it has fetched.
 *
 * <p>An image is known by the digest of its manifest. Nothing of an image is trusted before its blobs were hashed and the size of
 * its unpacked layers was counted, because layers are unpacked by root.
 */
@NullMarked
package network.millrace.agent.workload.image;

import org.jspecify.annotations.NullMarked;
