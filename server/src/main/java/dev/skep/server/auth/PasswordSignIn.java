package dev.skep.server.auth;

import static java.util.Objects.requireNonNull;

import java.net.InetSocketAddress;
import java.util.List;

import dev.skep.server.auth.PasswordSource.Verdict;
import dev.skep.thrift.transport.PasswordCheck;
import dev.skep.thrift.transport.SignInException;
import dev.skep.thrift.transport.SignedIn;

/** Sign-in by user and password: the first source that knows the user decides. All refusals of a wrong pair are alike. */
public final class PasswordSignIn implements PasswordCheck {
    private static final int MAX_PASSWORD_CHARS = 1024;

    private final List<PasswordSource> sources;
    private final Directories directories;
    private final AttemptLimiter limiter;
    private final RecentPasswords recent;

    public PasswordSignIn(List<PasswordSource> sources, Directories directories, AttemptLimiter limiter,
            RecentPasswords recent) {
        this.sources = List.copyOf(sources);
        this.directories = requireNonNull(directories, "directories is null");
        this.limiter = requireNonNull(limiter, "limiter is null");
        this.recent = requireNonNull(recent, "recent is null");
    }

    @Override
    public SignedIn accept(String user, String password, InetSocketAddress client) throws SignInException {
        UserNames.check(user);
        try (AttemptLimiter.Attempt attempt = limiter.begin(user, client.getAddress())) {
            SignedIn known = recent.find(user, password);
            if (known != null) {
                attempt.succeeded();
                return known;
            }
            try {
                // An empty password is never asked of a directory: LDAP would take it for a sign-in as nobody, and say yes.
                Verdict verdict = password.isEmpty() || password.length() > MAX_PASSWORD_CHARS
                        ? new Verdict.Wrong()
                        : verdict(user, password);
                if (verdict instanceof Verdict.Right right) {
                    SignedIn signedIn = directories.complete(UserNames.check(right.user()), right.groups(), "PLAIN");
                    attempt.succeeded();
                    recent.add(user, password, signedIn);
                    return signedIn;
                }
            } catch (SignInException e) {
                attempt.undecided();
                throw e;
            }
        }
        throw new SignInException("Cannot sign in: wrong user or password");
    }

    private Verdict verdict(String user, String password) throws SignInException {
        for (PasswordSource source : sources) {
            Verdict verdict = source.check(user, password);
            if (!(verdict instanceof Verdict.Unknown)) {
                return verdict;
            }
        }
        return new Verdict.Unknown();
    }
}
