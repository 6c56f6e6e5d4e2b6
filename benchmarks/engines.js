// Fills a Word template with one of the npm engines, warm, and prints the seconds of each filling as JSON.
// node engines.js FOLDER_OF_PACKAGES ENGINE TEMPLATE DATA RESULT RUNS
const fs = require("fs");
const { createRequire } = require("module");
const [, , folder, engine, template, dataFile, result, runs] = process.argv;
const load = createRequire(fs.realpathSync(folder) + "/");
const data = JSON.parse(fs.readFileSync(dataFile, "utf8"));

const fillers = {
  docxtemplater() {
    const PizZip = load("pizzip");
    const Docxtemplater = load("docxtemplater");
    const content = fs.readFileSync(template);
    return async () => {
      const document = new Docxtemplater(new PizZip(content), { paragraphLoop: true, linebreaks: true });
      document.render(data);
      return document.getZip().generate({ type: "nodebuffer", compression: "DEFLATE" });
    };
  },
  carbone() {
    const carbone = load("carbone");
    return () =>
      new Promise((done, failed) => carbone.render(template, data, (error, found) => (error ? failed(error) : done(found))));
  },
  "easy-template-x"() {
    const { TemplateHandler } = load("easy-template-x");
    const content = fs.readFileSync(template);
    return async () => Buffer.from(await new TemplateHandler().process(content, data));
  },
};

(async () => {
  const fill = fillers[engine]();
  const seconds = [];
  for (let run = 0; run <= Number(runs); run += 1) {
    const started = process.hrtime.bigint();
    const found = await fill();
    if (run > 0) seconds.push(Number(process.hrtime.bigint() - started) / 1e9);
    else fs.writeFileSync(result, found);
  }
  console.log("\n" + JSON.stringify(seconds));
  process.exit(0);
})();
