/**
 * The contract between the engine and whoever makes a kind of resource. Entry: {@link
 * alchemy.provider.Provider}. Invariant: nothing here knows a product, a file format or a command.
 */
package alchemy.provider;
