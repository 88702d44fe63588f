package dev.skep.server.hms;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.access.Identity;
import dev.skep.thrift.hms.ThriftHiveMetastore;
import dev.skep.thrift.transport.SignedIn;
import org.apache.thrift.TApplicationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import dev.skep.metastore.access.Caller;

/** The calls that Skep refuses are a reviewed list, refused-methods.txt: a change that makes it longer is seen, and one that makes it shorter shortens the file. */
class TestRefusedMethods {
    private static final String UNSUPPORTED = "this call is not supported by Skep: ";

    /** Every supported call needs the catalog or none; here it fails as soon as it asks. */
    private final HmsService service = new HmsService((caller, reader) -> {
        throw new CatalogException(CatalogException.Reason.STORE, "the catalog was asked");
    }, new NamedCaller(), new HmsSettings("1", UUID.randomUUID(), Instant.EPOCH, Map.of()));

    private static final class NamedCaller implements Callers {
        @Override
        public Caller caller() {
            return Caller.internal(Identity.of("test"));
        }

        @Override
        public Optional<SignedIn> signedIn() {
            return Optional.empty();
        }

        @Override
        public SignedIn actAs(SignedIn caller, String user) {
            return caller;
        }

        @Override
        public void claim(String user, List<String> groups) {}

        @Override
        public void hangUp() {
            throw new AssertionError("no call here ends its connection");
        }

        @Override
        public Map<String, String> connectionSettings() {
            return Map.of();
        }
    }

    @Test
    void refusesExactlyTheReviewedList() throws Exception {
        Set<String> refused = new TreeSet<>();
        for (Method method : ThriftHiveMetastore.Iface.class.getMethods()) {
            Throwable failure = failureOf(method);
            if (failure != null && String.valueOf(failure.getMessage()).contains(UNSUPPORTED)) {
                refused.add(method.getName());
            }
        }
        assertThat(refused).containsExactlyElementsOf(reviewed());
    }

    @Test
    void namesTheMethodInARefusalThatTheMethodDeclares() throws Exception {
        for (Method method : ThriftHiveMetastore.Iface.class.getMethods()) {
            if (!reviewed().contains(method.getName())) {
                continue;
            }
            Throwable failure = failureOf(method);
            assertThat(failure).as(method.getName()).isNotNull().hasMessageEndingWith(UNSUPPORTED + method.getName());
            List<Class<?>> declared = List.of(method.getExceptionTypes());
            assertThat(declared.contains(requireNonNull(failure).getClass())
                    || (failure instanceof TApplicationException && declared.size() == 1))
                    .as("%s answers %s", method.getName(), failure.getClass()).isTrue();
        }
    }

    private @Nullable Throwable failureOf(Method method) throws Exception {
        Object[] arguments = new Object[method.getParameterCount()];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = argument(method.getParameterTypes()[i]);
        }
        try {
            method.invoke(service, arguments);
            return null;
        } catch (InvocationTargetException e) {
            return e.getCause();
        }
    }

    private static Object argument(Class<?> type) throws ReflectiveOperationException {
        if (type == String.class) {
            return "a";
        }
        if (type == List.class) {
            return List.of();
        }
        if (type == Map.class) {
            return Map.of();
        }
        if (type == boolean.class) {
            return false;
        }
        if (type == short.class) {
            return (short) 0;
        }
        if (type == int.class) {
            return 0;
        }
        if (type == long.class) {
            return 0L;
        }
        if (type.isEnum()) {
            return type.getEnumConstants()[0];
        }
        assertThat(Modifier.isAbstract(type.getModifiers())).as("%s", type).isFalse();
        return type.getConstructor().newInstance();
    }

    private static Set<String> reviewed() throws IOException {
        try (InputStream file = TestRefusedMethods.class.getResourceAsStream("refused-methods.txt")) {
            assertThat(file).isNotNull();
            Set<String> names = new TreeSet<>();
            new String(file.readAllBytes(), UTF_8).lines().filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .forEach(names::add);
            return names;
        }
    }
}
