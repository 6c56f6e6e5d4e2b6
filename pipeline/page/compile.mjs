// Compiles the modules of the archives with the very Python of the page. Arguments: the
// folder of Pyodide, then pairs of archives, one to read and one to write.
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

const [folder, ...archives] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(path.resolve(folder, "pyodide.mjs")).href);
const python = await loadPyodide({ indexURL: path.resolve(folder) + path.sep });
const convert = python.runPython(`
import importlib._bootstrap_external as bootstrap
import io
import zipfile
from importlib.util import source_hash


def convert(archive):
    "The archive with byte code, of unchecked hash, in place of each module."
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive.to_bytes())) as given, zipfile.ZipFile(made, "w") as out:
        for name in sorted(given.namelist()):
            data = given.read(name)
            if name.endswith(".py"):
                code = compile(data, name, "exec", dont_inherit=True, optimize=0)
                data = bootstrap._code_to_hash_pyc(code, source_hash(data), False)
                name += "c"
            out.writestr(zipfile.ZipInfo(name), data)
    return made.getvalue()


convert
`);
for (let turn = 0; turn < archives.length; turn += 2) {
  const made = convert(new Uint8Array(fs.readFileSync(archives[turn])));
  fs.writeFileSync(archives[turn + 1], made.toJs());
}
