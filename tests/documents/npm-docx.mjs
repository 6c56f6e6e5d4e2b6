// The blank form of the DiCS report as the npm package docx writes it (9.15.2), from the
// blocks of tests/support/plain_forms.py: node npm-docx.mjs < blank.json > npm-docx.docx
import { Document, Packer, Paragraph, Table, TableCell, TableRow, TextRun } from "docx";

const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const paragraphs = (text) => text.split("\n").map((line) => new Paragraph({ children: [new TextRun(line)] }));
const cell = (text) => new TableCell({ children: paragraphs(text) });
const table = (rows) => new Table({ rows: rows.map((row) => new TableRow({ children: row.map(cell) })) });
const children = JSON.parse(Buffer.concat(chunks)).flatMap((block) =>
  typeof block === "string" ? paragraphs(block) : [table(block)],
);
process.stdout.write(await Packer.toBuffer(new Document({ sections: [{ children }] })));
