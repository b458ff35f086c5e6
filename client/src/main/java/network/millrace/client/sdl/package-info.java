/**
 * Akash's Stack Definition Language, versions 2.0 and 2.1, as its own parser accepts it.
 *
 * <pre>
 * text → YAML nodes with positions → typed document → checks that collect every problem → groups, manifest
 *                                                                  manifest → canonical JSON → SHA-256
 * </pre>
 *
 * The same document gives the same groups and the same hash as on Akash. The pipeline never throws for a bad document: it
 * names every problem with line and column. Rules that a reader would not expect are Akash's and are marked as such.
 */
@NullMarked
package network.millrace.client.sdl;

import org.jspecify.annotations.NullMarked;
