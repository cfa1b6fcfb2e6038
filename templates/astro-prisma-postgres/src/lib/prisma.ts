import { DATABASE_URL } from "astro:env/server";
import { connect } from "./connect";

/** The one client of the site. */
export const prisma = connect(DATABASE_URL);
