/**
 * Gets what a machine does not have yet: the binaries of esbuild and workerd, the npm packages of a
 * Worker, and class paths of Maven artefacts. Entry types: {@link alchemy.fetch.Tools}, {@link
 * alchemy.fetch.NpmInstall}, {@link alchemy.fetch.MavenPath}.
 *
 * <p>Invariants: no registry's address stands here, they come from the user's configuration;
 * nothing that was fetched is used before its digest was checked; once fetched, neither network nor
 * Node is touched. This room depends on the JDK, Jackson and {@link alchemy.AlchemyException}
 * alone.
 */
package alchemy.fetch;
