/**
 * Draws resources and what they are built from: as a tree of text, for Mermaid, as a page. Knows
 * nothing of plans and states, whose graph it is given, and prints nothing.
 */
package alchemy.graph;
