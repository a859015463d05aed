#!/usr/bin/env python3
"""Opens the page in headless Chromium and uses it; compares what it finds with what the program finds, byte for byte.

    docs/playground/test.py [--nestc PROGRAM] [--pictures FOLDER]

Needs nestc.wasm (`docs/playground/build.sh`), Chromium (`apt-get install chromium`) and playwright (`pip install playwright`).
Without --nestc, what golden/ expects stands for the program.
"""

import argparse
import functools
import http.server
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import threading

from playwright.sync_api import sync_playwright

PAGE = pathlib.Path(__file__).resolve().parent
ROOT = PAGE.parent.parent
WIDTHS = [360, 412, 768, 1024, 1440, 2000]
BROWSER = ["chromium", "chromium-browser", "google-chrome"]

checks = 0


def check(is_so, told):
    global checks
    checks += 1
    if not is_so:
        sys.exit(f"not so: {told}")


class Quiet(http.server.SimpleHTTPRequestHandler):
    extensions_map = {**http.server.SimpleHTTPRequestHandler.extensions_map, ".wasm": "application/wasm", ".js": "text/javascript"}

    def log_message(self, *_):
        pass


def serve(folder):
    handler = functools.partial(Quiet, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}"


def settled(page):
    """Waits until nothing is being checked."""
    for _ in range(400):
        # The page forbids what `wait_for_function` does.
        if page.evaluate("!document.body.hasAttribute('aria-busy') && !/^$|…/.test(document.querySelector('#summary').textContent)"):
            return
        page.wait_for_timeout(50)
    sys.exit("the page does not come to rest")


def type_text(page, text):
    page.fill("#text", text)
    page.wait_for_timeout(250)
    settled(page)


