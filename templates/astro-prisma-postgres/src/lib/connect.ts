import { PrismaPg } from "@prisma/adapter-pg";
import { PrismaClient } from "../../prisma/generated/client";

/** A client of the database at this address. */
export function connect(databaseUrl: string): PrismaClient {
  const url = new URL(databaseUrl);
  // In the address it would override what is said of TLS here.
  url.searchParams.delete("sslmode");
  const adapter = new PrismaPg({
    connectionString: url.href,
    // The local cloud signs its certificate itself.
    ssl: { rejectUnauthorized: url.hostname !== "127.0.0.1" },
  });
  return new PrismaClient({ adapter });
}
