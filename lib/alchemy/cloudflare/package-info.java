/**
 * Cloudflare: Workers, Hyperdrive configs, D1 databases, KV namespaces, R2 buckets and queues, each
 * with its provider beside it. Entry: {@link alchemy.cloudflare.Worker}. Invariant: a body sent to
 * the service holds the fields that its API documents and nothing else, and a Worker that is not
 * ours is never overwritten.
 *
 * <p>Source of every default, limit and error code here: Cloudflare API v4, as its SDK 7.3.0 types
 * it and as wrangler 4.164.0 uses it.
 */
package alchemy.cloudflare;
