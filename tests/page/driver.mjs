// Drives a browser for the tests: orders come in as lines of JSON, answers go out so.
import readline from "node:readline";
import puppeteer from "puppeteer-core";

/** Firefox as it is installed: automation sets back what the browser forbids a file. */
const PREFERENCES = (folder) => ({
  "security.fileuri.strict_origin_policy": true,
  "browser.download.folderList": 2,
  "browser.download.dir": folder,
  "browser.helperApps.neverAsk.saveToDisk": "application/octet-stream",
});
/** Every request goes to a port of this machine where nobody listens. */
const NO_NETWORK = {
  "network.proxy.type": 1,
  "network.proxy.http": "127.0.0.1",
  "network.proxy.http_port": 9,
  "network.proxy.ssl": "127.0.0.1",
  "network.proxy.ssl_port": 9,
  "network.proxy.allow_hijacking_localhost": true,
};
let browser, page;

const orders = {
  async launch({ program, path, folder, cut }) {
    const firefox = program === "firefox";
    browser = await puppeteer.launch({
      browser: firefox ? "firefox" : "chrome",
      executablePath: path,
      headless: true,
      args: firefox ? [] : ["--no-sandbox"],
      extraPrefsFirefox: { ...PREFERENCES(folder), ...(cut ? NO_NETWORK : {}) },
    });
    page = await browser.newPage();
    if (!firefox) {
      const session = await page.createCDPSession();
      await session.send("Browser.setDownloadBehavior", { behavior: "allow", downloadPath: folder });
      if (cut) await page.setOfflineMode(true);
    }
    return browser.version();
  },
  goto: ({ url }) => page.goto(url).then(() => null),
  evaluate: ({ code }) => page.evaluate(code),
  upload: async ({ selector, files }) => (await page.$(selector)).uploadFile(...files),
  /** A real drop of files, so that the page is given their places. */
  async drop({ files }) {
    const session = await page.createCDPSession();
    const data = { items: [], files, dragOperationsMask: 1 };
    for (const type of ["dragEnter", "dragOver", "drop"])
      await session.send("Input.dispatchDragEvent", { type, x: 400, y: 250, data });
    return null;
  },
  wait: ({ code, timeout = 60_000 }) => page.waitForFunction(code, { timeout }).then(() => null),
  press: ({ key }) => page.keyboard.press(key),
  type: ({ text }) => page.keyboard.type(text),
  size: ({ width, height }) => page.setViewport({ width, height }),
  scheme: ({ scheme }) => page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]),
  shot: ({ file }) => page.screenshot({ path: file, fullPage: true }).then(() => null),
  close: () => browser.close(),
};

for await (const line of readline.createInterface({ input: process.stdin })) {
  const { order, ...given } = JSON.parse(line);
  try {
    console.log(JSON.stringify({ result: (await orders[order](given)) ?? null }));
  } catch (error) {
    console.log(JSON.stringify({ error: String(error) }));
  }
  if (order === "close") process.exit(0);
}
