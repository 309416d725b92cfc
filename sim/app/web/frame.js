"use strict";
// The frame of the page: names for controls that have none, the keyboard for sections that fold,
// the page's language, and a word when the calculation behind the page is gone.
const frame = {
  words: wengang[document.documentElement.lang === "en" ? "en" : "zh"],

  // Names and keys. Widgets come and go, so this runs again after the page has changed.

  tidy() {
    frame.waiting = false;
    const page = document.querySelector(".wengang");
    if (!page) return;
    document.body.classList.add("ready");
    frame.speak(page);
    for (const handle of page.querySelectorAll(".noUi-handle")) frame.name(handle, frame.titleOf(handle));
    for (const field of page.querySelectorAll("select, input:not([type=checkbox])"))
      if (!field.labels.length || !field.labels[0].textContent) frame.name(field, frame.titleOf(field));
    for (const readout of page.querySelectorAll(".widget-readout[contenteditable]")) {
      readout.setAttribute("role", "textbox");
      frame.name(readout, frame.titleOf(readout));
    }
    for (const undo of page.querySelectorAll("button.undo"))
      frame.name(undo, undo.title + " · " + frame.titleOf(undo.parentElement.firstElementChild));
    for (const header of page.querySelectorAll(".jp-Collapse-header")) frame.fold(header);
  },

  titleOf(element) {
    const titled = element.closest("[title]:not([title=''])");
    return titled ? titled.title : "";
  },

  name(element, name) {
    if (name && element.getAttribute("aria-label") !== name) element.setAttribute("aria-label", name);
  },

  fold(header) {
    const open = String(header.classList.contains("jp-mod-open") || header.parentElement.classList.contains("jp-Collapse-open"));
    if (header.getAttribute("aria-expanded") !== open) header.setAttribute("aria-expanded", open);
    if (header.tabIndex === 0) return;
    header.tabIndex = 0;
    header.setAttribute("role", "button");
    header.addEventListener("keydown", (event) => {
      if (event.target !== header || (event.key !== "Enter" && event.key !== " ")) return;
      event.preventDefault();
      header.click();
    });
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
    setTimeout(frame.tidy, 60);
  },

  // The connection

  fail(word) {
    document.body.classList.add("lost", "ready");
    const box = document.getElementById("lost");
    box.textContent = frame.words[word];
    if (word === "reconnecting") return;
    const again = document.createElement("button");
    again.textContent = frame.words.reload;
    again.onclick = () => location.reload();
    box.append(again);
    frame.over = true;
  },

  recovered() {
    if (frame.over) return;
    document.body.classList.remove("lost");
    document.getElementById("lost").textContent = "";
  },

  async lost(kernel) {
    if (frame.leaving || frame.over) return;
    frame.fail("reconnecting");
    const address = document.body.dataset.baseUrl.replace(/voila\/$/, "") + "api/kernels/" + kernel.id;
    while (kernel.connectionStatus !== "connected" && !frame.over) {
      const reply = await fetch(address).catch(() => null);
      if (reply && reply.status === 404) return frame.fail("forgotten");
      if (!reply) frame.words && (document.getElementById("lost").textContent = frame.words.stopped);
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
    window.addEventListener("pagehide", (event) => {
      if (event.persisted) return;
      frame.leaving = true;
      navigator.sendBeacon(document.body.dataset.baseUrl + "api/shutdown/" + kernel.id);
    });
  },
};

addEventListener("DOMContentLoaded", () => {
  new MutationObserver(frame.changed).observe(document.body, {
    childList: true, subtree: true, attributes: true, attributeFilter: ["class", "title"],
  });
  frame.watch();
});
