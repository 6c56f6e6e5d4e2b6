// @ts-check
"use strict";
// The page: it shows what the tasks of the worker give, and hands them what people drop.
// No text of a workbook becomes markup: everything is shown as text.

for (const name of ["RTCPeerConnection", "webkitRTCPeerConnection", "mozRTCPeerConnection"])
  delete (/** @type {any} */ (window)[name]); // a policy of the page does not stop these

/** @typedef {{sheet: string, lines: string[]}} Sheet */
/** @typedef {{name: string, title: string, codes: string[], errors: Sheet[], warnings: Sheet[],
 *   counts: number[], encrypted: boolean, counted: boolean, read: boolean}} Opened */
/** @typedef {{files: Record<string, Uint8Array<ArrayBuffer>>, refused?: string[], caution?: string, why?: string}} Made */

/** @param {string} id @returns {any} */
const $ = (id) => document.getElementById(id);

/** @type {Worker} */
let worker;
/** @type {Map<number, {resolve: (value: any) => void, reject: (reason: Error) => void}>} */
const waiting = new Map();
let turn = 0;
/** @type {Promise<unknown>} */
let ready;
/** @type {{file: File, handle?: any, seen?: string} | undefined} */
let current;
/** @type {Opened | undefined} */
let opened;
/** @type {Record<string, Uint8Array<ArrayBuffer>>} */
let parts;

// ---- the worker

/** @param {string} task @param {unknown[]} args @returns {Promise<any>} */
function ask(task, ...args) {
  return new Promise((resolve, reject) => {
    waiting.set(++turn, { resolve, reject });
    worker.postMessage({ id: turn, task, args });
  });
}

/** The parts that the file carries, unpacked.
 * @returns {Promise<Record<string, Uint8Array<ArrayBuffer>>>} */
async function carried() {
  /** @type {Record<string, Uint8Array<ArrayBuffer>>} */
  const found = {};
  for (const block of document.querySelectorAll("script[data-part]")) {
    const packed = Uint8Array.from(atob(block.textContent ?? ""), (sign) => sign.charCodeAt(0));
    block.remove();
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
    const name = /** @type {HTMLElement} */ (block).dataset.part ?? "";
    found[name] = new Uint8Array(await new Response(stream).arrayBuffer());
  }
  return found;
}

async function begin() {
  if (typeof WebAssembly === "undefined")
    throw new Error("ce navigateur interdit WebAssembly. Demandez à votre informaticien, ou essayez un autre navigateur.");
  if (typeof DecompressionStream === "undefined")
    throw new Error("ce navigateur est trop ancien. Essayez Edge, Chrome ou Firefox, à jour.");
  parts ??= await carried();
  worker = new Worker(URL.createObjectURL(new Blob([parts.worker], { type: "text/javascript" })));
  worker.onmessage = ({ data: { id, result, error } }) => {
    const asked = waiting.get(id);
    waiting.delete(id);
    if (error) asked?.reject(new Error(error));
    else asked?.resolve(result);
  };
  worker.onerror = (event) => {
    for (const asked of waiting.values()) asked.reject(new Error(event.message));
    waiting.clear();
  };
  await ask("start", parts);
  const forms = await ask("forms");
  const known = forms.map((/** @type {any} */ form) => `${form.edition} (${form.years[0]} à ${form.years.at(-1)})`);
  $("known").textContent = `${$("known").textContent?.split(" · ")[0]} · ${known.join(" · ")}`;
  say("Prêt. Déposez un classeur.");
  document.body.dataset.ready = "oui";
}

/** End what is under way, and start anew. */
function stop() {
  worker.terminate();
  for (const asked of waiting.values()) asked.reject(new Error("arrêté"));
  waiting.clear();
  ready = begin().catch(broken);
}

/** @param {Error} error */
function broken(error) {
  say(`La page n'a pas pu démarrer : ${error.message}`, "fault");
}

// ---- saying and showing

/** @param {string} text @param {string} kind */
function say(text, kind = "") {
  $("state").textContent = text;
  $("state").className = kind;
}

/** @param {number} number @param {string} one @param {string} many */
const counted = (number, one, many) => `${number} ${number > 1 ? many : one}`;

/** @param {string} tag @param {string} text @param {Node[]} inside */
function element(tag, text, ...inside) {
  const made = document.createElement(tag);
  made.textContent = text;
  made.append(...inside);
  return made;
}

/** @param {string[]} lines */
const items = (lines) => element("ul", "", ...lines.map((line) => element("li", line)));

/** @param {string} screen */
function show(screen) {
  for (const button of document.querySelectorAll("#screens button")) {
    const name = /** @type {HTMLElement} */ (button).dataset.screen ?? "";
    $(name).hidden = name !== screen;
    if (name === screen) button.setAttribute("aria-current", "page");
    else button.removeAttribute("aria-current");
  }
}

