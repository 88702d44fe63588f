package dev.skep.server.hms;

import dev.skep.thrift.hms.CmRecycleRequest;
import dev.skep.thrift.hms.CmRecycleResponse;
import dev.skep.thrift.hms.ScheduledQuery;
import dev.skep.thrift.hms.ScheduledQueryKey;
import dev.skep.thrift.hms.ScheduledQueryMaintenanceRequest;
import dev.skep.thrift.hms.ScheduledQueryPollRequest;
import dev.skep.thrift.hms.ScheduledQueryPollResponse;
import dev.skep.thrift.hms.ScheduledQueryProgressInfo;
import org.apache.thrift.TException;

/** What HiveServer2 of Hive 4 has the metastore do beside the catalog: scheduled queries, and files that are kept for replication. None can be stored, so that there are none to list. */
interface UpkeepEndpoints extends Endpoints {

    @Override
    default ScheduledQueryPollResponse scheduled_query_poll(ScheduledQueryPollRequest request) throws TException {
        // An answer without a query: none is due.
        return new ScheduledQueryPollResponse();
    }

    @Override
    default void scheduled_query_maintenance(ScheduledQueryMaintenanceRequest request) throws TException {
        throw HmsErrors.unsupported("scheduled_query_maintenance");
    }

    @Override
    default void scheduled_query_progress(ScheduledQueryProgressInfo info) throws TException {
        throw HmsErrors.unsupported("scheduled_query_progress");
    }

    @Override
    default ScheduledQuery get_scheduled_query(ScheduledQueryKey scheduleKey) throws TException {
        throw HmsErrors.unsupported("get_scheduled_query");
    }

    @Override
    default CmRecycleResponse cm_recycle(CmRecycleRequest request) throws TException {
        throw HmsErrors.unsupported("cm_recycle");
    }
}
