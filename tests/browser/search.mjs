// search.mjs DIR CASES: types each search of CASES (lines `words => first hit`, with
// ` / number` for the notice that is shown behind it, and ` ! words` for what is said) into
// the page of searches of a built site, and writes what is otherwise, a line each.
import fs from "node:fs";
import path from "node:path";
import { chromium } from "playwright-core";

const [folder, cases] = process.argv.slice(2).map((name) => path.resolve(name));
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-dev-shm-usage", "--disable-background-networking"],
});
const tab = await browser.newPage({ viewport: { width: 375, height: 800 } });
const wrong = [];
tab.on("pageerror", (error) => wrong.push(String(error)));
await tab.goto(`file://${folder}/search.html`);
for (const line of fs.readFileSync(cases, "utf8").split("\n")) {
  if (!line.trim() || line.startsWith("#")) continue;
  const [query, expected] = line.split(" => ");
  const [hit, said] = expected.split(" ! ");
  const [title, number] = hit.split(" / ");
  await tab.fill("#search", "");
  await tab.fill("#search", query);
  await tab.waitForFunction(() => document.querySelector("#search-status").textContent);
  const status = await tab.textContent("#search-status");
  const first = tab.locator("#search-results li").first();
  const found = (await first.count())
    ? await first.evaluate((item) => ({
        title: item.querySelector("a").textContent.slice(item.querySelector(".kind").textContent.length),
        number: item.querySelector(".of")?.textContent ?? "",
      }))
    : { title: "—", number: "" };
  if (found.title !== title) wrong.push(`${query}: finds “${found.title}” first`);
  if (number && found.number !== number) wrong.push(`${query}: says “${found.number}” of the notice`);
  if (said && !status.includes(said)) wrong.push(`${query}: says “${status}”`);
}
const over = await tab.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
if (over > 0) wrong.push("scrolls sideways at 375 px");
if (process.argv[4]) await tab.screenshot({ path: process.argv[4] });
await browser.close();
process.stdout.write(wrong.map((line) => `${line}\n`).join(""));
