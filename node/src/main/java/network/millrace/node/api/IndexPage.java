package network.millrace.node.api;

import java.util.List;

/** What a node answers at its root: every route and query, as text. Derived, so it is never out of date. */
final class IndexPage {
    private final List<Route> routes;
    private final List<QueryRoutes.Query> queries;

    IndexPage(List<Route> routes, List<QueryRoutes.Query> queries) {
        this.routes = routes;
        this.queries = queries;
    }

    String text(String chainId) {
        StringBuilder text = new StringBuilder("Millrace node of " + chainId + "\n\n");
        for (Route route : routes) {
            text.append(line(route.method(), route.path(), route.summary()));
        }
        text.append("\nJSON is protobuf's mapping with the field names of the .proto files; ")
                .append(MessageCodec.PROTOBUF)
                .append(" as Content-Type and Accept speaks the binary form.\n\nQueries\n");
        for (QueryRoutes.Query query : queries) {
            text.append(line("", query.path(), query.request() + " -> " + query.response()));
        }
        return text.toString();
    }

    private static String line(String method, String path, String summary) {
        return "  " + method + " ".repeat(6 - method.length()) + path + " ".repeat(Math.max(1, 36 - path.length()))
                + summary + "\n";
    }
}
