package dev.skep.metastore.catalog;

import java.util.List;
import java.util.Optional;

import dev.skep.metastore.model.CatalogName;
import dev.skep.metastore.model.DatabaseName;
import dev.skep.metastore.model.Function;
import dev.skep.metastore.model.FunctionName;

/** Functions that engines load by class name. */
public interface Functions {

    Optional<Function> find(FunctionName name);

    List<Function> all(CatalogName catalog);

    List<String> names(DatabaseName database, NamePattern pattern);

    /** As for tables: in the caller's name unless he MANAGEs it; ACCESS_DENIED in place of ALREADY_EXISTS for what he may not see. */
    void create(Function function);

    void alter(FunctionName name, Function changed);

    void drop(FunctionName name);
}
