package dev.skep.server;

/** Where the doors of a server are: a Thrift URI, a JDBC URL and an HTTP URL. */
public record Endpoints(String metastore, String hiveServer2, String http) {}
