/**
 * Docker compose files turned into SDL documents.
 *
 * <pre>
 * text → sdl.yaml.YamlReader (positions, limits) → services (variables put in) → who talks to whom → SDL text, and what was left out
 * </pre>
 *
 * A compose file says more than an SDL document can. Nothing of that is dropped in silence: each part without a counterpart, and each choice that
 * had to be made, is a {@link network.millrace.client.compose.ComposeNote} with its place, and a comment in the document. Extension keys ({@code x-…}) and the
 * obsolete {@code version} have no meaning in compose itself and are passed over. Whatever comes out reads in the parser's strict mode.
 *
 * <p>Pure: no files, no environment of the process. Input is limited in size, depth, number of nodes visited and length of what variables expand to.
 */
@NullMarked
package network.millrace.client.compose;

import org.jspecify.annotations.NullMarked;
