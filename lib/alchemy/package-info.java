/**
 * What a script imports. Entry: {@link alchemy.Alchemy}. Invariant: declaring a resource makes no
 * request and touches no file; only a getter in the body, {@code finish} and the end of {@code run}
 * do. {@link alchemy.Secret} and {@link alchemy.AlchemyException} are words that every room may
 * use.
 */
package alchemy;
