/**
 * Prisma Postgres: projects, databases, connections, and references to workspaces, each with its
 * provider beside it. Entry: {@link alchemy.prisma.Project}. Invariant: a body sent to the service
 * holds the fields that its API documents and nothing else, and a one-time secret is recorded
 * before the next request is made.
 *
 * <p>Source of every default and limit here: Prisma Management API v1, as its SDK 1.80.0 types it.
 */
package alchemy.prisma;
