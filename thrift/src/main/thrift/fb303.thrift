// The base service of Facebook's service framework, which the metastore extends: name, version, status, counters.

namespace java dev.skep.thrift.fb303

/** Life of a service as its operator sees it. */
enum fb_status {
  DEAD = 0,
  STARTING = 1,
  ALIVE = 2,
  STOPPING = 3,
  STOPPED = 4,
  WARNING = 5,
}

/** What every service of this family answers about itself. */
service FacebookService {

  /** The name of the service. */
  string getName(),

  /** The version of the service. */
  string getVersion(),

  /** Whether the service is alive. */
  fb_status getStatus(),

  /** A sentence about the status, for people. */
  string getStatusDetails(),

  /** When the service started, in seconds since 1970. */
  i64 aliveSince(),

  /** All counters by name. */
  map<string, i64> getCounters(),

  /** One counter; 0 if there is none of that name. */
  i64 getCounter(1: string key),

  /** Sets a run-time option. */
  void setOption(1: string key, 2: string value),

  /** One run-time option. */
  string getOption(1: string key),

  /** All run-time options. */
  map<string, string> getOptions(),

  /** A CPU profile over some seconds, as text. */
  string getCpuProfile(1: i32 profileDurationInSec),

  /** Asks the service to read its configuration again; no answer. */
  oneway void reinitialize(),

  /** Asks the service to stop; no answer. */
  oneway void shutdown(),
}