def texts(folder):
    """The texts below `folder` by their names; what is not UTF-8 is left out."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            try:
                found[str(path.relative_to(folder))] = path.read_bytes().decode()
            except UnicodeDecodeError:
                pass
    return found


def program_says(nestc, files, manifest, targets):
    with tempfile.TemporaryDirectory() as folder:
        for name, text in {**files, **({"nestc.yaml": manifest} if manifest else {})}.items():
            path = pathlib.Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
        command = [nestc, "lint", "--format", "json", *targets]
        done = subprocess.run(command, cwd=folder, capture_output=True, check=False)
        # A module without those that it calls is more than it can do.
        return done.stdout.decode() if done.returncode < 2 else None


def agree(page, nestc):
    """Every case of golden/ as a whole, and each of its templates alone."""
    page.evaluate("async () => { window.nestc = await (await import('./engine.js')).load('./nestc.wasm'); }")
    ask = lambda files, manifest: page.evaluate(
        "([files, manifest]) => window.nestc({ files, manifest, lang: 'en' })", [files, manifest]
    )
    whole = alone = copies = 0
    for case in sorted(path for path in (ROOT / "golden").iterdir() if path.is_dir()):
        files = {f"in/{name}": text for name, text in texts(case / "in").items()}
        path = case / "nestc.yaml"
        manifest = path.read_bytes().decode() if path.exists() else None
        answer = ask(files, manifest)
        expected = program_says(nestc, files, manifest, [] if manifest else ["in"]) if nestc else (case / "lint.json").read_text()
        check(answer["report"] == expected, f"golden/{case.name} is what the program says\n{answer['report']}")
        whole += 1
        for copy in answer["copies"] if answer["is_built"] else []:
            check(copy["text"].encode() == (case / copy["path"]).read_bytes(), f"golden/{case.name}/{copy['path']}")
            copies += 1
        if not nestc:
            continue
        for name, text in files.items():
            if name.endswith((".yaml", ".yml", ".json", ".tf")) and ".terraform" not in name:
                said = program_says(nestc, {name: text}, None, [name])
                if said is None:
                    check(ask({name: text}, None)["refusals"], f"golden/{case.name}/{name} alone is refused")
                    continue
                check(ask({name: text}, None)["report"] == said, f"golden/{case.name}/{name} alone")
                alone += 1
    check(whole > 20 and copies > 30 and (alone > 20 or not nestc), f"{whole} cases, {copies} copies, {alone} files")
    print(f"{whole} cases, {alone} files alone and {copies} copies are byte for byte what the program makes")


def survives(page):
    """Texts that are damaged, deep, long or hostile are answered, or said to be too much; the page goes on."""
    for name, text in [
        ("deep.json", "[" * 200_000),
        ("deep.yaml", "ROSTemplateFormatVersion: '2015-09-01'\nResources: " + "{a: " * 900 + "1" + "}" * 900),
        ("deep.tf", "locals {\n  a = " + "[" * 990 + "]" * 990 + "\n}\n"),
        ("nothing.yaml", ""),
        ("half.yaml", "ROSTemplateFormatVersion: '2015-09-01'\nResources:\n  A:\n    Type: ALIYUN::ECS::Instance\n    Properties:\n      ImageId"),
        ("odd.yaml", "ROSTemplateFormatVersion: \u202e\u2066\U0001f600 '2015-09-01'\nResources: {<img src=x onerror=alert(1)>: 1}\n"),
    ]:
        page.evaluate("([name, text]) => window.nestc({ files: { [name]: text }, manifest: 'version: 1', lang: 'en' })", [name, text])
        check(True, name)
    long = "ROSTemplateFormatVersion: '2015-09-01'\nResources:\n" + "".join(
        f"  R{number}:\n    Type: ALIYUN::ECS::VPC\n    Properties:\n      CidrBlock: 10.0.0.0/8\n" for number in range(8000)
    )
    time = page.evaluate("(text) => { const start = performance.now(); window.nestc({ files: { 'long.yaml': text }, manifest: null, lang: 'en' }); return performance.now() - start; }", long)
    print(f"{len(long) / 1e6:.1f} MB checked in {time:.0f} ms")


def use(page, address):
    page.goto(f"{address}/index.html?lang=en")
    settled(page)
    check(page.locator("#findings li.error").count() == 0, "the first example has no error")
    check(page.locator(".copy").count() == 3, "there is a copy for each of three regions")
    check(page.locator(".copy mark").all_inner_texts() == ["m-bp1g7004ksh0oeuc7xyz", "m-2zeg7004ksh0oeuc7xyz", "m-t4ng7004ksh0oeuc7xyz"], "each has its image marked")

    page.select_option("#example", "ROS, with faults")
    settled(page)
    page.wait_for_selector("#findings li.error")
    place = page.locator("#findings li", has_text="NST101").locator(".place").first
    line, column = map(int, place.inner_text().split(":")[1:])
    place.click()
    selected = page.evaluate("(() => { const it = document.querySelector('#text'); return [it.value.slice(0, it.selectionStart), it.value.slice(it.selectionStart, it.selectionEnd)]; })()")
    check(selected[0].count("\n") + 1 == line and len(selected[0].rsplit("\n", 1)[-1]) + 1 == column, "a click selects the place of the finding")
    check(selected[1] != "", "and what is there")
    check("nothing" in page.inner_text("#built"), "a build that is refused is said")

    while page.locator(".fix").count():
        before = page.locator("#findings li").count()
        page.locator(".fix").first.click()
        page.wait_for_timeout(200)
        settled(page)
        check(page.locator("#findings li").count() < before, "a fix takes its finding away")

    page.locator(".copy mark").first.click() if page.locator(".copy mark").count() else None
    page.check("#brief")
    page.uncheck("#brief")
    page.select_option("#example", "Terraform")
    page.wait_for_timeout(200)
    settled(page)
    check(page.locator(".copy h3").all_inner_texts() == ["cn-hangzhou", "cn-beijing", "ap-southeast-1"], "Terraform has copies")
    check("dist/cn-hangzhou/infra/main.tf" in page.locator(".copy header p").first.inner_text(), "their paths are shown")

    # Characters of more than one byte before the place.
    page.select_option("#example", "ROS")
    page.wait_for_timeout(200)
    value = page.input_value("#text").replace("Description: A web server", "Description: 计算巢 \U0001f600 web").replace("ecs_image_web", "ecs_image_wep")
    type_text(page, value)
    page.locator("#findings li .place").first.click()
    check(page.evaluate("document.querySelector('#text').value.slice(document.querySelector('#text').selectionStart, document.querySelector('#text').selectionEnd)").strip("'\"") != "", "places count characters, not bytes")

    type_text(page, "ROSTemplateFormatVersion: '2015-09-01'\n'<img src=x onerror=\"document.title=1\">': 1\nResources: {}\n")
    check("<img" in page.inner_text("#findings") and page.locator("#findings img").count() == 0, "what is pasted is text")

    page.click("#add")
    page.fill("#name", "another.yaml")
    page.press("#name", "Enter")
    check(page.locator("#tabs button").all_inner_texts() == ["web.yaml", "nestc.yaml", "another.yaml"], "files can be added and named")
    page.click("#remove")
    check(page.locator("#tabs button").count() == 2, "and removed")

    page.click("#language")
    settled(page)
    check("错误" in page.inner_text("#summary") and page.get_attribute("html", "lang") == "zh-CN", "Chinese is spoken")
    check(all(page.locator("[data-text]").nth(at).inner_text() or page.locator("[data-text]").nth(at).is_hidden() for at in range(page.locator("[data-text]").count())), "every text is there")


def look(page, address, pictures):
    """No width lets the page scroll sideways; pictures of each, light and dark, in both languages."""
    for scheme in ["light", "dark"]:
        page.emulate_media(color_scheme=scheme)
        for width in WIDTHS:
            lang = "zh" if width in (412, 1440) else "en"
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(f"{address}/index.html?lang={lang}")
            settled(page)
            page.select_option("#example", "ROS, with faults")
            page.wait_for_timeout(250)
            settled(page)
            wide = page.evaluate("document.documentElement.scrollWidth")
            check(wide <= width, f"at {width} px the page is {wide} px wide")
            outside = page.evaluate("[...document.querySelectorAll('body > header *, .bar *, #findings *')].filter((it) => it.getBoundingClientRect().right > innerWidth + 1).map((it) => it.outerHTML.slice(0, 80))")
            check(not outside, f"at {width} px this is out of sight: {outside}")
            if pictures:
                page.screenshot(path=pictures / f"{scheme}-{width}-{lang}.png", full_page=True)
        for name, color, back in page.evaluate(CONTRAST):
            ratio = contrast(color, back)
            check(ratio >= 4.5, f"{name} has a contrast of {ratio:.1f} in {scheme}")


CONTRAST = """() => {
  const colour = (text) => { const c = document.createElement('canvas').getContext('2d', { willReadFrequently: true }); c.fillStyle = text; c.fillRect(0, 0, 1, 1); return [...c.getImageData(0, 0, 1, 1).data]; };
  const back = (it) => { for (; it; it = it.parentElement) { const c = colour(getComputedStyle(it).backgroundColor); if (c[3] === 255) return c; } return [255, 255, 255, 255]; };
  return ['header p', '#summary', '#findings .message', '#findings .level', '#findings .more', '#findings .place', '#findings a', '#numbers', '#text', '.copy mark', '.copy header p', 'footer p', '#language']
    .filter((it) => document.querySelector(it)).map((it) => { const e = document.querySelector(it); return [it, colour(getComputedStyle(e).color), back(e)]; });
}"""


def contrast(one, other):
    def luminance(color):
        parts = [part / 255 for part in color[:3]]
        red, green, blue = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    light, dark = sorted([luminance(one), luminance(other)], reverse=True)
    return (light + 0.05) / (dark + 0.05)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--nestc", type=lambda it: str(pathlib.Path(it).resolve()))
    parser.add_argument("--pictures", type=pathlib.Path)
    arguments = parser.parse_args()
    if not (PAGE / "nestc.wasm").exists():
        parser.error("there is no nestc.wasm: build it with docs/playground/build.sh")
    browser_path = next((path for path in map(shutil.which, BROWSER) if path), None) or parser.error("there is no Chromium")
    if arguments.pictures:
        arguments.pictures.mkdir(parents=True, exist_ok=True)

    address = serve(PAGE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 900}, locale="en-US")
        complaints = []
        page.on("console", lambda it: complaints.append(it.text) if it.type in ("error", "warning") else None)
        page.on("pageerror", lambda it: complaints.append(str(it)))
        page.on("request", lambda it: complaints.append(it.url) if not it.url.startswith((address, "data:")) else None)
        use(page, address)
        agree(page, arguments.nestc)
        survives(page)
        look(page, address, arguments.pictures)
        check(not complaints, f"the browser complains: {complaints}")
        browser.close()
    print(f"{checks} passed, 0 failed")


if __name__ == "__main__":
    main()
