/**
 * Workers on the real workerd: a configuration from modules and bindings, one process a Worker, one
 * for the simulators of KV, D1 and queues, and a relay that keeps a Worker's port open while its
 * process is exchanged. Processes call each other through sockets in the folder in which they run.
 *
 * <p>Entry: {@link alchemy.local.workerd.WorkerFleet}.
 *
 * <p>Invariant: a configuration is on disk only while workerd starts, and only its owner may read
 * it; a version that does not start never replaces one that runs.
 */
package alchemy.local.workerd;
