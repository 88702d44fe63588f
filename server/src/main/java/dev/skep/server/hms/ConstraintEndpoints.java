package dev.skep.server.hms;

import java.util.List;

import dev.skep.metastore.CatalogException;
import dev.skep.metastore.CatalogException.Reason;
import dev.skep.metastore.catalog.CatalogSession;
import dev.skep.metastore.model.Constraint;
import dev.skep.metastore.model.Constraint.Kind;
import dev.skep.metastore.model.TableName;
import dev.skep.server.hms.mapping.ConstraintMapping;
import dev.skep.server.hms.mapping.NameMapping;
import dev.skep.thrift.hms.AddCheckConstraintRequest;
import dev.skep.thrift.hms.AddDefaultConstraintRequest;
import dev.skep.thrift.hms.AddForeignKeyRequest;
import dev.skep.thrift.hms.AddNotNullConstraintRequest;
import dev.skep.thrift.hms.AddPrimaryKeyRequest;
import dev.skep.thrift.hms.AddUniqueConstraintRequest;
import dev.skep.thrift.hms.AllTableConstraintsRequest;
import dev.skep.thrift.hms.AllTableConstraintsResponse;
import dev.skep.thrift.hms.CheckConstraintsRequest;
import dev.skep.thrift.hms.CheckConstraintsResponse;
import dev.skep.thrift.hms.DefaultConstraintsRequest;
import dev.skep.thrift.hms.DefaultConstraintsResponse;
import dev.skep.thrift.hms.DropConstraintRequest;
import dev.skep.thrift.hms.ForeignKeysRequest;
import dev.skep.thrift.hms.ForeignKeysResponse;
import dev.skep.thrift.hms.NotNullConstraintsRequest;
import dev.skep.thrift.hms.NotNullConstraintsResponse;
import dev.skep.thrift.hms.PrimaryKeysRequest;
import dev.skep.thrift.hms.PrimaryKeysResponse;
import dev.skep.thrift.hms.SQLAllTableConstraints;
import dev.skep.thrift.hms.UniqueConstraintsRequest;
import dev.skep.thrift.hms.UniqueConstraintsResponse;
import org.apache.thrift.TException;
import org.jspecify.annotations.Nullable;

/** Constraints. A table that is not there has none, as Hive's server has it for all clients. */
interface ConstraintEndpoints extends Endpoints {

    @Override
    default PrimaryKeysResponse get_primary_keys(PrimaryKeysRequest request) throws TException {
        return call("get_primary_keys", session -> new PrimaryKeysResponse(ConstraintMapping.toPrimaryKeys(
                of(session, request.getCatName(), request.getDb_name(), request.getTbl_name()))));
    }

    @Override
    default void add_primary_key(AddPrimaryKeyRequest request) throws TException {
        run("add_primary_key",
                session -> session.constraints().add(ConstraintMapping.primaryKeys(request.getPrimaryKeyCols())));
    }

    @Override
    default UniqueConstraintsResponse get_unique_constraints(UniqueConstraintsRequest request) throws TException {
        return call("get_unique_constraints",
                session -> new UniqueConstraintsResponse(ConstraintMapping.toUniqueConstraints(
                        of(session, request.getCatName(), request.getDb_name(), request.getTbl_name()))));
    }

    @Override
    default void add_unique_constraint(AddUniqueConstraintRequest request) throws TException {
        run("add_unique_constraint", session -> session.constraints()
                .add(ConstraintMapping.uniqueConstraints(request.getUniqueConstraintCols())));
    }

    @Override
    default NotNullConstraintsResponse get_not_null_constraints(NotNullConstraintsRequest request) throws TException {
        return call("get_not_null_constraints",
                session -> new NotNullConstraintsResponse(ConstraintMapping.toNotNullConstraints(
                        of(session, request.getCatName(), request.getDb_name(), request.getTbl_name()))));
    }

    @Override
    default void add_not_null_constraint(AddNotNullConstraintRequest request) throws TException {
        run("add_not_null_constraint", session -> session.constraints()
                .add(ConstraintMapping.notNullConstraints(request.getNotNullConstraintCols())));
    }

