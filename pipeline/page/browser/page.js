// @ts-check
"use strict";
// The page: it shows what the tasks of the worker give, and hands them what people drop.
// No text of a workbook becomes markup: everything is shown as text.

for (const name of ["RTCPeerConnection", "webkitRTCPeerConnection", "mozRTCPeerConnection"])
  delete (/** @type {any} */ (window)[name]); // a policy of the page does not stop these

/** @typedef {{heading: string, lines: string[], copied?: string[]}} Group */
/** @typedef {{sheet: Group[], household: Group[], kind: Group[]}} Listed */
/** @typedef {{seen: Group[], name: string, title: string, codes: string[], errors: Listed, warnings: Listed,
 *   households: string[], counts: number[], encrypted: boolean, marked: boolean, counted: boolean, read: boolean,
 *   others: string[], lacking: string, why?: string}} Opened */
/** @typedef {{files: Record<string, Bytes>, refused?: string[], caution?: string, why?: string, lines?: string[],
 *   groups?: Group[], warned?: string}} Made */
/** @typedef {{number: number, question: string, line: string, value: string}} Figure */
/** @typedef {Uint8Array<ArrayBuffer>} Bytes */
/** @typedef {[string, number]} Piece */
/** @typedef {[string, boolean][]} Stretches */
/** @typedef {{name: string, sentences: [string, Stretches][], button: string, number?: number}} ToRead */
/** @typedef {{said?: string, meant?: string, tone?: string, first?: string, headline?: string, made?: boolean, complete?: boolean,
 *   kept?: string, to_read?: {heading: string, items: ToRead[]}[], can_take_back?: boolean, groups?: Group[], changes?: Group[]}} OfficialForm */
/** @typedef {{edition: string, title: string, years: number[], span: string, places: string}} Known */

/** @param {string} id @returns {any} */
const $ = (id) => document.getElementById(id);

/** @type {Worker} */
let worker;
/** @type {Map<number, {resolve: (value: any) => void, reject: (reason: Error) => void}>} */
const waiting = new Map();
let turn = 0;
/** @type {Promise<unknown>} */
let ready;
/** @type {{file: File, handle?: any} | undefined} */
let current;
/** @type {Opened | undefined} */
let opened;
/** @type {Figure[]} */
let figures = [];
/** @type {Known[]} */
let forms = [];
let password = ""; // of the workbook that is open, so that it is read again once saved
let filling = 0; // how many times a form was
let isOld = false; // the filled form that is shown, since another workbook was read
/** @type {Record<string, Bytes>} */
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
 * @returns {Promise<Record<string, Bytes>>} */
async function carried() {
  /** @type {Record<string, Bytes>} */
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
  worker.onmessage = ({ data: { id, result, error, watched, step } }) => {
    if (watched) return again(watched);
    if (step) return underWay(step);
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
  await listForms();
  say("Prêt. Déposez un classeur.");
  document.body.dataset.ready = "oui";
}

/** Show the forms that the page knows. */
async function listForms() {
  forms = await ask("forms");
  const known = forms.map(({ title, span }) => `${title}, ${span}`);
  $("known").textContent = `Formulaires connus : ${known.join(" ; ")}.`;
  forms.sort((one, other) => one.places.localeCompare(other.places)); // the report, then the plan
  $("edition").replaceChildren(...forms.map(({ edition, title }) => new Option(title, edition)));
  choose();
}

/** Take the forms of a zip, as `canevas modele adopter` makes them.
 * @param {File} file */
async function takeForms(file) {
  await ready;
  const { said, fine } = await ask("take_editions", new Uint8Array(await file.arrayBuffer()));
  await listForms();
  say(said, fine ? "" : "fault");
}

/** End what is under way, and start anew. */
function restart() {
  delete document.body.dataset.ready;
  worker.terminate();
  leave();
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

/** A text for comparing, without case and accents.
 * @param {string} text */
const bare = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** Whether a text has every word that is searched.
 * @param {string} text @param {string} wanted */
const has = (text, wanted) => bare(wanted).split(/\s+/).every((word) => bare(text).includes(word));

/** @param {string} tag @param {string} text @param {Node[]} inside */
function element(tag, text, ...inside) {
  const made = document.createElement(tag);
  made.textContent = text.replace(/« /g, "«\u00a0").replace(/ (?=[»€%])/g, "\u00a0");
  made.append(...inside);
  return made;
}

/** @param {string[]} lines */
const items = (lines) => element("ul", "", ...lines.map((line) => element("li", line)));

const REPORTS = ["official", "received", "control"]; // the screens on which a Word file is dropped
const screens = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("#screens button")]);

