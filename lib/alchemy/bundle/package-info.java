/**
 * Turns a Worker's sources into the modules that Cloudflare and workerd run. Entry type: {@link
 * alchemy.bundle.Bundler}; what it made is kept by {@link alchemy.bundle.BundleCache}.
 *
 * <p>Invariants: equal sources give equal bytes and an equal hash, wherever the project lies; the
 * same bundle serves the local cloud and a deploy; no Node runs here, only esbuild's binary.
 */
package alchemy.bundle;
