// What the page says, in both languages.

const counted = (count, noun) => `${count} ${noun}${count === 1 ? "" : "s"}`;

const TEXTS = {
  en: {
    title: "nestc playground",
    tagline: "Paste a Compute Nest template and its manifest: see what Compute Nest cannot replace, and the copy for each region.",
    example: "Example",
    other: "中文",
    texts: "Texts",
    text: "text of the file",
    name: "Name",
    add: "Add a file",
    remove: "Remove",
    findings: "Findings",
    copies: "Copies by region",
    copyOf: "Copy of",
    brief: "Changed lines only",
    private: "nestc runs in this page. Nothing that you paste leaves your browser.",
    working: "Checking …",
    clean: "No findings.",
    counts: ({ errors, warnings, notes, suppressed }) =>
      [counted(errors, "error"), counted(warnings, "warning"), counted(notes, "note")].join(", ") +
      (suppressed ? `, ${suppressed} suppressed` : ""),
    skipped: ({ skipped }) => `Not templates, and not looked at: ${skipped}.`,
    levels: { error: "error", warning: "warning", note: "note" },
    help: (text) => `Help: ${text}`,
    fix: { safe: "Apply the fix", unsafe: "Apply the fix (look at it: it may change what the template does)" },
    built: "This is what nestc build writes.",
    refused: "nestc build would write nothing until the errors are fixed. The copies below show what could be rendered.",
    because: (reasons) => `nestc build would write nothing: ${reasons.join("; ")}.`,
    none: "There is no copy: the manifest names no region that can be built for.",
    noManifest: "Without a manifest there are no copies. Add a file called nestc.yaml.",
    changes: (count) => counted(count, "change"),
    same: "Nothing is changed.",
    missing: "nestc.wasm could not be loaded. Build it with docs/playground/build.sh, and open the page from a web server.",
    fault: (reason) => `nestc stopped on these texts (${reason}). Please report it with the texts that show it.`,
  },
  zh: {
    title: "nestc 在线体验",
    tagline: "粘贴计算巢模板及其清单，查看计算巢无法替换的内容，以及每个地域的副本。",
    example: "示例",
    other: "English",
    texts: "文本",
    text: "文件内容",
    name: "文件名",
    add: "添加文件",
    remove: "移除",
    findings: "检查结果",
    copies: "各地域的副本",
    copyOf: "源文件",
    brief: "只显示有改动的行",
    private: "nestc 在本页面中运行，您粘贴的内容不会离开浏览器。",
    working: "正在检查……",
    clean: "没有检查结果。",
    counts: ({ errors, warnings, notes, suppressed }) =>
      `${errors} 个错误，${warnings} 个警告，${notes} 个提示` + (suppressed ? `，已抑制 ${suppressed} 个` : ""),
    skipped: ({ skipped }) => `不是模板、未检查的文件：${skipped} 个。`,
    levels: { error: "错误", warning: "警告", note: "提示" },
    help: (text) => `建议：${text}`,
    fix: { safe: "应用修复", unsafe: "应用修复（请检查：可能改变模板的行为）" },
    built: "以下是 nestc build 写入的内容。",
    refused: "在修复错误之前，nestc build 不会写入任何内容。以下是可以渲染的部分。",
    because: (reasons) => `nestc build 不会写入任何内容：${reasons.join("；")}。`,
    none: "没有副本：清单中没有可构建的地域。",
    noManifest: "没有清单就没有副本。请添加名为 nestc.yaml 的文件。",
    changes: (count) => `${count} 处改动`,
    same: "没有改动。",
    missing: "无法加载 nestc.wasm。请运行 docs/playground/build.sh 进行构建，并通过 Web 服务器打开本页面。",
    fault: (reason) => `nestc 处理这些文本时中止（${reason}）。请附上相关文本反馈此问题。`,
  },
};

/** The language that `?lang=` asks for, or else the browser's. */
export function firstLanguage() {
  const asked = new URLSearchParams(location.search).get("lang");
  if (asked in TEXTS) return asked;
  return navigator.languages.some((it) => it.toLowerCase().startsWith("zh")) ? "zh" : "en";
}

/** The texts of the language `lang`. */
export const texts = (lang) => TEXTS[lang];
