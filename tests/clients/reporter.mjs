// One JSON line for each test that ended: its name and, if it failed, why.
export default async function* (events) {
  for await (const { type, data } of events) {
    if (type !== "test:pass" && type !== "test:fail") continue;
    if (data.details?.type === "suite") continue;
    const error = data.details?.error;
    const fault = type === "test:fail" ? String(error?.cause?.stack ?? error?.stack ?? error) : null;
    yield JSON.stringify({ name: data.name, fault }) + "\n";
  }
}
