/**
 * Workers on the real workerd: a configuration from modules and bindings, one process a Worker, and
 * a relay that keeps a Worker's port open while its process is exchanged.
 *
 * <p>Entry: {@link alchemy.local.workerd.WorkerFleet}.
 *
 * <p>Invariant: a configuration is on disk only while workerd starts, and only its owner may read
 * it; a version that does not start never replaces one that runs.
 */
package alchemy.local.workerd;
