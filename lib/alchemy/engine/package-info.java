/**
 * From a recorded graph and a state to a plan, and from a plan to changes. Entry: {@link
 * alchemy.engine.Session}. Invariant: {@link alchemy.engine.Planner} decides and changes nothing;
 * {@link alchemy.engine.Applier} changes and decides nothing that the plan does not show.
 */
package alchemy.engine;
