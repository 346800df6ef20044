// site.mjs DIR: opens the pages of a built site in Chromium and writes what is
// wrong, a line each; nothing, when all is well. One page of every kind is seen at
// two widths, light and dark; then people search, filter, follow links and print.
import fs from "node:fs";
import http from "node:http";
import path from "node:path";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const folder = path.resolve(process.argv[2]);
const axe = fs.readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const wrong = new Set();
const files = fs
  .readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).replaceAll("\\", "/"))
  .sort();
// A page that only leads to another is gone before it can be looked at.
const leads = (page) => fs.readFileSync(path.join(folder, page), "utf8").includes('http-equiv="refresh"');
const pages = files.filter((file) => file.endsWith(".html") && !leads(file));
// One page of each kind: the first of each folder and every page that has no like.
const kinds = [...new Map(pages.map((page) => [page.replace(/[^/]+$/, (name) => (name === "index.html" || path.dirname(page).split("/").length < 2 ? name : "*")), page])).values()];

const types = { html: "text/html; charset=utf-8", css: "text/css", js: "text/javascript", svg: "image/svg+xml", json: "application/json", pdf: "application/pdf", xml: "application/xml" };
const server = http.createServer((request, response) => {
  const file = decodeURIComponent(new URL(request.url, "http://x").pathname).slice(1) || "index.html";
  if (!files.includes(file)) return response.writeHead(404).end();
  response.writeHead(200, { "content-type": types[file.split(".").pop()] ?? "application/octet-stream" });
  fs.createReadStream(path.join(folder, file)).pipe(response);
});
await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
const origin = `http://127.0.0.1:${server.address().port}`;
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-dev-shm-usage", "--disable-background-networking"],
});

async function open(options, page, work) {
  const context = await browser.newContext({ locale: "zh-CN", reducedMotion: "reduce", ...options });
  const tab = await context.newPage();
  const say = (what) => wrong.add(`${page}: ${what}`);
  await context.route("**/*", (route) => {
    if (/^(file|data|blob):/.test(route.request().url()) || route.request().url().startsWith(origin)) return route.continue();
    say(`asks another host: ${route.request().url()}`);
    return route.abort();
  });
  tab.on("console", (message) => ["error", "warning"].includes(message.type()) && say(message.text()));
  tab.on("pageerror", (error) => say(String(error)));
  tab.on("response", (answer) => answer.status() >= 400 && say(`${answer.status()} ${answer.url()}`));
  try {
    await tab.goto(`${options.base ?? origin}/${page}`);
    await work(tab, say);
  } catch (error) {
    say(String(error).split("\n")[0]);
  }
  await context.close();
}

for (const width of [375, 1280])
  for (const colorScheme of ["light", "dark"])
    for (const page of kinds)
      await open({ viewport: { width, height: 900 }, colorScheme }, page, async (tab, say) => {
        const over = await tab.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        if (over > 0) say(`scrolls sideways at ${width} px`);
        await tab.evaluate(axe);
        const { violations } = await tab.evaluate(() => globalThis.axe.run());
        for (const { id, nodes } of violations) say(`axe ${id}: ${nodes[0].target.join(" ")} (${width} px, ${colorScheme})`);
      });

// Every link of every page leads to a file, without script as with it.
const target = (from, href) => decodeURIComponent(new URL(href, `${origin}/${from}`).pathname.slice(1)) || "index.html";
await open({ javaScriptEnabled: false }, "index.html", async (tab, say) => {
  for (const page of pages.filter((page) => page !== "404.html")) {
    await tab.goto(`${origin}/${page}`);
    const seen = await tab.$$eval("a[href], link[href], script[src]", (all) => all.map((e) => e.href ?? e.src));
    for (const href of seen.filter((href) => href.startsWith(origin)))
      if (!files.includes(target(page, href))) say(`broken link on ${page}: ${href}`);
    if (await tab.locator("form:visible").count()) say(`a form that needs script is shown without one: ${page}`);
    if ((await tab.locator("main").innerText()).trim() === "") say(`nothing to read without script: ${page}`);
  }
});

// A search for a unit by the initials of its name, and a step to what was found;
// on the web and from a folder on disk.
const initials = process.argv[3];
for (const base of [origin, `file://${folder}`])
  await open({ base }, "index.html", async (tab, say) => {
    await tab.fill("#search", initials);
    const first = tab.locator("#search-results a").first();
    await first.waitFor({ timeout: 5000 });
    await first.click();
    await tab.waitForLoadState();
    if (tab.url().endsWith("index.html")) say(`the search for ${initials} leads nowhere (${base.slice(0, 4)})`);
  });

// A filter keeps its state in the address, which another person can open.
for (const page of pages.filter((page) => page.endsWith("/tasks.html")))
  await open({}, page, async (tab, say) => {
    const shown = () => tab.locator("table#tasks tr[data-item]:visible").count();
    const all = await shown();
    await tab.selectOption("#filter-unit", { index: 1 });
    const some = await shown();
    if (!(some > 0 && some < all)) say(`the filter leaves ${some} of ${all}`);
    const address = tab.url();
    await tab.goto(`${origin}/index.html`);
    await tab.goto(address);
    if ((await shown()) !== some) say("the address does not bring the filter back");
    const paper = await tab.pdf({ format: "A4" });
    if (!paper.subarray(0, 5).equals(Buffer.from("%PDF-"))) say("does not print");
  });

// So do the answers of a round.
for (const page of pages.filter((page) => page.includes("/rounds/")))
  await open({}, page, async (tab, say) => {
    const shown = () => tab.locator("table#answers tbody.item tr:visible").count();
    const wide = () => tab.locator("table#answers tbody.item tr:visible").evaluateAll((rows) => rows.map((row) => row.cells.length));
    const all = await shown();
    const cells = Math.max(...(await wide()));
    // What the last answer of the table says; a round may have none.
    const rows = tab.locator("table#answers tbody.item tr[data-status]:not([data-status=''])");
    if (!(await rows.count())) return;
    await tab.selectOption("#answers-status", await rows.last().getAttribute("data-status"));
    const some = await shown();
    if (!(some > 0 && some < all)) say(`the filter leaves ${some} of ${all}`);
    const [first, row] = [tab.locator("table#answers tbody.item:visible").last(), "tr:visible"];
    if ((await first.locator(row).first().locator("td").count()) !== cells) say("the first row shown lacks what is said of the task");
    const address = tab.url();
    await tab.goto(`${origin}/index.html`);
    await tab.goto(address);
    if ((await shown()) !== some) say("the address does not bring the filter back");
    await tab.click("#answers-filter [type=reset]");
    await tab.waitForFunction((all) => document.querySelectorAll("table#answers tbody.item tr:not([hidden])").length === all, all);
  });

await browser.close();
server.close();
process.stdout.write([...wrong].map((line) => `${line}\n`).join(""));
