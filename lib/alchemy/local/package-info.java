/**
 * The local cloud: one process on loopback that speaks the Prisma Management API and the Cloudflare
 * API, backed by a real PostgreSQL and the real workerd. A client only needs another base URL.
 *
 * <p>Entry: {@link alchemy.local.Main}. The types here are what the two APIs share: requests and
 * their routing, the sealed store, remembered ports, guarded child processes.
 *
 * <p>Invariant: nothing of the library above is used here and nothing there uses this; the server
 * listens on 127.0.0.1 only; what goes wrong on request does so here and in neither API; no child
 * process outlives this one.
 */
package alchemy.local;
