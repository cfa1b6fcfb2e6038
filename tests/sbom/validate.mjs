import { readFileSync } from "node:fs";
import { Spec, Validation } from "@cyclonedx/cyclonedx-library";
const validator = new Validation.JsonStrictValidator(Spec.Version.v1dot5);
for (const file of process.argv.slice(2)) {
  const fault = await validator.validate(readFileSync(file, "utf8"));
  if (fault !== null) {
    console.error(file, fault);
    process.exitCode = 1;
  }
}
