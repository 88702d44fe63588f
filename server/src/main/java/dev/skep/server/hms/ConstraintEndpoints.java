package dev.skep.server.hms;

import java.util.List;

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

/** Constraints: none can be declared, so a table that exists has none. */
interface ConstraintEndpoints extends Endpoints {

    @Override
    default PrimaryKeysResponse get_primary_keys(PrimaryKeysRequest request) throws TException {
        mustExist("get_primary_keys", request.getCatName(), request.getDb_name(), request.getTbl_name());
        return new PrimaryKeysResponse(List.of());
    }

    @Override
    default ForeignKeysResponse get_foreign_keys(ForeignKeysRequest request) throws TException {
        // A client may ask by the table that is referred to, by the one that refers, or by both.
        if (request.getForeign_tbl_name() != null) {
            mustExist("get_foreign_keys", request.getCatName(), request.getForeign_db_name(),
                    request.getForeign_tbl_name());
        }
        if (request.getParent_tbl_name() != null) {
            mustExist("get_foreign_keys", request.getCatName(), request.getParent_db_name(),
                    request.getParent_tbl_name());
        }
        return new ForeignKeysResponse(List.of());
    }

    @Override
    default UniqueConstraintsResponse get_unique_constraints(UniqueConstraintsRequest request) throws TException {
        mustExist("get_unique_constraints", request.getCatName(), request.getDb_name(), request.getTbl_name());
        return new UniqueConstraintsResponse(List.of());
    }

    @Override
    default NotNullConstraintsResponse get_not_null_constraints(NotNullConstraintsRequest request) throws TException {
        mustExist("get_not_null_constraints", request.getCatName(), request.getDb_name(), request.getTbl_name());
        return new NotNullConstraintsResponse(List.of());
    }

    @Override
    default DefaultConstraintsResponse get_default_constraints(DefaultConstraintsRequest request) throws TException {
        mustExist("get_default_constraints", request.getCatName(), request.getDb_name(), request.getTbl_name());
        return new DefaultConstraintsResponse(List.of());
    }

    @Override
    default CheckConstraintsResponse get_check_constraints(CheckConstraintsRequest request) throws TException {
        mustExist("get_check_constraints", request.getCatName(), request.getDb_name(), request.getTbl_name());
        return new CheckConstraintsResponse(List.of());
    }

    @Override
    default AllTableConstraintsResponse get_all_table_constraints(AllTableConstraintsRequest request)
            throws TException {
        mustExist("get_all_table_constraints", request.getCatName(), request.getDbName(), request.getTblName());
        SQLAllTableConstraints none = new SQLAllTableConstraints();
        none.setPrimaryKeys(List.of());
        none.setForeignKeys(List.of());
        none.setUniqueConstraints(List.of());
        none.setNotNullConstraints(List.of());
        none.setDefaultConstraints(List.of());
        none.setCheckConstraints(List.of());
        return new AllTableConstraintsResponse(none);
    }

    private void mustExist(String method, @Nullable String catalog, @Nullable String database, @Nullable String table)
            throws TException {
        run(method, session -> session.tables().table(NameMapping.table(catalog, database, table)));
    }

    @Override
    default void add_primary_key(AddPrimaryKeyRequest request) throws TException {
        throw HmsErrors.unsupported("add_primary_key");
    }

    @Override
    default void add_foreign_key(AddForeignKeyRequest request) throws TException {
        throw HmsErrors.unsupported("add_foreign_key");
    }

    @Override
    default void add_unique_constraint(AddUniqueConstraintRequest request) throws TException {
        throw HmsErrors.unsupported("add_unique_constraint");
    }

    @Override
    default void add_not_null_constraint(AddNotNullConstraintRequest request) throws TException {
        throw HmsErrors.unsupported("add_not_null_constraint");
    }

    @Override
    default void add_default_constraint(AddDefaultConstraintRequest request) throws TException {
        throw HmsErrors.unsupported("add_default_constraint");
    }

    @Override
    default void add_check_constraint(AddCheckConstraintRequest request) throws TException {
        throw HmsErrors.unsupported("add_check_constraint");
    }

    @Override
    default void drop_constraint(DropConstraintRequest request) throws TException {
        throw HmsErrors.unsupported("drop_constraint");
    }
}
