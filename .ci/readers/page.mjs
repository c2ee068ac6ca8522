// Reads every web page of a folder in a real browser: `node .ci/readers/page.mjs FOLDER [FOLDER ...]`.
//
// Each page is checked by axe-core at WCAG 2.2 AA in light, in dark, on a narrow screen and as printed; everything that can be
// operated is reached with Tab and shows it; search, filters and sorting are used and their counts compared with the
// rows; without script the tables are whole; nothing is asked of any network. A plan on a page and the feedback for
// those who came print to one sheet.
// What it needs is installed when it is missing: Chromium from Debian, the two packages of `page/` into `target`.

import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const CHROMIUM = "/usr/bin/chromium";
const FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync"];
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const WIDE = { width: 1280, height: 900 };
const NARROW = { width: 360, height: 740 };
// Places that Tab stops at on one page before the walk is given up.
const STOPS = 3000;

const here = dirname(fileURLToPath(import.meta.url));
const target = resolve(process.env.CARGO_TARGET_DIR ?? join(here, "../../target"));

function install() {
  const folder = join(target, "readers/page");
  const lock = "package-lock.json";
  mkdirSync(folder, { recursive: true });
  const read = (path) => (existsSync(path) ? readFileSync(path, "utf8") : "");
  const current = read(join(folder, lock)) === read(join(here, "page", lock));
  if (!current || !existsSync(join(folder, "node_modules/axe-core"))) {
    for (const name of ["package.json", lock]) copyFileSync(join(here, "page", name), join(folder, name));
    execFileSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], { cwd: folder, stdio: "inherit" });
  }
  if (!existsSync(CHROMIUM)) {
    const [command, ...before] = process.getuid() === 0 ? ["apt-get"] : ["sudo", "apt-get"];
    execFileSync(command, [...before, "update", "-q"], { stdio: "inherit" });
    execFileSync(command, [...before, "install", "-q", "-y", "--no-install-recommends", "chromium"], { stdio: "inherit" });
  }
  return createRequire(join(folder, "package.json"));
}

const found = [];
const said = new Set();

function wrong(name, what) {
  found.push(`${name}: ${what}`);
  console.log(`  WRONG ${what}`);
}

async function axe(page, name, where) {
  const { violations } = await page.evaluate((tags) => globalThis.axe.run(document, { runOnly: tags, resultTypes: ["violations"] }), RULES);
  for (const { id, tags, help, nodes } of violations) {
    const words = `${where}: ${id}, ${help}: ${nodes.length} times, first ${nodes[0].html.slice(0, 160)}`;
    if (!tags.includes("best-practice")) wrong(name, words);
    else if (!said.has(id)) console.log(`  could be better, ${words}`);
    if (tags.includes("best-practice")) said.add(id);
  }
}

// Every place that a mouse can use is reached with the keyboard, and looks otherwise when it is.
async function keyboard(page, name) {
  await page.evaluate(() => {
    for (const details of document.querySelectorAll("main details")) details.open = true;
    const all = document.querySelectorAll("a[href], button, input, select, summary, [tabindex='0']");
    globalThis.expected = new Set([...all].filter((element) => element.checkVisibility()));
    globalThis.unseen = [];
    document.activeElement?.blur();
  });
  for (let at = 0; at !== STOPS; at += 1) {
    await page.keyboard.press("Tab");
    const left = await page.evaluate(() => {
      const element = document.activeElement;
      if (!globalThis.expected.delete(element)) return element === document.body ? 0 : globalThis.expected.size;
      const { outlineStyle, outlineWidth } = getComputedStyle(element);
      const { width, height } = element.getBoundingClientRect();
      const seen = outlineStyle !== "none" && parseFloat(outlineWidth) >= 2 && width > 0 && height > 0;
      if (!seen) globalThis.unseen.push(element.outerHTML.slice(0, 120));
      return globalThis.expected.size;
    });
    if (left === 0) break;
  }
  const { missed, unseen } = await page.evaluate(() => ({
    missed: [...globalThis.expected].map((element) => element.outerHTML.slice(0, 120)), unseen: globalThis.unseen,
  }));
  if (missed.length > 0) wrong(name, `not reached with Tab: ${missed.length}, first ${missed[0]}`);
  if (unseen.length > 0) wrong(name, `does not show that it has the focus: ${unseen[0]}`);
}

const shownRows = (region) => region.locator("tbody tr:visible").count();

