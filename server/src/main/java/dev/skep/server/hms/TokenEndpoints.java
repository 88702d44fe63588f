package dev.skep.server.hms;

import static dev.skep.server.hms.mapping.Requests.required;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.CatalogException.Reason;
import dev.skep.server.auth.DelegationTokens;
import dev.skep.thrift.transport.SignedIn;
import org.apache.thrift.TException;
import org.jspecify.annotations.Nullable;

/** Delegation tokens: how jobs of Hive and Spark sign in for the user who has started them. */
interface TokenEndpoints extends Endpoints {

    @Override
    default String get_delegation_token(@Nullable String tokenOwner, @Nullable String renewerKerberosPrincipalName)
            throws TException {
        return call("get_delegation_token", session -> {
            DelegationTokens tokens = delegationTokens();
            SignedIn caller = prover();
            SignedIn owner = context().callers().actAs(caller,
                    tokens.ownerOf(tokenOwner == null ? "" : tokenOwner, caller));
            return tokens.issue(owner, caller,
                    renewerKerberosPrincipalName == null ? "" : renewerKerberosPrincipalName);
        });
    }

    @Override
    default long renew_delegation_token(@Nullable String tokenStrForm) throws TException {
        return call("renew_delegation_token", session -> delegationTokens()
                .renew(prover(), required(tokenStrForm, "token_str_form")).toEpochMilli());
    }

    @Override
    default void cancel_delegation_token(@Nullable String tokenStrForm) throws TException {
        run("cancel_delegation_token",
                session -> delegationTokens().cancel(prover(), required(tokenStrForm, "token_str_form")));
    }

    private DelegationTokens delegationTokens() {
        DelegationTokens tokens = context().tokens();
        if (tokens == null) {
            throw new CatalogException(Reason.INVALID_OPERATION,
                    "Cannot answer for delegation tokens: this server has no sign-in (setting auth.type)");
        }
        return tokens;
    }

    private SignedIn prover() {
        return context().callers().signedIn().orElseThrow(() -> new CatalogException(Reason.ACCESS_DENIED,
                "Cannot answer for delegation tokens: you have not signed in"));
    }
}
