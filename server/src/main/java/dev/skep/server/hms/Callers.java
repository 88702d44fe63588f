package dev.skep.server.hms;

import java.util.List;
import java.util.Map;

import dev.skep.metastore.access.Caller;

/** Who is calling, and what a client has set for its connection. The implementation for Thrift connections is {@link ConnectionCallers}. */
public interface Callers {

    /** Who makes the call that this thread serves, and from where. */
    Caller caller();

    /** Takes a client's word for who it is (set_ugi), for later calls of its connection; ignored where it has signed in with proof. */
    void claim(String user, List<String> groups);

    /** The configuration values that the client has set for its connection; may be changed. */
    Map<String, String> connectionSettings();
}
