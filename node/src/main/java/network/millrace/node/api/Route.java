package network.millrace.node.api;

import io.helidon.webserver.http.Handler;

/**
 * One route.
 *
 * @param method GET or POST
 * @param path with variables in braces
 * @param summary one line for the listing
 */
record Route(String method, String path, String summary, Handler handler) {

    static Route get(String path, String summary, Handler handler) {
        return new Route("GET", path, summary, handler);
    }

    static Route post(String path, String summary, Handler handler) {
        return new Route("POST", path, summary, handler);
    }
}
