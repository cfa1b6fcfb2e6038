package alchemy.profile;

/**
 * A variable that a profile has, without its value.
 *
 * @param variable its name
 * @param place the only service that is told the value, as {@code https://api.prisma.io}, or {@code
 *     local}; empty for what no service is told
 * @param account the id, at that service, of whose it is; empty if nobody's
 * @param leadsTo whose it is, for a person to read, as {@code "workspace shop (wksp_1)"}; empty if
 *     nobody's
 */
public record Entry(String variable, String place, String account, String leadsTo) {}
