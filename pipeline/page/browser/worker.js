// @ts-check
"use strict";
// Python and the product, in a worker: it is given every byte that it needs, and fetches
// nothing. A message names a task of pipeline.page.tasks, with its arguments in order.

const HOME = "https://canevas.invalid/"; // no such place: what Pyodide asks for is held here
/** @type {any} */
let page;

/** The exports of a JavaScript module given as text.
 * @param {BlobPart} text */
function module(text) {
  return import(URL.createObjectURL(new Blob([text], { type: "text/javascript" })));
}

/** The AES of @noble/ciphers: its modules import each other by names, which stand for
 * nothing in a page of one file.
 * @param {Record<string, Uint8Array<ArrayBuffer>>} parts */
async function aes(parts) {
  /** @type {Record<string, string>} */
  const places = {};
  for (const name of ["utils.js", "_polyval.js", "aes.js"]) {
    const text = new TextDecoder().decode(parts[name]);
    const linked = text.replace(/from "\.\/([\w.]+)"/g, (_, other) => `from "${places[other]}"`);
    places[name] = URL.createObjectURL(new Blob([linked], { type: "text/javascript" }));
  }
  const { cbc, ecb } = await import(places["aes.js"]);
  return {
    cbc: (/** @type {Uint8Array} */ key, /** @type {Uint8Array} */ iv, /** @type {Uint8Array} */ data) =>
      cbc(key, iv, { disablePadding: true }).decrypt(data),
    ecb: (/** @type {Uint8Array} */ key, /** @type {Uint8Array} */ data) =>
      ecb(key, { disablePadding: true }).decrypt(data),
  };
}

/** Start Python with the product.
 * @param {Record<string, Uint8Array<ArrayBuffer>>} parts */
async function start(parts) {
  const held = new Map([
    [`${HOME}pyodide.asm.wasm`, /** @type {const} */ ([parts.wasm, "application/wasm"])],
    [`${HOME}python_stdlib.zip`, /** @type {const} */ ([parts.library, "application/zip"])],
  ]);
  const shut = /** @type {any} */ (self);
  shut.fetch = async (/** @type {unknown} */ url) => {
    const found = held.get(String(url));
    if (!found) throw new TypeError("no network");
    held.delete(String(url));
    return new Response(found[0], { headers: { "Content-Type": found[1] } });
  };
  shut.XMLHttpRequest = shut.WebSocket = shut.EventSource = undefined;
  // Pyodide refuses a classic worker, which it knows by this function; a worker made from
  // a blob cannot be of the other kind in Chromium.
  shut.importScripts = () => {
    throw new TypeError("not here");
  };
  const { loadPyodide } = await module(parts.loader);
  const { default: createPyodideModule } = await module(parts.glue);
  const python = await loadPyodide({
    indexURL: HOME,
    packageBaseUrl: HOME,
    lockFileContents: JSON.parse(new TextDecoder().decode(parts.lock)),
    createPyodideModule,
    env: { PYTHONDONTWRITEBYTECODE: "1", PYTHONHASHSEED: "0" },
    stdin: () => null,
    stdout: () => {},
    stderr: () => {},
  });
  python.unpackArchive(parts.product, "zip");
  python.pyimport("pipeline.page.ciphers").install(await aes(parts));
  page = python.pyimport("pipeline.page.tasks").Page(step);
  shut.python = python;
  return null;
}

let told = "";

/** Tell what is done at the moment, and the share of it in hundredths, once each.
 * @param {string} stage @param {number} share */
function step(stage, share) {
  const hundredths = Math.floor(share * 100);
  if (told === (told = `${stage} ${hundredths}`)) return;
  self.postMessage({ step: { stage, hundredths } });
}

/** The bytes that Python has taken; a browser takes none of them back.
 * @returns {number} */
const memory = () => /** @type {any} */ (self).python._module.HEAPU8.length;

/** @param {string} task @param {unknown[]} given */
function done(task, given) {
  const python = /** @type {any} */ (self).python;
  const args = given.map((value) => (value instanceof Uint8Array ? python.runPython("bytes")(value) : value ?? undefined));
  const made = page[task](...args);
  if (!made || !made.toJs) return made;
  const plain = made.toJs({ dict_converter: Object.fromEntries });
  made.destroy();
  return plain;
}

/** @type {number | undefined} */
let turns;

/** Look at a file every third of a second; once date and size have changed and then stood
 * still for one turn, hand it over. Excel takes the file away while it saves.
 * @param {any} handle @param {File} read the file as it was read */
function watch(handle, read) {
  clearInterval(turns);
  const state = (/** @type {File} */ file) => `${file.lastModified} ${file.size}`;
  let [known, last, gone] = [state(read), "", 0];
  turns = setInterval(async () => {
    try {
      const file = await handle.getFile();
      const now = state(file);
      if (now !== known && now === last) {
        known = now;
        self.postMessage({ watched: { file } });
      }
      if (gone >= 30) self.postMessage({ watched: {} }); // it is back
      [last, gone] = [now, 0];
    } catch {
      gone += 1;
      if (gone === 30) self.postMessage({ watched: { gone: "soon" } });
      if (gone === 180) self.postMessage({ watched: { gone: "long" } });
    }
  }, 333);
}

self.onmessage = async ({ data: { id, task, args, watch: handle, read } }) => {
  if (handle === null) return clearInterval(turns);
  if (handle) return watch(handle, read);
  try {
    const result = task === "start" ? await start(args[0]) : task === "memory" ? memory() : done(task, args);
    self.postMessage({ id, result });
  } catch (error) {
    // A message of Python may repeat what stands in a workbook: its type alone is told.
    const { type, name } = /** @type {any} */ (error);
    self.postMessage({ id, error: String(type ?? name ?? "Error") });
  }
};
