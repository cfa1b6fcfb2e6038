/**
 * Reads the state that the TypeScript Alchemy (npm {@code alchemy}, looked at in 0.94.0) leaves in
 * files, so that a project can go over to Java without anything being made again. Knows that
 * program's files, kinds of resources and encryption; writes nothing, asks no service, and knows
 * nothing of our engine.
 */
package alchemy.peer;
