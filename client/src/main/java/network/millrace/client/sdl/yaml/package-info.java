/**
 * YAML as a tree that remembers where everything stands, and what its scalars stand for by the rules of the library that
 * Akash's parser uses (Go's yaml.v3), which differ from those of YAML 1.2: {@code 017} is 15, {@code 1_000} a number,
 * {@code on} a truth value.
 *
 * <pre>
 * text → events (snakeyaml-engine) → YamlReader → YamlNode
 * </pre>
 *
 * Aliases stay aliases: whoever follows them pays for it, so that a few lines cannot stand for a billion values. Depth and
 * number of nodes are limited.
 */
@NullMarked
package network.millrace.client.sdl.yaml;

import org.jspecify.annotations.NullMarked;
