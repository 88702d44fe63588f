package dev.skep.server.hms;

import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.CatalogException.Reason;
import dev.skep.thrift.hms.ThriftHiveMetastore;
import dev.skep.thrift.rpc.CallContext;
import dev.skep.thrift.rpc.CallInterceptor;
import dev.skep.thrift.rpc.CallOutcome;

/**
 * What fb303 asks of a service: how often each of its methods was called since this server started, and options that someone has set, which have no effect on Skep and
 * are gone when it stops. Safe for use by many threads.
 */
final class ServiceState implements CallInterceptor {
    private static final int MAX_OPTIONS = 1_000;
    private static final int MAX_TEXT = 4_000;

    private final Map<String, LongAdder> calls;
    private final Map<String, String> options = new ConcurrentHashMap<>();

    ServiceState() {
        Map<String, LongAdder> byMethod = new HashMap<>();
        for (Method method : ThriftHiveMetastore.Iface.class.getMethods()) {
            byMethod.put(method.getName(), new LongAdder());
        }
        this.calls = Map.copyOf(byMethod);
    }

    @Override
    public CallOutcome around(CallContext context, Invocation next) {
        // A client may name any method; only those that there are count.
        LongAdder counter = calls.get(context.method());
        if (counter != null) {
            counter.increment();
        }
        return next.proceed();
    }

    /** The counters of the methods that were called, by name. */
    Map<String, Long> counters() {
        Map<String, Long> counters = new TreeMap<>();
        calls.forEach((method, counter) -> {
            long count = counter.sum();
            if (count > 0) {
                counters.put(method, count);
            }
        });
        return counters;
    }

    long counter(String method) {
        LongAdder counter = calls.get(method);
        return counter == null ? 0 : counter.sum();
    }

    Map<String, String> options() {
        return Map.copyOf(options);
    }

    void setOption(String key, String value) {
        if (key.length() > MAX_TEXT || value.length() > MAX_TEXT
                || options.size() >= MAX_OPTIONS && !options.containsKey(key)) {
            throw new CatalogException(Reason.LIMIT_EXCEEDED,
                    "Cannot set option: at most %d of them are kept, with up to %d characters".formatted(MAX_OPTIONS,
                            MAX_TEXT));
        }
        options.put(key, value);
    }
}
