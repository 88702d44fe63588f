package dev.skep.metastore.access;

import dev.skep.metastore.model.CatalogName;
import dev.skep.metastore.model.DatabaseName;
import dev.skep.metastore.model.FunctionName;
import dev.skep.metastore.model.TableName;

/** What a decision is about. */
public sealed interface CatalogObject {

    record OfCatalog(CatalogName name) implements CatalogObject {}

    record OfDatabase(DatabaseName name) implements CatalogObject {}

    record OfTable(TableName name) implements CatalogObject {}

    record OfFunction(FunctionName name) implements CatalogObject {}

    /** The notification log as a whole. */
    record OfEvents() implements CatalogObject {}
}
