/**
 * The Cloudflare API of the local cloud, as far as Workers and Hyperdrive need it: the same paths,
 * envelope and error codes, backed by real database connections and the real workerd.
 *
 * <p>Entry: {@link alchemy.local.cloudflare.CloudflareApi}.
 *
 * <p>Invariant: what a Worker's code would miss is refused with a sentence that says so, never
 * accepted and ignored; what only Cloudflare's own machines do (placement, limits, routes) is kept
 * and told back; no password or secret text is in an answer, a log line or an error.
 */
package alchemy.local.cloudflare;
