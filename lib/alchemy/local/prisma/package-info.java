/**
 * The Prisma Management API, as far as workspaces, projects, databases and connections go.
 *
 * <p>Entry: {@link alchemy.local.prisma.PrismaApi}.
 *
 * <p>Invariant: a secret is in the answer of a create or a rotate and nowhere else; a token reaches
 * the rows of its own workspace only. Source: the Management API's contract; what it leaves open is
 * said where it is decided.
 */
package alchemy.local.prisma;
