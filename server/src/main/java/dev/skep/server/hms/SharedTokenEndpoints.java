package dev.skep.server.hms;

import static dev.skep.server.hms.mapping.Requests.required;

import java.util.List;

import dev.skep.metastore.model.MasterKey;
import org.apache.thrift.TException;
import org.jspecify.annotations.Nullable;

/** The token store that HiveServer2 and other servers of Hive can have in the metastore (DBTokenStore): what they keep here for each other. Skep's own secrets are elsewhere. */
interface SharedTokenEndpoints extends Endpoints {

    @Override
    default boolean add_token(@Nullable String tokenIdentifier, @Nullable String delegationToken) throws TException {
        return call("add_token", session -> session.sharedTokens().add(required(tokenIdentifier, "token_identifier"),
                required(delegationToken, "delegation_token")));
    }

    @Override
    default boolean remove_token(@Nullable String tokenIdentifier) throws TException {
        return call("remove_token",
                session -> session.sharedTokens().remove(required(tokenIdentifier, "token_identifier")));
    }

    /** Hive's server says with an empty text that there is none. */
    @Override
    default String get_token(@Nullable String tokenIdentifier) throws TException {
        return call("get_token",
                session -> session.sharedTokens().find(required(tokenIdentifier, "token_identifier")).orElse(""));
    }

    @Override
    default List<String> get_all_token_identifiers() throws TException {
        return call("get_all_token_identifiers", session -> session.sharedTokens().identifiers());
    }

    @Override
    default int add_master_key(@Nullable String key) throws TException {
        return call("add_master_key", session -> session.sharedTokens().addKey(required(key, "key")));
    }

    @Override
    default void update_master_key(int number, @Nullable String key) throws TException {
        run("update_master_key", session -> session.sharedTokens().updateKey(number, required(key, "key")));
    }

    @Override
    default boolean remove_master_key(int number) throws TException {
        return call("remove_master_key", session -> session.sharedTokens().removeKey(number));
    }

    @Override
    default List<String> get_master_keys() throws TException {
        return call("get_master_keys",
                session -> session.sharedTokens().keys().stream().map(MasterKey::key).toList());
    }
}
