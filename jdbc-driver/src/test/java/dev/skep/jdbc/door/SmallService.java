package dev.skep.jdbc.door;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.skep.thrift.hs2.TCLIService;
import dev.skep.thrift.hs2.TCloseSessionReq;
import dev.skep.thrift.hs2.TCloseSessionResp;
import dev.skep.thrift.hs2.TGetInfoReq;
import dev.skep.thrift.hs2.TGetInfoResp;
import dev.skep.thrift.hs2.TGetInfoType;
import dev.skep.thrift.hs2.TGetInfoValue;
import dev.skep.thrift.hs2.THandleIdentifier;
import dev.skep.thrift.hs2.TOpenSessionReq;
import dev.skep.thrift.hs2.TOpenSessionResp;
import dev.skep.thrift.hs2.TProtocolVersion;
import dev.skep.thrift.hs2.TSessionHandle;
import dev.skep.thrift.hs2.TStatus;
import dev.skep.thrift.hs2.TStatusCode;

/** Sessions and facts, nothing else: enough to connect and to move a long answer. It remembers who came and what they asked for. */
public final class SmallService {
    /** Longer than any buffer on its way. */
    public static final String LONG_ANSWER = "Skep " + "0123456789abcdef".repeat(20_000);

    private final List<TOpenSessionReq> opened = new CopyOnWriteArrayList<>();
    private final List<String> users = new CopyOnWriteArrayList<>();

    /** The requests that opened sessions. */
    public List<TOpenSessionReq> opened() {
        return opened;
    }

    /** The users that signed in, one for each session. */
    public List<String> users() {
        return users;
    }

    /** The generated interface for one signed-in user. */
    public TCLIService.Iface as(String user) {
        Calls calls = new Calls(user);
        return (TCLIService.Iface) Proxy.newProxyInstance(SmallService.class.getClassLoader(),
                new Class<?>[]{TCLIService.Iface.class}, (proxy, method, arguments) -> calls.invoke(method, arguments));
    }

    private final class Calls {
        private final String user;

        Calls(String user) {
            this.user = user;
        }

        Object invoke(Method method, Object[] arguments) throws Throwable {
            try {
                return Calls.class.getDeclaredMethod(method.getName(), method.getParameterTypes())
                        .invoke(this, arguments);
            } catch (NoSuchMethodException e) {
                throw new org.apache.thrift.TApplicationException(
                        org.apache.thrift.TApplicationException.UNKNOWN_METHOD, method.getName());
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }

        @SuppressWarnings("unused") // Called by its name.
        TOpenSessionResp OpenSession(TOpenSessionReq request) {
            opened.add(request);
            users.add(user);
            TOpenSessionResp response = new TOpenSessionResp();
            response.setStatus(new TStatus(TStatusCode.SUCCESS_STATUS));
            response.setServerProtocolVersion(TProtocolVersion.HIVE_CLI_SERVICE_PROTOCOL_V10);
            response.setSessionHandle(new TSessionHandle(
                    new THandleIdentifier(ByteBuffer.wrap(new byte[16]), ByteBuffer.wrap(new byte[16]))));
            return response;
        }

        @SuppressWarnings("unused") // Called by its name.
        TGetInfoResp GetInfo(TGetInfoReq request) {
            TGetInfoResp response = new TGetInfoResp();
            response.setStatus(new TStatus(TStatusCode.SUCCESS_STATUS));
            response.setInfoValue(TGetInfoValue
                    .stringValue(request.getInfoType() == TGetInfoType.CLI_USER_NAME ? user : LONG_ANSWER));
            return response;
        }

        @SuppressWarnings("unused") // Called by its name.
        TCloseSessionResp CloseSession(TCloseSessionReq request) {
            return new TCloseSessionResp(new TStatus(TStatusCode.SUCCESS_STATUS));
        }
    }
}
