/**
 * Akash's Stack Definition Language, versions 2.0 and 2.1. docs/sdl.md tells what is different here.
 *
 * <pre>
 * text → yaml.YamlReader → YamlValue, Fields    nodes with places, read as Go's YAML library would
 *      → DocumentReader, ServiceReader, …       Source: the document with types
 *      → ReferenceChecks, ServiceChecks         what does not depend on who runs where
 *      → PlanBuilder → Plan                     who runs where with what
 *      → StorageChecks, GroupChecks             what does
 *      → GroupSpecs, Manifests                  groups and manifest → canonical JSON → SHA-256
 * </pre>
 *
 * The same document gives the same groups and the same hash as on Akash. A bad document never ends in an exception of
 * another kind: every problem is named at once, with line, column and a hint. Rules that a reader would not expect are
 * Akash's and are marked as such; what Akash lets pass by accident is a constant of {@code Accident}, refused in the strict
 * mode and followed in the compat mode. A new rule of Akash's goes where its kind stands, with its test in SdlRulesTest; a
 * new accident goes into {@code Accident}, docs/sdl.md and AccidentTest, of which the last two are checked against the first.
 *
 * <p>Provider and tenant check manifests with the same code, {@code ManifestJson} and {@code ManifestCheck}.
 */
@NullMarked
package network.millrace.client.sdl;

import org.jspecify.annotations.NullMarked;
