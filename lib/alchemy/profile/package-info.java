/**
 * What a person is signed in with, for all scripts: named sets of credentials in the user's
 * configuration folder.
 *
 * <p>Entry: {@link alchemy.profile.Profiles}.
 *
 * <p>Invariants: no credential is on disk in plain text; a file or folder that others can open is
 * an error, and so is a damaged one; a credential is given only to the service that it was stored
 * for; nothing is opened before somebody asks for it.
 */
package alchemy.profile;
