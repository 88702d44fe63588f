package dev.skep.server.hms;

import java.util.Map;

import dev.skep.thrift.hms.CacheFileMetadataRequest;
import dev.skep.thrift.hms.CacheFileMetadataResult;
import dev.skep.thrift.hms.ClearFileMetadataRequest;
import dev.skep.thrift.hms.ClearFileMetadataResult;
import dev.skep.thrift.hms.GetFileMetadataByExprRequest;
import dev.skep.thrift.hms.GetFileMetadataByExprResult;
import dev.skep.thrift.hms.GetFileMetadataRequest;
import dev.skep.thrift.hms.GetFileMetadataResult;
import dev.skep.thrift.hms.PutFileMetadataRequest;
import dev.skep.thrift.hms.PutFileMetadataResult;
import org.apache.thrift.TException;

/**
 * The cache of file footers that Hive 2.1 had over HBase. The protocol has a word for a server without one, which Hive's server over a database uses as well: what is asked
 * for is not supported, and what is given to be kept is taken and let go. There is then nothing to clear.
 */
interface FileMetadataEndpoints extends Endpoints {

    @Override
    default GetFileMetadataResult get_file_metadata(GetFileMetadataRequest request) throws TException {
        return new GetFileMetadataResult(Map.of(), false);
    }

    @Override
    default GetFileMetadataByExprResult get_file_metadata_by_expr(GetFileMetadataByExprRequest request)
            throws TException {
        return new GetFileMetadataByExprResult(Map.of(), false);
    }

    @Override
    default PutFileMetadataResult put_file_metadata(PutFileMetadataRequest request) throws TException {
        return new PutFileMetadataResult();
    }

    @Override
    default ClearFileMetadataResult clear_file_metadata(ClearFileMetadataRequest request) throws TException {
        return new ClearFileMetadataResult();
    }

    @Override
    default CacheFileMetadataResult cache_file_metadata(CacheFileMetadataRequest request) throws TException {
        return new CacheFileMetadataResult(false);
    }
}
