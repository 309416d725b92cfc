// What widgets cannot do by themselves: names of controls, what is wrong with them, keys, bitmaps.
(() => {
  if (window.wengangLabels) return;
  window.wengangLabels = true;
  const FIELDS = "input, select, textarea, [role=slider], [contenteditable]";

  function set(element, name, value) {
    if (value === null) element.removeAttribute(name);
    else if (element.getAttribute(name) !== value) element.setAttribute(name, value);
  }

  // A sentence in the page's language.
  function said(control, name, values) {
    const english = control.closest(".wengang").classList.contains("english");
    return wengangSays[name][english ? 1 : 0].replace(/{(\w+)}/g, (_, key) => values[key]);
  }

  function label(control) {
    const named = control.querySelector("[title]");
    const name = control.querySelector(".knob")?.textContent.trim() || named?.title;
    const message = control.querySelector(".wg-wrong-text");
    if (message && !message.id) message.id = "wg-wrong-" + Math.random().toString(36).slice(2);
    const ends = [...control.querySelectorAll(".noUi-handle")];
    for (const field of control.querySelectorAll(FIELDS)) {
      const end = ends.length === 2 ? ["first", "last"][ends.indexOf(field)] : undefined;
      if (name) set(field, "aria-label", end ? said(control, end, { name }) : name);
      set(field, "aria-invalid", message ? "true" : null);
      set(field, "aria-errormessage", message ? message.id : null);
      set(field, "aria-describedby", message ? message.id : null);
    }
  }

  function labels() {
    for (const control of document.querySelectorAll(".wengang .wg-control")) label(control);
    for (const fold of document.querySelectorAll(".wengang .wg-fold"))
      set(fold, "aria-expanded", String(fold.classList.contains("mod-active")));
    for (const field of document.querySelectorAll(".wengang .wg-search input"))
      set(field, "aria-label", field.closest("[title]")?.title || field.title || field.placeholder);
  }

  let waiting = false;
  new MutationObserver(() => {
    if (waiting) return;
    waiting = true;
    setTimeout(() => { waiting = false; labels(); }, 150);
  }).observe(document.body, { childList: true, subtree: true, attributeFilter: ["class"] });
  labels();

  // A number typed beside a slider that cannot be is explained there, and the slider stays.
  const before = new WeakMap();  // what a readout says when the writing begins

  function say(control, name, values) {
    const message = document.createElement("div");
    message.className = "wg-wrong-text wg-slip";
    message.setAttribute("role", "alert");
    message.textContent = said(control, name, values);
    control.append(message);
    control.classList.add("wg-slipped");
  }

  function unsay(control) {
    control?.querySelector(".wg-slip")?.remove();
    control?.classList.remove("wg-slipped");
  }

  function typed(event) {
    const control = event.target.closest?.(".wengang .wg-control");
    const readout = control && event.target.closest(".widget-readout[contenteditable=true]");
    const range = control?.querySelector(".knob[data-low]")?.dataset;
    if (!readout || !range) return;
    if (event.type === "focusin") return void before.set(readout, readout.textContent);
    if (event.type === "input") return unsay(control);
    if (event.type === "keydown" && event.key !== "Enter") return;
    const text = readout.textContent.trim(), value = before.get(readout);
    if (text === value) return;
    const plain = text.normalize("NFKC").replace(/,(?=\d{3}(?!\d))|[\s%]/g, "");
    const number = plain ? Number(plain) : NaN;
    unsay(control);
    if (number >= Number(range.low) && number <= Number(range.high)) {
      readout.textContent = plain;
      return void setTimeout(() => before.set(readout, readout.textContent));
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    readout.textContent = value;
    say(control, Number.isNaN(number) ? "no_number" : "beyond", { text, value, ...range });
  }

  for (const type of ["focusin", "input", "keydown", "blur"])
    document.addEventListener(type, typed, true);
  for (const type of ["pointerdown", "change"])
    document.addEventListener(type, (event) => unsay(event.target.closest?.(".wg-control")), true);

  // What is being written stays as it is written, whatever else comes from the kernel meanwhile.
  const writing = new WeakSet();
  const value = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value");

  function write(event) {
    const field = event.target;
    if (!field.matches?.(".wengang .wg-control input[type=text]")) return;
    if (event.type === "keydown" && event.key !== "Enter") return;
    if (event.type !== "input") return void writing.delete(field);
    writing.add(field);
    Object.defineProperty(field, "value", {
      configurable: true,
      get: () => value.get.call(field),
      set: (text) => { if (!writing.has(field)) value.set.call(field, text); },
    });
  }

  for (const type of ["input", "keydown", "change", "blur"])
    document.addEventListener(type, write, true);

  // Enter in the search goes to the first control found.
  function jump(event) {
    if (event.key !== "Enter" || !event.target.closest?.(".wengang .wg-search")) return;
    const found = [...document.querySelectorAll(".wengang .wg-control:not(.wg-hidden)")];
    const first = found.find((control) => control.offsetParent && control.querySelector(".knob"));
    first?.querySelector(FIELDS)?.focus();
    first?.scrollIntoView({ block: "nearest" });
  }

  // A saved drawing as a bitmap, twice as fine; it is drawn here, so that nothing leaves the machine.
  async function draw(button) {
    const drawing = new Image();
    drawing.src = button.parentElement.querySelector("a[download$='.svg']").href;
    await drawing.decode();
    const canvas = document.createElement("canvas");
    canvas.width = 2 * drawing.width;
    canvas.height = 2 * drawing.height;
    canvas.getContext("2d").drawImage(drawing, 0, 0, canvas.width, canvas.height);
    const bitmap = await new Promise((done) => canvas.toBlob(done, "image/png"));
    const link = document.createElement("a");
    link.download = button.dataset.png;
    link.href = URL.createObjectURL(bitmap);
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.(".wengang [data-png]");
    if (button) draw(button).catch(() => { button.textContent = button.dataset.failed; });
  });

  document.addEventListener("keydown", jump, true);
  document.addEventListener("keydown", (event) => {
    const writing = event.target.closest?.("input[type=text], textarea, [contenteditable]");
    const page = document.querySelector(".wengang");
    if (!page || writing || !(event.ctrlKey || event.metaKey)) return;
    const key = event.key.toLowerCase();
    const name = key === "y" || (key === "z" && event.shiftKey) ? "wg-redo" : "wg-undo";
    if (key !== "z" && key !== "y") return;
    page.querySelector(`.${name}:not([disabled])`)?.click();
    event.preventDefault();
  });
})();
