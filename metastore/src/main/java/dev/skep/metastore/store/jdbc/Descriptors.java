package dev.skep.metastore.store.jdbc;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.CatalogException.Reason;
import dev.skep.metastore.model.StorageDescriptor;

/** Shared storage descriptors in one transaction: each distinct one is stored once, and read once as long as it is in the cache. */
final class Descriptors {
    private final Statements statements;
    private final DescriptorCache cache;
    private final Ids ids;
    private final Map<StorageDescriptor, Long> known = new HashMap<>();

    Descriptors(Statements statements, DescriptorCache cache, Ids ids) {
        this.statements = statements;
        this.cache = cache;
        this.ids = ids;
    }

    /** Returns the number of the descriptor without its location, which is stored if it is new. */
    long store(StorageDescriptor storage) {
        StorageDescriptor shared = storage.withLocation(null);
        Long id = known.get(shared);
        if (id == null) {
            id = findOrInsert(DescriptorJson.write(shared));
            known.put(shared, id);
        }
        return id;
    }

    private long findOrInsert(String body) {
        String digest = digest(body);
        Long cached = cache.number(digest);
        if (cached != null) {
            return cached;
        }
        Optional<Long> existing = statements.first("SELECT ID FROM DESCRIPTORS WHERE DIGEST = ?", row -> row.getLong(1),
                digest);
        if (existing.isPresent()) {
            cache.keepNumber(digest, existing.get());
            return existing.get();
        }
        long id = ids.next();
        statements.update("INSERT INTO DESCRIPTORS (ID, DIGEST, BODY) VALUES (?, ?, ?)", id, digest, body);
        return id;
    }

    /** Returns the descriptor of that number; its location is null. */
    StorageDescriptor load(long id) {
        StorageDescriptor cached = cache.find(id);
        return cached != null ? cached : requireNonNull(loadAll(List.of(id)).get(id));
    }

    /** Returns the descriptors by number, reading those that are not in the cache at once. */
    Map<Long, StorageDescriptor> loadAll(Collection<Long> numbers) {
        Map<Long, StorageDescriptor> loaded = new HashMap<>();
        List<Long> missing = new ArrayList<>();
        Set<Long> distinct = new LinkedHashSet<>(numbers);
        for (long id : distinct) {
            StorageDescriptor cached = cache.find(id);
            if (cached != null) {
                loaded.put(id, cached);
            } else {
                missing.add(id);
            }
        }
        statements.listAmong("SELECT ID, BODY FROM DESCRIPTORS WHERE ID @", row -> {
            long id = row.getLong(1);
            StorageDescriptor storage = DescriptorJson.read(row.getString(2));
            cache.keep(id, storage);
            loaded.put(id, storage);
            return id;
        }, missing, List.of(), List.of());
        if (loaded.size() != distinct.size()) {
            throw new CatalogException(Reason.STORE,
                    "Cannot read the catalog's store: a storage descriptor is missing");
        }
        return loaded;
    }

    static String digest(String body) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(body.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
