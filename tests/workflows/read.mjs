// Reads a workflow as GitHub does, and prints its faults and its steps as JSON.
import { readFileSync } from "node:fs";
import { register } from "node:module";

// The package leaves out what Node wants said of an imported JSON file.
const hooks = `export const load = (url, context, next) =>
  next(url, url.endsWith(".json") ? { ...context, importAttributes: { type: "json" } } : context);`;
register("data:text/javascript," + encodeURIComponent(hooks));
const { NoOperationTraceWriter, convertWorkflowTemplate, parseWorkflow } = await import(
  "@actions/workflow-parser"
);

const name = process.argv[2];
const file = { name, content: readFileSync(name, "utf8") };
const { context, value } = parseWorkflow(file, new NoOperationTraceWriter());
const template = await convertWorkflowTemplate(context, value);
const steps = (template.jobs ?? []).flatMap((job) => job.steps);
console.log(
  JSON.stringify({
    faults: context.errors.getErrors().map(String),
    steps: steps.map((step) => ({
      name: step.name?.toString() ?? "",
      uses: step.uses?.toString() ?? "",
      if: step.if?.toString() ?? "",
      run: step.run?.toString() ?? "",
    })),
  }),
);