/** @param {string} name @param {Uint8Array<ArrayBuffer>} bytes */
function save(name, bytes) {
  const link = document.createElement("a");
  link.download = name;
  link.href = URL.createObjectURL(new Blob([bytes]));
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

// ---- opening a workbook

/** @param {File} file @param {string | null} password */
async function open(file, password = null) {
  await ready;
  say(`Lecture de « ${file.name} »…`);
  $("stop").hidden = false;
  delete document.body.dataset.done;
  try {
    opened = /** @type {Opened} */ (await ask("open", file.name, new Uint8Array(await file.arrayBuffer()), password));
    await present(opened);
  } catch (error) {
    failed(error);
  }
  $("stop").hidden = true;
  document.body.dataset.done = "oui";
}

/** @param {unknown} error */
function failed(error) {
  const why = error instanceof Error ? error.message : String(error);
  say(why === "arrêté" ? "Arrêté." : `Faute du programme (${why}) : signalez-la.`, "fault");
}

/** @param {Opened} found */
async function present(found) {
  const locked = found.codes.length === 1 && found.codes[0].startsWith("mot-de-passe");
  $("password").hidden = !locked;
  $("screens").hidden = locked;
  const [errors, warnings] = found.counts;
  const both = `${counted(errors, "erreur", "erreurs")}, ${counted(warnings, "avertissement", "avertissements")}`;
  if (locked) {
    for (const button of document.querySelectorAll("#screens button"))
      $(/** @type {HTMLElement} */ (button).dataset.screen ?? "").hidden = true;
    say(found.errors[0].lines[0], "fault");
    $("secret").focus();
    return;
  }
  say(`« ${found.name} » : ${both}.`, errors ? "fault" : "fine");
  $("counts").textContent = errors
    ? `${both}. Aucun rapport n'est produit tant qu'il reste une erreur.`
    : `${both}. Le rapport peut être produit.`;
  $("ready").textContent = errors
    ? `Il reste ${counted(errors, "erreur", "erreurs")} : corrigez d'abord. Un brouillon est possible.`
    : `${found.title} : le rapport peut être produit.`;
  $("report").disabled = $("figures").disabled = $("proof").disabled = errors > 0;
  $("draft").disabled = !found.counted;
  $("mark").hidden = !found.read || found.encrypted || errors + warnings === 0;
  $("produced").replaceChildren();
  $("explanation").replaceChildren();
  $("filter").value = "";
  list();
  await progress();
  show(errors ? "mend" : "produce");
}

/** The findings, of these the ones that hold what is searched. */
function list() {
  if (!opened) return;
  const wanted = $("filter").value.toLowerCase();
  let shown = 0;
  $("findings").replaceChildren();
  for (const [kind, sheets] of /** @type {[string, Sheet[]][]} */ ([["Erreurs", opened.errors], ["Avertissements", opened.warnings]])) {
    for (const { sheet, lines } of sheets) {
      const kept = lines.filter((line) => line.toLowerCase().includes(wanted));
      shown += kept.length;
      if (kept.length) $("findings").append(element("h3", `${kind} : ${sheet || "le fichier"}`), items(kept));
    }
  }
  $("shown").textContent = wanted ? counted(shown, "ligne trouvée", "lignes trouvées") : "";
}

async function progress() {
  const { chapters, rows } = await ask("progress");
  const blocks = chapters.flatMap((/** @type {any} */ chapter) => [
    element("h3", `${chapter.title} (${chapter.who})`),
    element("p", `${chapter.answered} sur ${counted(chapter.asked, "réponse", "réponses")}`),
    items(chapter.to_do),
  ]);
  if (rows.length) blocks.push(element("h3", "Lignes à compléter"), items(rows));
  $("chapters").replaceChildren(...blocks);
}

// ---- what is made of it

/** @param {string} task @param {string[]} args */
async function make(task, ...args) {
  try {
    const made = /** @type {Made} */ (await ask(task, ...args));
    const names = Object.keys(made.files);
    for (const name of names) save(name, made.files[name]);
    const told = [...names.map((name) => `Enregistré : ${name}`), ...(made.refused ?? [])];
    if (made.caution) told.push(made.caution);
    if (made.why) told.push(made.why);
    $("produced").replaceChildren(items(told.length ? told : ["Ce fichier n'est pas fait pour ce classeur : il serait trop long."]));
    if (task === "marked_copy") say(told[0]);
  } catch (error) {
    failed(error);
  }
}

/** @param {string} task @param {string[]} args */
async function explain(task, ...args) {
  try {
    const { lines, why } = await ask(task, ...args);
    $("explanation").replaceChildren(...(why ? [why] : lines).map((/** @type {string} */ line) => element("li", line)));
  } catch (error) {
    failed(error);
  }
}

// ---- what people do

$("file").onchange = () => {
  const file = $("file").files[0];
  $("file").value = ""; // or the same file, once mended, could not be chosen again
  if (file) open((current = { file }).file);
};
document.addEventListener("dragover", (event) => {
  event.preventDefault();
  document.querySelector(".drop")?.classList.add("over");
});
document.addEventListener("dragleave", () => document.querySelector(".drop")?.classList.remove("over"));
document.addEventListener("drop", (event) => {
  event.preventDefault();
  document.querySelector(".drop")?.classList.remove("over");
  const file = event.dataTransfer?.files[0];
  if (file) open((current = { file }).file);
});
$("password").onsubmit = (/** @type {Event} */ event) => {
  event.preventDefault();
  const password = $("secret").value;
  $("secret").value = "";
  if (current) open(current.file, password);
};
$("stop").onclick = stop;
$("filter").oninput = list;
for (const button of document.querySelectorAll("#screens button"))
  /** @type {HTMLElement} */ (button).onclick = () => show(/** @type {HTMLElement} */ (button).dataset.screen ?? "");
$("report").onclick = () => make("report");
$("draft").onclick = () => make("draft");
$("figures").onclick = () => make("beside", "figures");
$("proof").onclick = () => make("beside", "proof");
$("mark").onclick = () => make("marked_copy");
$("figure").onsubmit = (/** @type {Event} */ event) => {
  event.preventDefault();
  if (opened?.counted) explain("explain", $("question").value.trim(), $("line").value.trim());
};
$("household").onsubmit = (/** @type {Event} */ event) => {
  event.preventDefault();
  if (opened?.counted) explain("explain_household", $("code").value.trim());
};
ready = begin().catch(broken);
