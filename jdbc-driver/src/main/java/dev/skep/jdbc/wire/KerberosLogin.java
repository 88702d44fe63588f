package dev.skep.jdbc.wire;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivilegedActionException;
import java.security.PrivilegedExceptionAction;
import java.util.HashMap;
import java.util.Map;

import javax.security.auth.Subject;
import javax.security.auth.kerberos.KerberosTicket;
import javax.security.auth.kerberos.KeyTab;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.Configuration;
import javax.security.auth.login.LoginContext;
import javax.security.auth.login.LoginException;

import org.jspecify.annotations.Nullable;

/** Where a client's Kerberos tickets come from: a keytab if one is named, else the caller's Subject if it has any, else the ticket cache of kinit. */
public final class KerberosLogin {
    private static final String MODULE = "com.sun.security.auth.module.Krb5LoginModule";

    private final @Nullable Path keytab;
    private final @Nullable String principal;

    /**
     * @param keytab a file of keys, null to use tickets that are there
     * @param principal the client's, null for the one that the ticket cache belongs to
     * @throws IllegalArgumentException if there is a keytab without a principal
     */
    public KerberosLogin(@Nullable Path keytab, @Nullable String principal) {
        if (keytab != null && principal == null) {
            throw new IllegalArgumentException("a keytab needs clientPrincipal");
        }
        this.keytab = keytab;
        this.principal = principal;
    }

    /** One piece of work that needs tickets. */
    interface Work<T> {
        T run() throws IOException;
    }

    <T> T run(Work<T> work) throws IOException {
        Subject subject = keytab == null ? withTickets(current()) : null;
        PrivilegedExceptionAction<T> action = work::run;
        try {
            return Subject.doAs(subject == null ? login() : subject, action);
        } catch (PrivilegedActionException e) {
            if (e.getCause() instanceof IOException) {
                throw (IOException) e.getCause();
            }
            throw new IOException("Kerberos sign-in failed: " + e.getCause(), e);
        }
    }

    private static @Nullable Subject withTickets(@Nullable Subject subject) {
        return subject == null || subject.getPrivateCredentials(KerberosTicket.class).isEmpty()
                && subject.getPrivateCredentials(KeyTab.class).isEmpty() ? null : subject;
    }

    /** The caller's Subject. Java 18 renamed the way to ask, and Java 24 ended the old one: this class file runs on all. */
    private static @Nullable Subject current() {
        try {
            return (Subject) Subject.class.getMethod("current").invoke(null);
        } catch (NoSuchMethodException e) {
            return currentBeforeJava18();
        } catch (IllegalAccessException | InvocationTargetException e) {
            return null;
        }
    }

    private static @Nullable Subject currentBeforeJava18() {
        try {
            Class<?> controller = Class.forName("java.security.AccessController");
            Object context = controller.getMethod("getContext").invoke(null);
            Method subject = Subject.class.getMethod("getSubject",
                    Class.forName("java.security.AccessControlContext"));
            return (Subject) subject.invoke(null, context);
        } catch (ReflectiveOperationException e) {
            return null;
        }
    }

    private Subject login() throws IOException {
        if (keytab != null && !Files.isReadable(keytab)) {
            throw new SignInRefusedException("Cannot read keytab '" + keytab + "': there is no such file, or it is "
                    + "closed to this user");
        }
        Map<String, String> options = new HashMap<>();
        options.put("doNotPrompt", "true");
        options.put("isInitiator", "true");
        options.put("refreshKrb5Config", "true");
        if (principal != null) {
            options.put("principal", principal);
        }
        if (keytab == null) {
            options.put("useTicketCache", "true");
        } else {
            options.put("useKeyTab", "true");
            options.put("keyTab", keytab.toString());
            options.put("storeKey", "true");
        }
        try {
            LoginContext context = new LoginContext("skep", new Subject(), null, new OneModule(options));
            context.login();
            return context.getSubject();
        } catch (LoginException e) {
            String help = keytab == null
                    ? "no Kerberos ticket (run kinit, or set keytab and clientPrincipal)"
                    : "the keytab '" + keytab + "' does not sign '" + principal + "' in";
            throw new SignInRefusedException(help + ": " + SaslHandshake.reason(e), e);
        }
    }

    private static final class OneModule extends Configuration {
        private final Map<String, String> options;

        OneModule(Map<String, String> options) {
            this.options = options;
        }

        @Override
        public AppConfigurationEntry[] getAppConfigurationEntry(String name) {
            return new AppConfigurationEntry[]{new AppConfigurationEntry(MODULE,
                    AppConfigurationEntry.LoginModuleControlFlag.REQUIRED, options)};
        }
    }
}
