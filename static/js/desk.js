// The desk works without this.  With it: texts of decline reasons are filled in, the summary of errors is
// focused, and leaving with unsaved words asks first.
(function () {
  "use strict";
  const form = document.getElementById("desk-form");
  if (!form) { return; }

  const alertBox = document.querySelector(".errornote, .conflict");
  if (alertBox) { alertBox.focus(); }

  const reason = document.getElementById("id_decline_reason");
  const message = document.getElementById("id_decline_message");
  if (reason && message) {
    let filled = "";
    reason.addEventListener("change", function () {
      const text = document.querySelector('[data-reason="' + CSS.escape(reason.value) + '"]');
      if (message.value === "" || message.value === filled) {
        filled = text ? text.textContent : "";
        message.value = filled;
      }
    });
  }

  // The warning signs of a chosen cause stand in the safety net; those of one that is left out go, unless changed.
  // Which ones were offered is sent along, so that the server offers none of them again.
  const net = document.getElementById("id_safety_net");
  const offered = document.getElementById("id_net_of");
  const signs = new Map();
  // As the server reads them (consult/language/normalise.py).
  const LINE_END = /\r\n|[\n\r\v\f\x85\u2028\u2029]/;
  const lines = function (text) {
    return text.split(LINE_END).map(function (line) { return line.trim(); }).filter(Boolean);
  };
  const written = function (kept) {
    net.value = kept.join("\n");
    net.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const chosen = function (key, text) {
    const there = lines(net.value);
    const added = lines(text).filter(function (line) { return !there.includes(line); });
    signs.set(key, lines(text));
    offered.value = offered.value.split(" ").filter(Boolean).concat(key).join(" ");
    // What was typed stays as it was typed: the rest comes below.
    if (added.length) { written((there.length ? [net.value.trimEnd()] : []).concat(added)); }
  };
  const leftOut = function (key) {
    const own = signs.get(key) || [];
    signs.delete(key);
    offered.value = offered.value.split(" ").filter(function (each) { return each && each !== key; }).join(" ");
    const others = Array.from(signs.values()).flat();
    const kept = net.value.split(LINE_END).filter(function (line) {
      return !own.includes(line.trim()) || others.includes(line.trim());
    });
    if (own.length) { written(kept); }
  };
  if (net && offered) {
    document.querySelectorAll("[data-signs]").forEach(function (tick) {
      if (tick.checked) { signs.set(tick.id, lines(tick.dataset.signs)); }
      tick.addEventListener("change", function () {
        if (tick.checked) { chosen(tick.id, tick.dataset.signs); } else { leftOut(tick.id); }
      });
    });
    // Found by search: the answer to the search brings the signs along.
    const $ = window.django && window.django.jQuery;
    if ($) {
      $("#id_more_causes, #id_more_pages")
        .on("select2:select", function (event) { chosen(event.params.data.key, event.params.data.signs || ""); })
        .on("select2:unselect", function (event) { if (event.params.data.key) { leftOut(event.params.data.key); } });
    }
  }

  let typed = Boolean(alertBox);
  form.addEventListener("input", function () { typed = true; });
  form.addEventListener("submit", function () { typed = false; });
  // What is kept on the server needs no warning.
  form.addEventListener("kept", function () { typed = false; });
  window.addEventListener("beforeunload", function (event) {
    if (typed) { event.preventDefault(); }
  });
}());
