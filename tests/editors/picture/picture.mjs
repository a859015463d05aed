// Takes a picture of Visual Studio Code in a browser: ADDRESS FOLDER FILE OUT. The file has hints and a rendered copy beside
// it, and something is explained.
import puppeteer from "puppeteer-core";

const [, , address, folder, file, out] = process.argv;
const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu"],
  protocolTimeout: 240_000,
});
const page = await browser.newPage();
await page.setViewport({ width: 1240, height: 560 });
const wait = (time) => new Promise((done) => setTimeout(done, time));
const shows = (text) =>
  page.waitForFunction((text) => document.body.innerText.includes(text), { timeout: 180_000, polling: 500 }, text);
const opened = JSON.stringify([["openFile", `vscode-remote://${new URL(address).host}${folder}/${file}`]]);
await page.goto(`${address}/?folder=${folder}&payload=${encodeURIComponent(opened)}`, { timeout: 180_000 });
await shows("→");
await page.keyboard.press("F1");
await wait(1500);
await page.keyboard.type("nestc: show rendered", { delay: 20 });
await wait(2500);
await page.keyboard.press("Enter");
await wait(3000);
await page.keyboard.press("Enter");
await wait(4000);
for (const span of await page.$$(".view-line span span")) {
  if (await span.evaluate((it) => it.textContent.trim() === "ecs_image_web")) {
    const box = await span.boundingBox();
    await page.mouse.move(box.x + 20, box.y + 8);
    break;
  }
}
await shows("Associated with");
await wait(1500);
await page.screenshot({ path: out });
await browser.close();
