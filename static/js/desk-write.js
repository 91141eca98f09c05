// Writing at the desk: what is typed is kept on the server, snippets and links go where the cursor is, the reply is
// shown as its readers will see it, and the buttons have keys.  All of it works by buttons without this.
(function () {
  "use strict";
  const form = document.getElementById("desk-form");
  const told = document.getElementById("desk-kept");
  if (!form || !told) { return; }
  const PAUSE = 1500;
  const words = told.dataset;
  const text = document.getElementById("id_text");
  const areas = ["id_text", "id_safety_net", "id_more_info"].map(function (id) { return document.getElementById(id); });
  const live = document.getElementById("live");
  const pane = document.getElementById("live-preview");
  let area = text;
  let timer = null;
  let showing = null;
  let leaving = false;
  let waits = false;
  let running = null;

  // --- kept on the server ---------------------------------------------------------------------------------------
  function say(line, isWrong) {
    told.textContent = line;
    told.classList.toggle("desk-kept-wrong", Boolean(isWrong));
  }

  function signedOut() {
    say(words.signedOut, true);
    const button = document.createElement("button");
    button.type = "button";
    button.className = "nest-button";
    button.textContent = words.signInLabel;
    button.addEventListener("click", function () { window.open(words.signIn); });
    told.append(" ", button);
    if (waits) { return; }
    waits = true;
    window.deskSession.wait(words.session, function () { waits = false; keep(); });
  }

  function keep() {
    if (leaving) { return; }
    if (running) { running.abort(); }
    running = new AbortController();
    const data = new FormData(form);
    data.set("action", "keep");
    fetch(window.location.href, { method: "POST", body: data, signal: running.signal, headers: { "Accept": "application/json" } })
      .then(function (answer) {
        if (answer.status === 403) { signedOut(); return; }
        if (answer.status === 409) { say(words.changed, true); return; }
        if (!answer.ok) { throw new Error(String(answer.status)); }
        return answer.json().then(function (found) {
          const kept = found.kept ? words.kept.replace("%s", found.kept) : "";
          say([kept, found.lost].filter(Boolean).join(" "), Boolean(found.lost));
          form.dispatchEvent(new CustomEvent("kept"));
        });
      })
      .catch(function (error) { if (error.name !== "AbortError") { say(words.failed, true); } });
  }

  function typed() {
    window.clearTimeout(timer);
    timer = window.setTimeout(keep, PAUSE);
    window.clearTimeout(showing);
    showing = window.setTimeout(preview, 500);
  }
  form.addEventListener("input", typed);
  form.addEventListener("change", typed);
  form.addEventListener("submit", function () {
    leaving = true;
    window.clearTimeout(timer);
    if (running) { running.abort(); }
  });
  // Back by the browser's own button: the page is taken up again.
  window.addEventListener("pageshow", function () { leaving = false; });

  // --- preview --------------------------------------------------------------------------------------------------
  function preview() {
    if (live && live.open) { pane.dispatchEvent(new CustomEvent("preview")); }
  }
  if (live && pane) {
    live.hidden = false;
    // A tree of its own: neither the site's styles nor the admin's reach over.
    const shadow = pane.attachShadow({ mode: "open" });
    pane.addEventListener("htmx:afterRequest", function (event) {
      if (event.detail.successful) { shadow.innerHTML = event.detail.xhr.responseText; }
    });
    live.addEventListener("toggle", preview);
  }

  // --- snippets and links ---------------------------------------------------------------------------------------
  areas.forEach(function (each) {
    if (each) { each.addEventListener("focus", function () { area = each; }); }
  });

  function nextGap(from) {
    const gap = /\[\[[^\]\n\r\v\f\x85\u2028\u2029]*\]\]/g;
    gap.lastIndex = from;
    let found = gap.exec(area.value);
    if (!found && from) { gap.lastIndex = 0; found = gap.exec(area.value); }
    area.focus();
    if (found) { area.setSelectionRange(found.index, found.index + found[0].length); }
    return Boolean(found);
  }

  function insert(said) {
    const start = area.selectionStart;
    const before = area.value.slice(0, start);
    const isLink = /^\[.*\]\(.*\)$/.test(said);
    const lead = isLink ? (before && !/\s$/.test(before) ? " " : "") : (before && !/\n$/.test(before) ? "\n\n" : "");
    unfold(area);
    area.focus();
    area.setRangeText(lead + said, start, area.selectionEnd, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
    const at = start + lead.length;
    const gap = area.value.indexOf("[[", at);
    if (gap >= 0 && gap < at + said.length) { nextGap(gap); }
  }
  form.addEventListener("click", function (event) {
    const button = event.target.closest("[data-insert]");
    if (button && area) {
      event.preventDefault();
      insert(button.dataset.insert);
    }
  });

  // --- keys -----------------------------------------------------------------------------------------------------
  function press(selector) {
    const button = form.querySelector(selector);
    if (button) { button.click(); }
    return Boolean(button);
  }

  // The button of the part where one types: the reply, or the answer to a message.
  function pressMain() {
    const part = document.activeElement && document.activeElement.closest("[data-part]");
    const button = (part && part.querySelector("[data-main]")) || form.querySelector("[data-main]");
    if (button) { button.click(); }
    return Boolean(button);
  }

  // The reply is folded while a message of the patient waits for its answer.
  function unfold(field) {
    const fold = field.closest("details");
    if (fold) { fold.open = true; }
  }

  function act(event) {
    const control = event.ctrlKey || event.metaKey;
    if (control && event.key === "Enter") { return pressMain(); }
    if (control && event.code === "KeyS") { return press("button[value=draft], button[value=save]"); }
    if (!event.altKey || control || event.shiftKey) { return false; }
    if (/^Digit[1-8]$/.test(event.code)) { return press('[aria-keyshortcuts="Alt+' + event.code.slice(5) + '"]'); }
    if (event.code === "KeyN") { return press("button[value=next]"); }
    if (event.code === "KeyR" && text) { unfold(text); text.focus(); return true; }
    if (event.code === "KeyG" && area) { nextGap(area.selectionEnd); return true; }
    if (event.code === "KeyP" && live) {
      live.open = !live.open;
      if (live.open) { live.scrollIntoView({ block: "nearest" }); }
      return true;
    }
    return false;
  }
  document.addEventListener("keydown", function (event) {
    if (act(event)) { event.preventDefault(); }
  });
}());
