package dev.skep.server;

import java.net.Inet6Address;
import java.net.InetAddress;

/** Where the doors of a server are: a Thrift URI, a JDBC URL and an HTTP URL. */
public record Endpoints(String metastore, String hiveServer2, String http) {

    /** The URLs of doors on these ports, as programs on this machine reach them. */
    static Endpoints of(InetAddress bind, int metastore, int hiveServer2, int http, boolean isEncrypted) {
        String host = host(bind);
        return new Endpoints("thrift://%s:%d".formatted(host, metastore),
                "jdbc:skep://%s:%d/default%s".formatted(host, hiveServer2, isEncrypted ? ";ssl=true" : ""),
                "%s://%s:%d".formatted(isEncrypted ? "https" : "http", host, http));
    }

    private static String host(InetAddress bind) {
        InetAddress address = bind.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : bind;
        String text = address.getHostAddress();
        return address instanceof Inet6Address ? "[" + text + "]" : text;
    }
}
