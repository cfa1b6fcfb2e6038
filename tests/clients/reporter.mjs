// One JSON line for each test that ended: its name and, if it failed or did not run, why.
export default async function* (events) {
  for await (const { type, data } of events) {
    if (type !== "test:pass" && type !== "test:fail") continue;
    if (data.details?.type === "suite") continue;
    const error = data.details?.error;
    const left = data.skip ? "skipped" : data.todo ? "still to be done" : null;
    const fault = type === "test:fail" ? String(error?.cause?.stack ?? error?.stack ?? error) : left;
    yield JSON.stringify({ name: data.name, fault }) + "\n";
  }
}