    @Override
    default DefaultConstraintsResponse get_default_constraints(DefaultConstraintsRequest request) throws TException {
        return call("get_default_constraints",
                session -> new DefaultConstraintsResponse(ConstraintMapping.toDefaultConstraints(
                        of(session, request.getCatName(), request.getDb_name(), request.getTbl_name()))));
    }

    @Override
    default void add_default_constraint(AddDefaultConstraintRequest request) throws TException {
        run("add_default_constraint", session -> session.constraints()
                .add(ConstraintMapping.defaultConstraints(request.getDefaultConstraintCols())));
    }

    @Override
    default CheckConstraintsResponse get_check_constraints(CheckConstraintsRequest request) throws TException {
        return call("get_check_constraints",
                session -> new CheckConstraintsResponse(ConstraintMapping.toCheckConstraints(
                        of(session, request.getCatName(), request.getDb_name(), request.getTbl_name()))));
    }

    @Override
    default void add_check_constraint(AddCheckConstraintRequest request) throws TException {
        run("add_check_constraint", session -> session.constraints()
                .add(ConstraintMapping.checkConstraints(request.getCheckConstraintCols())));
    }

    /** A client may ask by the table that is referred to, by the one that refers, or by both. */
    @Override
    default ForeignKeysResponse get_foreign_keys(ForeignKeysRequest request) throws TException {
        return call("get_foreign_keys", session -> {
            String parentTable = request.getParent_tbl_name();
            String foreignTable = request.getForeign_tbl_name();
            if (foreignTable == null) {
                TableName parent = NameMapping.table(request.getCatName(), request.getParent_db_name(), parentTable);
                return new ForeignKeysResponse(
                        ConstraintMapping.toForeignKeys(session.tables().find(parent).isEmpty()
                                ? List.of()
                                : session.constraints().pointingAt(parent)));
            }
            List<Constraint> keys = of(session, request.getCatName(), request.getForeign_db_name(), foreignTable)
                    .stream().filter(key -> key.kind() == Kind.FOREIGN_KEY).toList();
            if (parentTable != null) {
                TableName parent = NameMapping.table(request.getCatName(), request.getParent_db_name(), parentTable);
                keys = keys.stream().filter(key -> {
                    Constraint.Reference reference = key.reference();
                    return reference != null && reference.table().equals(parent);
                }).toList();
            }
            return new ForeignKeysResponse(ConstraintMapping.toForeignKeys(keys));
        });
    }

    @Override
    default void add_foreign_key(AddForeignKeyRequest request) throws TException {
        run("add_foreign_key",
                session -> session.constraints().add(ConstraintMapping.foreignKeys(request.getForeignKeyCols())));
    }

    @Override
    default AllTableConstraintsResponse get_all_table_constraints(AllTableConstraintsRequest request)
            throws TException {
        return call("get_all_table_constraints", session -> {
            List<Constraint> all = session.constraints()
                    .of(NameMapping.table(request.getCatName(), request.getDbName(), request.getTblName()));
            SQLAllTableConstraints answer = new SQLAllTableConstraints();
            answer.setPrimaryKeys(ConstraintMapping.toPrimaryKeys(all));
            answer.setForeignKeys(ConstraintMapping.toForeignKeys(all));
            answer.setUniqueConstraints(ConstraintMapping.toUniqueConstraints(all));
            answer.setNotNullConstraints(ConstraintMapping.toNotNullConstraints(all));
            answer.setDefaultConstraints(ConstraintMapping.toDefaultConstraints(all));
            answer.setCheckConstraints(ConstraintMapping.toCheckConstraints(all));
            return new AllTableConstraintsResponse(answer);
        });
    }

    private static List<Constraint> of(CatalogSession session, @Nullable String catalog, @Nullable String database,
            @Nullable String table) {
        try {
            return session.constraints().of(NameMapping.table(catalog, database, table));
        } catch (CatalogException e) {
            if (e.reason() == Reason.NOT_FOUND || e.reason() == Reason.DATABASE_NOT_FOUND) {
                return List.of();
            }
            throw e;
        }
    }

    @Override
    default void drop_constraint(DropConstraintRequest request) throws TException {
        run("drop_constraint", session -> session.constraints().drop(
                NameMapping.table(request.getCatName(), request.getDbname(), request.getTablename()),
                request.getConstraintname()));
    }
}
