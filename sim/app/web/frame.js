"use strict";
// The frame of the page: names for controls that have none, the keyboard for sections that fold,
// the page's language, and a word when the calculation behind the page is gone.
const FIELDS = "[role=slider], [contenteditable], select, textarea, input";
const frame = {
  words: wengang[document.documentElement.lang === "en" ? "en" : "zh"],

  // Names and keys. Widgets come and go, so this runs again after the page has changed.

  tidy() {
    frame.waiting = false;
    const page = document.querySelector(".wengang");
    if (!page) return;
    document.body.classList.add("ready");
    frame.speak(page);
    for (const field of page.querySelectorAll(FIELDS)) frame.name(field, frame.label(field));
    for (const undo of page.querySelectorAll("button.undo"))
      frame.set(undo, "aria-label", undo.title);
    for (const slider of page.querySelectorAll(".widget-slider")) frame.readAloud(slider);
    for (const head of page.querySelectorAll("[class*=Collapse-header]")) frame.fold(head);
    frame.tell(page);
  },

  // What a widget is called stands in the title of a label that is not shown.
  label(element) {
    const widget = element?.closest(".jupyter-widgets, .widget-inline-hbox");
    const label = widget?.querySelector("label.widget-label");
    const title = label?.title || element?.closest("[title]:not([title=''])")?.title || "";
    return title === "null" ? "" : title;
  },

  set(element, name, value) {
    if (value && element.getAttribute(name) !== value) element.setAttribute(name, value);
  },

  name(field, name) {
    if (!field.labels?.[0]?.textContent.trim() && !field.hasAttribute("aria-label"))
      frame.set(field, "aria-label", name);
  },

  // The position of a slider over months is a bare number; what it shows beside says the months.
  readAloud(slider) {
    const readout = slider.querySelector(".widget-readout");
    if (!readout) return;
    if (readout.isContentEditable) frame.set(readout, "role", "textbox");
    const handles = slider.querySelectorAll(".noUi-handle");
    const ends = readout.textContent.split(/[-–]/);
    if (handles.length === 2 && ends.length === 2)
      handles.forEach((handle, i) => frame.set(handle, "aria-valuetext", ends[i].trim()));
  },

  fold(head) {
    const open = /Collapse-open/.test(head.parentElement.className);
    frame.set(head, "aria-expanded", String(open));
    if (head.tabIndex === 0) return;
    head.tabIndex = 0;
    head.setAttribute("role", "button");
    head.addEventListener("keydown", (event) => {
      if (event.target !== head || (event.key !== "Enter" && event.key !== " ")) return;
      event.preventDefault();
      head.click();
    });
  },

  // The result in one sentence, and any message, for people who do not see the page.
  tell(page) {
    const picture = page.querySelector(".wengang-results svg[aria-label]");
    const notice = page.querySelector(".wengang-results .notice");
    const text = [notice?.textContent, picture?.getAttribute("aria-label")].filter(Boolean).join(" ");
    const said = document.getElementById("said");
    if (said.textContent !== text) said.textContent = text;
  },

  speak(page) {
    const lang = page.classList.contains("english") ? "en" : "zh";
    const wanted = lang === "en" ? "en" : "zh-CN";
    if (document.documentElement.lang === wanted) return;
    document.documentElement.lang = wanted;
    frame.words = wengang[lang];
    document.title = frame.words.title;
  },

  changed() {
    if (frame.waiting) return;
    frame.waiting = true;
    setTimeout(frame.tidy, 120);
  },

  // The connection

  say(lines) {
    document.getElementById("lost").replaceChildren(...lines.map(([lang, text]) => {
      const line = document.createElement("p");
      return Object.assign(line, { lang, textContent: text });
    }));
  },

  fail(word) {
    if (frame.over) return;
    document.body.classList.add("lost", "ready");
    // A page that was never there has no language yet: it says so in both.
    const own = Object.keys(wengang).filter((lang) => wengang[lang] === frame.words);
    frame.say((word === "failed" ? ["zh", "en"] : own).map((lang) => [lang, wengang[lang][word]]));
    if (word === "reconnecting") return;
    const again = document.createElement("button");
    again.textContent = frame.words.reload;
    again.onclick = () => location.reload();
    document.getElementById("lost").append(again);
    frame.over = true;
  },

  // Whether the kernel is there: an answer of the server, or none.
  ask(kernel) {
    const root = document.body.dataset.baseUrl.replace(/voila\/$/, "");
    return fetch(`${root}api/kernels/${kernel}`).catch(() => null);
  },

  // The kernel of this page is not needed any more, so that another visitor has room.
  leave() {
    const token = /(?:^|; )_xsrf=([^;]*)/.exec(document.cookie)?.[1] || "";
    const address = `${document.body.dataset.baseUrl}api/shutdown/${frame.kernel}?_xsrf=${token}`;
    if (frame.kernel) navigator.sendBeacon(address);
  },

  // A page that is sent without a picture, or whose kernel is gone before it is shown.
  async expect() {
    const config = document.getElementById("jupyter-config-data");
    frame.kernel = config && JSON.parse(config.textContent).kernelId;
    window.addEventListener("pagehide", (event) => {
      if (event.persisted) return;
      frame.leaving = true;
      frame.leave();
    });
    while (frame.made && !document.querySelector(".wengang") && !frame.over) {
      const reply = await frame.ask(frame.kernel);
      if (reply && reply.status === 404) frame.made = false;
      await new Promise((wait) => setTimeout(wait, 2000));
    }
    if (frame.made || frame.leaving) return;
    frame.fail("failed");
    frame.leave();
  },

  recovered() {
    if (frame.over) return;
    document.body.classList.remove("lost");
    frame.say([]);
  },

  async lost(kernel) {
    if (frame.leaving || frame.over) return;
    frame.fail("reconnecting");
    while (kernel.connectionStatus !== "connected" && !frame.over) {
      const reply = await frame.ask(kernel.id);
      if (reply && reply.status === 404) return frame.fail("forgotten");
      if (!reply && !frame.over) frame.say([["", frame.words.stopped]]);
      await new Promise((wait) => setTimeout(wait, 2000));
    }
    frame.recovered();
  },

  watch() {
    const manager = window.jupyterapp && window.jupyterapp.widgetManager;
    if (!manager) return void setTimeout(frame.watch, 200);
    const kernel = manager.kernel;
    kernel.connectionStatusChanged.connect((_, status) => {
      if (status !== "connected") frame.lost(kernel);
    });
    kernel.statusChanged.connect((_, status) => {
      if (/dead|restarting/.test(status)) frame.fail("died");
    });
  },
};

// While a kernel is slow, Voila sends calls of this to keep the connection open.
window.voila_heartbeat = () => {};

addEventListener("DOMContentLoaded", () => {
  new MutationObserver(frame.changed).observe(document.body, {
    childList: true, subtree: true, attributes: true, attributeFilter: ["class", "title"],
  });
  frame.watch();
  frame.expect();
});