/** Whether a screen shows the workbook that is open.
 * @param {HTMLElement} button */
const isOfWorkbook = (button) => !["new", "codes", ...REPORTS].includes(button.dataset.screen ?? "");

/** Whether the screens of the workbook are out of use, while it is read.
 * @param {boolean} busy */
function hold(busy) {
  $("stop").hidden = $("busy").hidden = $("step").hidden = !busy;
  for (const button of screens.filter(isOfWorkbook)) {
    /** @type {HTMLButtonElement} */ (button).disabled = busy;
    $(button.dataset.screen ?? "").inert = busy;
  }
}

/** Show what is done at the moment; of reading, the share that is done.
 * @param {{stage: string, hundredths: number}} step */
function underWay({ stage, hundredths }) {
  $("step").textContent = hundredths ? `${stage} : ${hundredths} %` : `${stage}…`;
  if (hundredths) $("busy").value = hundredths;
  else $("busy").removeAttribute("value");
}

/** Leave the workbook that was open. */
function leave() {
  opened = undefined;
  filling += 1; // what is under way is of the former workbook
  isOld = true;
  $("official").inert = false;
  showForm({});
  for (const button of screens.filter(isOfWorkbook)) {
    button.hidden = true;
    $(button.dataset.screen ?? "").hidden = true;
  }
}

/** Show a screen; the browser's Back then leads to the one before, as it was left.
 * @param {string} screen */
function show(screen) {
  if (history.state?.screen !== screen) {
    history.replaceState({ ...history.state, at: scrollY }, "");
    history.pushState({ screen }, "");
  }
  turnTo(screen);
}

/** @param {string} screen */
function turnTo(screen) {
  for (const button of screens) {
    const name = button.dataset.screen ?? "";
    $(name).hidden = name !== screen;
    if (name === screen) button.setAttribute("aria-current", "page");
    else button.removeAttribute("aria-current");
  }
  if (screen === "reading") read();
  if (screen === "next") guarded(offer);
  if (screen === "official" && isOld) fill("official_again");
}

