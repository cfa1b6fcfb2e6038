package alchemy.prisma;

import alchemy.http.Fields;
import java.util.List;
import java.util.Set;

/** Where Prisma Postgres runs. */
final class Regions {
  // Source: region enum of POST /v1/databases; "inherit" takes the project's region.
  private static final Set<String> KNOWN =
      Set.of(
          "us-east-1",
          "us-west-1",
          "eu-west-3",
          "eu-central-1",
          "ap-northeast-1",
          "ap-southeast-1",
          "inherit");

  private Regions() {}

  /** Asks the service about a region that is newer than this list. */
  static void verify(PrismaApi api, String region) {
    if (region == null || KNOWN.contains(region)) {
      return;
    }
    List<String> served =
        api.list("/v1/regions/postgres", java.util.Map.of()).stream()
            .map((Fields each) -> each.text("id"))
            .toList();
    if (!served.contains(region)) {
      throw new UnknownRegionException(region, served);
    }
  }
}
