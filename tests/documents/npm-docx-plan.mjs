// The small plan, filled in, as the npm package docx writes it (9.15.2), from styled_form() of
// tests/support/plain_forms.py: node npm-docx-plan.mjs < plan.json > npm-docx-plan.docx
import { Document, Packer, Paragraph, Table, TableCell, TableRow, TextRun } from "docx";

const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const blocks = JSON.parse(Buffer.concat(chunks));
const names = [...new Set(blocks.flatMap(([style]) => [style].flat(2)))].filter(Boolean);
const id = (name) => "S" + names.indexOf(name);
const runs = (text) => text.split("\n").map((line, at) => new TextRun({ text: line, break: at ? 1 : 0 }));
const paragraph = (style, text) => new Paragraph({ style: style ? id(style) : undefined, children: runs(text) });
const table = (styles, rows) =>
  new Table({
    rows: rows.map((row, r) =>
      new TableRow({ children: row.map((text, c) => new TableCell({ children: [paragraph(styles[r][c], text)] })) }),
    ),
  });
const children = blocks.map(([style, block]) =>
  typeof block === "string" ? paragraph(style, block) : table(style, block),
);
const paragraphStyles = names.map((name) => ({ id: id(name), name, basedOn: "Normal" }));
process.stdout.write(await Packer.toBuffer(new Document({ styles: { paragraphStyles }, sections: [{ children }] })));
