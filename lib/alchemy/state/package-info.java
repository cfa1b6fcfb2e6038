/**
 * What is recorded of a stage: a readable snapshot, a journal during a run, one writer, sealed
 * secrets.
 *
 * <p>Entry: {@link alchemy.state.StateStore}. What a journal line and a snapshot hold is in {@code
 * StateFormat}, how a secret is sealed in {@code StageVault}.
 *
 * <p>Invariants: what a commit has acknowledged is on disk; a file that is damaged, cut or newer is
 * an error and never an empty state; no secret is on disk in plain text; reading writes nothing.
 */
package alchemy.state;
