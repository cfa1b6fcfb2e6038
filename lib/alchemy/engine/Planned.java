package alchemy.engine;

import java.util.Map;
import java.util.Set;

/**
 * What the planner found out about one node.
 *
 * @param properties canonical; leaves that are not known yet are {@link Unknown}
 * @param needs the nodes it is built from: handles passed, and what its suppliers read
 * @param later the nodes that it means without waiting for them, by the properties' paths
 * @param seen what was found at the service beforehand; null if nobody looked
 * @param view what is known of its outputs before its step is done
 */
record Planned(
    Node node,
    Step step,
    Map<String, Object> properties,
    Set<Node> needs,
    Map<String, Node> later,
    View view,
    Observed seen) {}