/** @param {string} name @param {Bytes} bytes */
function save(name, bytes) {
  const link = document.createElement("a");
  link.download = name;
  link.href = URL.createObjectURL(new Blob([bytes]));
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** Save the files that were made. Gives their names.
 * @param {Made} made */
function saveAll({ files }) {
  for (const [name, bytes] of Object.entries(files)) save(name, bytes);
  return Object.keys(files);
}

// ---- opening a workbook

/** Open a file, and where the browser hands over its place, see when it is saved again.
 * @param {File} file @param {any} handle */
async function take(file, handle = undefined) {
  if (/\.zip$/i.test(file.name)) return guarded(() => takeForms(file));
  current = { file, handle };
  password = $("filter").value = $("find").value = "";
  $("watched").textContent = "";
  leave();
  ready.then(() => worker.postMessage({ watch: null })); // or the former file would come back
  await readWorkbook(file);
}

/** @param {File} file @param {boolean} isAgain */
async function readWorkbook(file, isAgain = false) {
  await ready;
  say(`Lecture de « ${file.name} »…`);
  hold(true);
  delete document.body.dataset.done;
  try {
    const data = await file.arrayBuffer().catch(() => undefined);
    if (data) {
      const bytes = new Uint8Array(data);
      opened = /** @type {Opened} */ (await (isAgain ? ask("open_again", file.name, bytes) : ask("open", file.name, bytes, password)));
      await present(opened, isAgain);
    } else say(`« ${file.name} » ne peut pas être lu : il est ouvert ailleurs, ou n'est plus là. Redéposez-le.`, "fault");
  } catch (error) {
    failed(error);
  }
  hold(false);
  document.body.dataset.done = "oui";
}

/** @param {unknown} error */
function failed(error) {
  const why = error instanceof Error ? error.message : String(error);
  say(why === "arrêté" ? "Arrêté." : `Défaut du programme (${why}) : signalez-le.`, "fault");
}

/** @param {Opened} found @param {boolean} isAgain */
async function present(found, isAgain) {
  const locked = found.codes.length === 1 && found.codes[0].startsWith("mot-de-passe");
  $("password").hidden = !locked;
  for (const button of screens) {
    const name = button.dataset.screen ?? "";
    const can = { mend: true, several: true, next: found.read && !found.others.length }[name] ?? found.counted;
    button.hidden = isOfWorkbook(button) && (locked || !can);
  }
  $("watched").textContent = "";
  if (locked) {
    show("");
    const first = found.codes[0] === "mot-de-passe-requis";
    say(first ? `« ${found.name} » est protégé : tapez son mot de passe.` : found.errors.sheet[0].lines[0], first ? "" : "fault");
    $("secret").focus();
    return;
  }
  const [errors, warnings] = found.counts;
  const both = `${counted(errors, "faute", "fautes")}, ${counted(warnings, "avertissement", "avertissements")}`;
  const more = found.others.length;
  const whose = more ? `« ${found.name} » et ${counted(more, "autre fichier", "autres fichiers")}` : `« ${found.name} »`;
  say(`${whose} : ${both}.${found.lacking ? " Il manque des feuilles." : ""}`, errors ? "fault" : found.lacking ? "" : "fine");
  const before = found.counted || !found.read ? "" : " Les autres écrans viennent quand on sait à quel jour compter : l'année du rapport, ou la date « Situation au » du plan.";
  $("counts").textContent = errors
    ? `${both}. Aucun rapport n'est produit tant qu'il reste une faute. Une correction peut en faire paraître d'autres.${before}`
    : `${both}. ${found.lacking || "Le rapport peut être produit."}`;
  $("ready").textContent = errors
    ? `Il reste ${counted(errors, "faute", "fautes")} : corrigez d'abord. Un brouillon est possible.`
    : found.lacking || `${found.title} : le rapport peut être produit.`;
  $("reading-note").textContent = errors
    ? "Les lignes fautives ne sont pas comptées : ce n'est pas encore le rapport."
    : "Ce que le rapport Word dit. Un chiffre encadré montre ce qu'il compte.";
  $("report").disabled = $("images").disabled = $("proof").disabled = errors > 0 || Boolean(found.lacking);
  $("to-mark").hidden = $("mark").hidden = !found.read || found.encrypted || (errors + warnings === 0 && !found.marked);
  $("mark").textContent = errors + warnings ? "Enregistrer une copie où les cellules sont marquées" : "Tout est corrigé : enregistrer cette copie comme classeur";
  const codes = found.households;
  $("known-codes").replaceChildren(...codes.map((code) => new Option(code)));
  $("household").hidden = $("codes-inside").hidden = codes.length === 0;
  const listed = [found.errors, found.warnings];
  $("by").options[1].hidden = !listed.some(({ household }) => household.some(({ heading }) => heading));
  if ($("by").selectedOptions[0].hidden) $("by").value = "sheet";
  watch();
  for (const name of ["produced", "explanation", "text", "marked", "counted", "carried", "several-state"]) $(name).replaceChildren();
  list();
  listParts(found);
  if (found.counted) {
    figures = await ask("figures");
    lines();
    await progress();
  }
  // One that is read again, since it was saved, leaves the person on the same screen, and so
  // does one that is to fill a form.
  isOld = true;
  const here = screens.find((button) => button.ariaCurrent && !button.hidden);
  const name = here?.dataset.screen ?? "";
  if (here && (isOfWorkbook(here) ? isAgain : name === "official" && !errors)) turnTo(name);
  else show(errors ? "mend" : found.lacking ? "several" : "produce");
}

/** The findings in the order wanted, of these the ones that hold what is searched. */
function list() {
  if (!opened) return;
  const wanted = $("filter").value;
  const by = /** @type {keyof Listed} */ ($("by").value);
  const none = by === "household" ? "Sans ménage" : "Le fichier";
  let shown = 0;
  $("findings").replaceChildren();
  for (const [kind, listed] of /** @type {[string, Listed][]} */ ([["Fautes", opened.errors], ["Avertissements", opened.warnings]])) {
    for (const { heading, lines, copied } of listed[by]) {
      const kept = lines.filter((line) => has(`${heading} ${line}`, wanted));
      if (!kept.length) continue;
      shown += kept.length;
      $("findings").append(element("h3", `${kind} : ${heading || none}`), items(kept));
      if (copied && heading) $("findings").append(copying(copied.join("\n"), "Copier, sans ce qui est tapé"));
    }
  }
  const seen = opened.seen.map(({ heading, lines }) => `${lines[0]} Vu, parce que : ${heading}`).filter((line) => has(line, wanted));
  if (seen.length) {
    const folded = element("details", "", element("summary", counted(seen.length, "avertissement vu", "avertissements vus")), items(seen));
    $("findings").append(folded);
  }
  $("shown").textContent = wanted ? counted(shown, "ligne trouvée", "lignes trouvées") : "";
}

/** A button that copies a text.
 * @param {string} text @param {string} label */
function copying(text, label = "Copier") {
  const button = /** @type {HTMLButtonElement} */ (element("button", label));
  button.type = "button";
  button.onclick = async () => {
    const copied = navigator.clipboard.writeText(text).then(() => true, () => false);
    button.textContent = (await copied) ? "Copié" : "Ce navigateur ne laisse pas copier : sélectionnez le texte.";
  };
  return button;
}

async function progress() {
  const { chapters, compared, rows, to_send: toSend } = await ask("progress");
  $("to-send").replaceChildren(copying(toSend, "Copier la liste à envoyer"), " Par personne qui remplit, sans aucun code.");
  const blocks = chapters.flatMap((/** @type {any} */ chapter) => [
    element("h3", `${chapter.title} (${chapter.who})`),
    element("p", `${chapter.answered} sur ${counted(chapter.asked, "réponse", "réponses")}${chapter.complete ? ", complet" : ""}`),
    items(chapter.to_do),
  ]);
  if (compared.length) blocks.push(element("h3", "À comparer, sans être imprimé"), items(compared));
  if (rows.length) blocks.push(element("h3", "Lignes à compléter"), items(rows));
  $("chapters").replaceChildren(...blocks);
}

// ---- seeing when the workbook is saved

const RENEWED = "La liste se renouvelle chaque fois que vous enregistrez dans Excel.";

function watch() {
  if (!current?.handle || !opened?.read) return;
  worker.postMessage({ watch: current.handle, read: current.file });
  $("watched").textContent = RENEWED;
}

/** What the worker has seen of the file that is watched.
 * @param {{file?: File, gone?: "soon" | "long"}} seen */
function again({ file, gone }) {
  const missing = { soon: "Excel enregistre…", long: "Le fichier n'est plus là : redéposez-le." };
  $("watched").textContent = gone ? missing[gone] : RENEWED;
  if (file && current) readWorkbook((current.file = file), true);
}

// ---- what is made of it

/** @param {string} task @param {string[]} args */
async function make(task, ...args) {
  const clear = "Le classeur est protégé par un mot de passe, ce fichier ne le sera pas. L'enregistrer ?";
  if (opened?.encrypted && (args[0] === "proof" || args[0] === "figures") && !confirm(clear)) return;
  try {
    const made = /** @type {Made} */ (await ask(task, ...args));
    const names = saveAll(made);
    const told = [...names.map((name) => `Enregistré : ${name}`), ...(made.refused ?? [])];
    if (made.caution) told.push(made.caution);
    if (made.why) told.push(made.why);
    const place = { marked_copy: "marked", save_official: "official-made" }[task] ?? "produced";
    $(place).replaceChildren(items(told));
  } catch (error) {
    failed(error);
  }
}

// ---- figures

/** The lines of the table of figures, of these the ones that hold what is searched. */
function lines() {
  const rows = figures.filter((one) => has(`${one.question} ${one.line}`, $("find").value));
  $("lines").replaceChildren(
    ...rows.map((one) =>
      element("tr", "", element("td", one.question), element("td", one.line), element("td", "", opening(one.value, one.number))),
    ),
  );
}

/** A figure that shows who is in it.
 * @param {string} value @param {number} number */
function opening(value, number) {
  const button = /** @type {HTMLButtonElement} */ (element("button", value || "(vide)"));
  button.type = "button";
  button.className = "figure";
  button.title = "Qui est dans ce chiffre ?";
  button.onclick = () => guarded(async () => explained(await ask("figure", number)));
  return button;
}

/** @param {{name: string, value: string, rule: string, entries: [string, string][]}} figure */
function explained({ name, value, rule, entries }) {
  $("code").value = "";
  show("figures");
  const who = entries.map(([who, cells]) => [who, cells].filter(Boolean).join(" : "));
  $("explanation").replaceChildren(element("h3", `${name} : ${value}`), element("p", `Règle : ${rule}`), items(who));
  $("explanation").focus();
}

/** @param {() => Promise<unknown>} work */
async function guarded(work) {
  try {
    await work();
  } catch (error) {
    failed(error);
  }
}

/** The report as it is read, made when it is first looked at. */
function read() {
  if (opened?.counted && !$("text").hasChildNodes())
    guarded(async () => $("text").replaceChildren(...(await ask("reading")).map(block)));
}

/** @param {{style?: string, pieces?: Piece[], rows?: Piece[][][]}} given */
function block({ style = "", pieces = [], rows }) {
  if (!rows) return element(heading(style), "", ...pieces.map(piece));
  const lines = rows.map((cells) => element("tr", "", ...cells.map((cell) => element("td", "", ...cell.map(piece)))));
  const wide = element("div", "", element("table", "", ...lines));
  wide.className = "wide";
  wide.role = "group";
  wide.ariaLabel = "Tableau";
  scrolling.observe(wide);
  return wide;
}

/** A table that is wider than its place is reached by the keyboard, so that it can be moved. */
const scrolling = new ResizeObserver((seen) => {
  for (const { target } of seen)
    /** @type {HTMLElement} */ (target).tabIndex = target.scrollWidth > target.clientWidth ? 0 : -1;
});

/** @param {string} style */
const heading = (style) => ({ Title: "h3", Heading1: "h3", Heading2: "h4", Heading3: "h5" })[style] ?? "p";

/** @param {Piece} given */
const piece = ([text, number]) => (number < 0 ? document.createTextNode(text) : opening(text, number));

// ---- a new workbook, and the list of codes

function choose() {
  const form = forms.find(({ edition }) => edition === $("edition").value);
  if (!form) return;
  const [first, last] = [form.years[0], form.years[form.years.length - 1]];
  [$("year").min, $("year").max] = [first, last];
  $("year").value = Math.min(Math.max(new Date().getFullYear(), first), last);
  $("places-label").textContent = `${form.places === "quartier" ? "Quartiers" : "Équipements"}, un par ligne`;
}

async function blank() {
  const lines = $("places").value.split("\n").map((/** @type {string} */ name) => name.trim());
  const places = [...new Set(lines)];
  const made = /** @type {Made} */ (
    await ask("blank", $("edition").value, Number($("year").value), $("commune").value.trim(), places.filter(Boolean))
  );
  const names = saveAll(made);
  $("made").textContent = made.why ?? `Enregistré : ${names.join(", ")}`;
}

async function openCodes() {
  const file = $("list-file").files[0];
  const secret = $("list-secret").value;
  $("list").reset();
  const { people, why, encrypted } = await ask("open_codes", file.name, new Uint8Array(await file.arrayBuffer()), secret);
  const open = encrypted ? "" : " Cette liste n'est pas protégée par un mot de passe : elle devrait l'être.";
  $("list-state").textContent = why || `${counted(people, "personne", "personnes")} dans la liste.${open}`;
  $("who").value = "";
  $("people").replaceChildren();
  $("list-search").hidden = people === 0;
  $("who").focus();
}

async function findCode() {
  const found = await ask("find_code", $("who").value);
  $("people").replaceChildren(
    ...found.map((/** @type {[string, string]} */ [name, code]) => element("li", `${name} : ${code} `, copying(code))),
  );
  const none = $("who").value.trim() ? "Personne de ce nom." : "";
  $("list-state").textContent = found.length === 20 ? "Les 20 premiers : précisez le nom." : found.length ? "" : none;
}

async function closeCodes() {
  await ask("close_codes");
  $("who").value = $("list-state").textContent = "";
  $("people").replaceChildren();
  $("list-search").hidden = true;
}

// ---- the files of others

/** The workbook that is open and the files that are read with it.
 * @param {Opened} found */
function listParts({ name, others, counted, lacking }) {
  const lines = others.map((other) => element("li", `${other} `, removing(other)));
  $("parts").replaceChildren(element("li", name), ...lines);
  if (lacking) $("several-state").textContent = lacking;
  $("to-count").hidden = !counted || others.length > 0;
}

/** A button that takes a file off again.
 * @param {string} name */
function removing(name) {
  const button = /** @type {HTMLButtonElement} */ (element("button", "Enlever"));
  button.type = "button";
  button.ariaLabel = `Enlever ${name}`;
  button.onclick = async () => {
    await changeParts(() => ask("take_off", name));
    $("several-choose").focus();
  };
  return button;
}

/** @param {File[]} files */
async function addParts(files) {
  const read = files.map(async (file) => [file.name, new Uint8Array(await file.arrayBuffer())]);
  await changeParts(async () => ask("add", ...(await Promise.all(read)).flat()));
}

/** Read the workbook with other files than before.
 * @param {() => Promise<Opened>} change */
async function changeParts(change) {
  hold(true);
  delete document.body.dataset.done;
  await guarded(async () => {
    opened = await change();
    await present(opened, true);
    if (opened.why) $("several-state").textContent = opened.why;
  });
  hold(false);
  document.body.dataset.done = "oui";
}

async function saveFigures() {
  const made = /** @type {Made} */ (await ask("count"));
  const names = saveAll(made);
  const lines = [...(made.lines ?? []), "À envoyer à la personne qui produit le rapport. Le classeur, lui, reste chez vous."];
  $("counted").replaceChildren(items(made.why ? [made.why] : [...names.map((name) => `Enregistré : ${name}`), ...lines]));
}

// ---- the workbook of the next period

/** Show what the workbook may be carried over to. */
async function offer() {
  const { to, columns, why, faults } = await ask("next_period");
  const [known, state] = [$("to").value, $("next-state")];
  $("carry").hidden = to.length === 0;
  state.replaceChildren(why, ...(faults.length ? [items(faults)] : []));
  state.className = why ? "fault" : "";
  $("to").replaceChildren(
    ...to.map((/** @type {any} */ { edition, year, label }) => new Option(label, JSON.stringify([edition, year]))),
  );
  if ([...$("to").options].some(({ value }) => value === known)) $("to").value = known;
  $("own").hidden = columns.length === 0;
  const boxes = columns.map((/** @type {string} */ heading) => {
    const box = document.createElement("input");
    [box.type, box.value] = ["checkbox", heading];
    return element("label", "", box, document.createTextNode(` ${heading}`));
  });
  $("own").replaceChildren($("own").firstElementChild, ...boxes);
}

async function carryOver() {
  const columns = [...$("own").querySelectorAll("input:checked")].map(({ value }) => value);
  const made = /** @type {Made} */ (await ask("carry_over", ...JSON.parse($("to").value), columns));
  const names = saveAll(made);
  const first = made.why || [`Enregistré : ${names.join(", ")}`, made.warned].filter(Boolean).join(". ");
  $("carried").replaceChildren(element("p", first), ...listed(made.groups ?? []));
}

// ---- a report that comes in

/** Show what a report says, or whether it still says it; or what came of a form.
 * @param {string} screen of REPORTS @param {File | undefined} file */
async function receive(screen, file) {
  if (!file) return;
  $(`${screen}-state`).textContent = `Lecture de « ${file.name} »…`;
  $(`${screen}-found`).replaceChildren();
  const read = file.arrayBuffer().then((bytes) => new Uint8Array(bytes));
  if (screen === "official") return fill(screen, file.name, read);
  const given = await read;
  const { said, fine, groups } = await ask(screen, file.name, given);
  $(`${screen}-state`).textContent = said;
  $(`${screen}-state`).className = fine ? "fine" : "fault";
  const found = groups.flatMap((/** @type {Group} */ { heading, lines }) => [element("h3", heading), items(lines)]);
  $(`${screen}-found`).replaceChildren(...found);
}

// ---- the form that the authority sent

/** Fill the form, or fill it again, and show it, unless another one was given meanwhile.
 * @param {string} task @param {unknown[]} args */
async function fill(task, ...args) {
  const turn = ++filling;
  isOld = false;
  $("official").inert = true;
  $("official-made").replaceChildren();
  if ($("official-found").hasChildNodes()) $("official-filled").textContent = "Remplissage…";
  await guarded(async () => {
    const form = await ask(task, ...(await Promise.all(args)));
    if (turn === filling) showForm(form);
  });
  if (turn === filling) $("official").inert = false;
}

/** @param {OfficialForm} form nothing where there is none */
function showForm({ said, meant, tone, first, headline, made, complete, kept, to_read = [], can_take_back, groups = [], changes = [] }) {
  $("official-first").textContent = first ?? "";
  $("official-state").replaceChildren(element("strong", said ?? ""), meant ? ` ${meant}` : "");
  $("official-state").className = tone ?? "";
  $("official-filled").textContent = headline ?? "";
  $("official-filled").className = complete ? "fine" : "";
  $("official-tools").hidden = !made;
  $("official-made").replaceChildren();
  const found = to_read.flatMap(({ heading, items }) => [element("h3", heading), ...items.map(toRead)]);
  if (to_read.some(({ items }) => items.some(({ button }) => button))) found.splice(1, 0, element("p", kept ?? ""));
  if (can_take_back) found.push(element("p", "", takingBack()));
  found.push(...listed(groups));
  if (changes.length) {
    const summary = element("summary", "Ce qui change dans le formulaire, question par question");
    const folded = /** @type {HTMLDetailsElement} */ (element("details", "", summary, ...listed(changes)));
    folded.open = !headline;
    found.push(folded);
  }
  $("official-found").replaceChildren(...found);
}

/** @param {Group[]} groups */
const listed = (groups) => groups.flatMap(({ heading, lines }) => [element("h3", heading), items(lines)]);

/** Both sentences, one above the other, the words that differ marked, and the button that
 * accepts them.
 * @param {ToRead} given */
function toRead({ name, sentences, button, number }) {
  const [[own, before], [there, after]] = sentences;
  const both = element("dl", "", element("dt", own), marking("del", before), element("dt", there), marking("ins", after));
  const block = element("div", "", ...(name ? [element("p", name)] : []), both);
  block.className = "both";
  if (!button) return block;
  const same = /** @type {HTMLButtonElement} */ (element("button", button));
  same.type = "button";
  same.dataset.number = String(number);
  same.ariaLabel = `${button} : ${name || after.map(([text]) => text).join(" ")}`;
  same.onclick = async () => {
    await fill("accept", number);
    // The next one is where this one was.
    const others = /** @type {NodeListOf<HTMLElement>} */ ($("official-found").querySelectorAll("button[data-number]"));
    (others[Math.min(number ?? 0, others.length - 1)] ?? $("official-save")).focus();
  };
  block.append(same);
  return block;
}

/** A sentence whose words that differ are marked.
 * @param {string} tag @param {Stretches} stretches */
function marking(tag, stretches) {
  const pieces = stretches.flatMap(([text, differs]) => [" ", differs ? element(tag, text) : text]);
  const line = element("dd", "");
  line.append(...pieces.slice(1));
  return line;
}

function takingBack() {
  const button = /** @type {HTMLButtonElement} */ (element("button", "Reprendre mon dernier accord"));
  button.type = "button";
  button.onclick = async () => {
    await fill("take_back");
    const [first] = $("official-found").querySelectorAll("button");
    (first ?? $("official-save")).focus();
  };
  return button;
}

// ---- what an IT service asks: does it work here, and is it shut?

async function tryPage() {
  const { edition, years } = forms[0];
  const made = /** @type {Made} */ (await ask("blank", edition, years[0], "Essai", ["Essai"]));
  const open = await fetch("https://canevas.invalid/").then(() => true, () => false);
  const results = {
    "Python et le formulaire": Object.keys(made.files).length === 1,
    "Aucune requête ne part": !open,
    "WebRTC est effacé": !("RTCPeerConnection" in window),
    "Un fichier ouvert peut être suivi": "showOpenFilePicker" in window,
  };
  const told = Object.entries(results).map(([what, holds]) => `${what} : ${holds ? "oui" : "non"}`);
  told.push(`Mémoire prise par Python : ${Math.round((await ask("memory")) / 2 ** 20)} Mo`);
  $("tried").replaceChildren(...told.map((line) => element("li", line)));
}

// ---- what people do

$("file").onchange = () => {
  const file = $("file").files[0];
  $("file").value = ""; // or the same file, once mended, could not be chosen again
  if (file) take(file);
};
if ("showOpenFilePicker" in window) {
  $("choose").hidden = false;
  $("file").hidden = true;
  $("choose").onclick = async () => {
    const accept = { "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": [".xlsx", ".xlsm"] };
    const found = /** @type {any} */ (window).showOpenFilePicker({ types: [{ description: "Classeur Excel", accept }] });
    const [handle] = await found.catch(() => []); // nothing was chosen
    if (handle) take(await handle.getFile(), handle);
  };
}
document.addEventListener("dragover", (event) => {
  event.preventDefault();
  document.querySelector(".drop")?.classList.add("over");
});
document.addEventListener("dragleave", () => document.querySelector(".drop")?.classList.remove("over"));
document.addEventListener("drop", (event) => {
  event.preventDefault();
  document.querySelector(".drop")?.classList.remove("over");
  const files = [...(event.dataTransfer?.files ?? [])];
  if (!files.length) return;
  if (!$("codes").hidden) {
    $("list-file").files = event.dataTransfer?.files;
    return;
  }
  if (!$("several").hidden) {
    addParts(files);
    return;
  }
  const isWorkbook = ({ name = "" }) => /\.(xls[xm]|zip)$/i.test(name); // it is opened wherever it falls
  const screen = REPORTS.find((name) => !$(name).hidden);
  const report = screen ? files.find((file) => !isWorkbook(file)) : undefined;
  const file = screen ? files.find(isWorkbook) : files[0];
  const further = () => guarded(() => receive(screen ?? "", report));
  if (!file) {
    further();
    return;
  }
  const item = /** @type {any} */ (event.dataTransfer?.items[files.indexOf(file)]);
  const handle = item?.getAsFileSystemHandle?.(); // asked for at once: later it is gone
  const others = files.filter((other) => other !== report);
  Promise.resolve(handle)
    .then((found) => take(file, found), () => take(file))
    .then(() => others.length > 1 && ($("watched").textContent = `« ${file.name} » seul est lu. Les autres s'ajoutent sous « Plusieurs fichiers ».`))
    .then(further);
});
/** What a form does in place of being sent.
 * @param {string} id @param {() => Promise<unknown>} work */
function onSubmit(id, work) {
  $(id).onsubmit = (/** @type {Event} */ event) => {
    event.preventDefault();
    guarded(work);
  };
}

onSubmit("password", async () => {
  password = $("secret").value;
  $("secret").value = "";
  if (current) await readWorkbook(current.file);
});
onSubmit("household", async () => {
  const { lines, why } = await ask("household", $("code").value.trim());
  $("explanation").replaceChildren(element("p", why ?? lines.join("\n")));
});
onSubmit("blank", blank);
onSubmit("carry", carryOver);
onSubmit("list", openCodes);
$("who").oninput = () => guarded(findCode);
$("list-close").onclick = () => guarded(closeCodes);
$("edition").onchange = choose;
for (const screen of REPORTS) {
  $(`${screen}-choose`).onclick = () => $(`${screen}-file`).click(); // what is chosen is named below
  $(`${screen}-file`).onchange = () => {
    const [file] = $(`${screen}-file`).files;
    $(`${screen}-file`).value = ""; // or the same file, once mended, could not be chosen again
    guarded(() => receive(screen, file));
  };
}
$("several-choose").onclick = () => $("several-file").click();
$("several-file").onchange = () => {
  const files = [...$("several-file").files];
  $("several-file").value = ""; // or the same file, once mended, could not be chosen again
  if (files.length) addParts(files);
};
$("count").onclick = () => guarded(saveFigures);
$("stop").onclick = restart;
$("try").onclick = () => guarded(tryPage);
$("filter").oninput = $("by").onchange = list;
$("find").oninput = lines;
for (const button of screens)
  button.onclick = () => {
    show(button.dataset.screen ?? "");
    $(button.dataset.screen ?? "").scrollIntoView({ block: "nearest" });
  };
addEventListener("popstate", ({ state }) => {
  const button = screens.find(({ dataset }) => dataset.screen === state?.screen);
  turnTo(button && !button.hidden ? state.screen : "");
  scrollTo(0, state?.at ?? 0);
});
history.scrollRestoration = "manual"; // a screen has its own height, which comes with it
$("blank").oninput = () => ($("made").textContent = "");
$("report").onclick = () => make("report");
$("draft").onclick = () => make("draft");
$("images").onclick = () => make("beside", "figures");
$("proof").onclick = () => make("beside", "proof");
$("official-save").onclick = () => make("save_official", "report");
$("official-proof").onclick = () => make("save_official", "proof");
$("mark").onclick = () => make("marked_copy");
if (document.body.dataset.served === "oui") navigator.serviceWorker?.register("canevas-service.js");
ready = begin().catch(broken);