// Search, each filter and the sorting of a table, by what the rows themselves say.
async function table(page, name, at) {
  const region = page.locator(".searched").nth(at);
  const controls = region.locator("xpath=preceding-sibling::*[1][contains(@class, 'find')]");
  const rows = await region.locator("tbody tr").evaluateAll((rows) => rows.map((row) => [...row.cells].map((cell) => cell.textContent.trim())));
  if (rows.length < 2) return { rows: rows.length, filters: 0 };
  const headers = await region.locator("thead th").evaluateAll((all) => all.map((one) => one.textContent.trim()));
  const status = controls.locator("[role=status]");
  const expect = async (what, count) => {
    const shown = await shownRows(region);
    const words = await status.textContent();
    const told = count === rows.length ? `All ${count} rows are shown.` : `${count} of ${rows.length} rows are shown.`;
    if (shown !== count) wrong(name, `${what}: ${shown} rows are shown and ${count} fit`);
    if (words !== told) wrong(name, `${what}: says “${words}”, not “${told}”`);
  };
  await expect("at first", rows.length);

  const search = controls.locator("input[type=search]");
  const word = rows.at(-1).join(" ").split(/\s+/).find((one) => /^[a-z]{5,}$/.test(one)) ?? rows.at(-1)[0].split(/\s+/)[0];
  const holds = (row) => row.join(" ").toLowerCase().includes(word.toLowerCase());
  await search.fill(word.toUpperCase());
  await page.waitForTimeout(400);
  await expect(`search for “${word}”`, rows.filter(holds).length);
  await search.fill("no row has these words");
  await page.waitForTimeout(400);
  await expect("search for what is not there", 0);
  await controls.getByRole("button", { name: "Show all" }).click();
  await expect("after “Show all”", rows.length);

  const selects = controls.locator("label:has(select)");
  const filters = await selects.count();
  for (let one = 0; one !== filters; one += 1) {
    const label = (await selects.nth(one).evaluate((element) => element.firstChild.textContent)).trim();
    const column = headers.indexOf(label);
    const select = selects.nth(one).locator("select");
    const values = await select.locator("option").evaluateAll((options) => options.map((option) => option.value).filter(Boolean));
    for (const value of values.slice(0, 3)) {
      await select.selectOption(value);
      const fits = rows.filter((row) => row[column].split(/; |\n/).map((part) => part.trim()).includes(value.slice(1)));
      await expect(`${label} is “${value.slice(1)}”`, fits.length);
    }
    await select.selectOption("");
  }
  await expect("after the filters", rows.length);

  for (const direction of ["ascending", "descending"]) {
    await region.locator("thead button").first().click();
    const told = await region.locator("thead th").first().getAttribute("aria-sort");
    if (told !== direction) wrong(name, `sorting says ${told} and not ${direction}`);
    const first = await region.locator("tbody tr").evaluateAll((all) => all.map((row) => row.cells[0].textContent.trim()).filter(Boolean));
    const sorted = [...first].sort(new Intl.Collator("en-GB", { numeric: true, sensitivity: "base" }).compare);
    if (direction === "descending") sorted.reverse();
    if (first.join("\n") !== sorted.join("\n")) wrong(name, `rows are not ${direction} after sorting`);
  }
  return { rows: rows.length, filters };
}

async function sheets(page) {
  await page.emulateMedia({ media: "print" });
  const pdf = await page.pdf({ preferCSSPageSize: true });
  return (pdf.toString("latin1").match(/\/Type\s*\/Page\b(?!s)/g) ?? []).length;
}

async function read(browser, axeSource, path, name) {
  console.log(name);
  const asked = [];
  const context = await browser.newContext({ viewport: WIDE, bypassCSP: false });
  const page = await context.newPage();
  page.on("request", (request) => { if (!request.url().startsWith("file:")) asked.push(request.url()); });
  page.on("console", (message) => { if (message.type() === "error") wrong(name, `the browser says: ${message.text()}`); });
  page.on("pageerror", (error) => wrong(name, `the script fails: ${error.message}`));
  const start = Date.now();
  await page.goto(pathToFileURL(path).href);
  const opened = Date.now() - start;

  // Through the debugger, so that the page's own policy stays as strict as it is.
  await page.evaluate(axeSource);
  for (const scheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme: scheme, media: "screen" });
    await axe(page, name, scheme);
  }
  await page.emulateMedia({ colorScheme: "dark", media: "print" });
  await axe(page, name, "print");
  await page.emulateMedia({ colorScheme: "light", media: "screen" });
  await page.setViewportSize(NARROW);
  await axe(page, name, "narrow");
  const across = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (across > 0) wrong(name, `${across} pixels too wide for a narrow screen`);
  await page.setViewportSize(WIDE);

  await keyboard(page, name);
  const tables = await page.locator(".searched").count();
  const used = [];
  for (let at = 0; at !== tables; at += 1) used.push(await table(page, name, at));
  if (asked.length > 0) wrong(name, `asks for ${asked[0]}`);
  const rows = await page.locator("tbody tr").count();
  const printed = await sheets(page);
  if (printed === 0) wrong(name, "prints no sheet");
  if (/-(one-page|feedback)-for-/.test(name) && printed !== 1) wrong(name, `prints to ${printed} sheets and not one`);
  await context.close();

  const bare = await browser.newContext({ viewport: WIDE, javaScriptEnabled: false });
  const plain = await bare.newPage();
  await plain.goto(pathToFileURL(path).href);
  const whole = await plain.locator("tbody tr").count();
  const hidden = await plain.locator(".searched tbody tr:not(:visible)").count();
  const controls = await plain.locator("main button, main input, main select").count();
  if (whole !== rows || hidden > 0) wrong(name, `without script ${whole - hidden} of ${rows} rows stand there`);
  if (controls > 0) wrong(name, `without script ${controls} controls do nothing`);
  await bare.close();
  const finds = used.map((one) => `${one.rows} rows with ${one.filters} filters`).join(", ") || "no table to search";
  console.log(`  ${finds}; ${rows} rows in all; ${printed} sheets; opened in ${opened} ms`);
}

const folders = process.argv.slice(2);
const pages = folders.flatMap((folder) => readdirSync(folder, { recursive: true })
  .filter((name) => name.endsWith(".html")).sort().map((name) => ({ name, path: resolve(folder, name) })));
if (pages.length === 0) {
  console.error(`There is no web page in: ${folders.join(", ") || "(no folder given)"}`);
  process.exit(2);
}
const require = install();
const { chromium } = require("playwright-core");
const axeSource = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const own = mkdtempSync(join(tmpdir(), "page-reader-"));
const browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS, env: { ...process.env, HOME: own, TMPDIR: own } });
try {
  for (const { name, path } of pages) await read(browser, axeSource, path, name);
} finally {
  await browser.close();
  rmSync(own, { recursive: true, force: true });
}
console.log(found.length === 0 ? `${pages.length} web pages read, nothing wrong` : `${found.length} things wrong:\n${found.join("\n")}`);
process.exit(found.length === 0 ? 0 : 1);
