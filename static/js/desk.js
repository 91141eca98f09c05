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

  // The warning signs of a ticked cause stand in the safety net; those of one that is unticked go, unless changed.
  const net = document.getElementById("id_safety_net");
  const lines = function (text) {
    return text.split("\n").map(function (line) { return line.trim(); }).filter(Boolean);
  };
  const ticks = Array.from(document.querySelectorAll("[data-signs]"));
  if (net) {
    ticks.forEach(function (tick) {
      tick.addEventListener("change", function () {
        const others = ticks.filter(function (other) { return other.checked && other !== tick; })
          .flatMap(function (other) { return lines(other.dataset.signs); });
        const own = lines(tick.dataset.signs);
        const kept = lines(net.value).filter(function (line) {
          return tick.checked || !own.includes(line) || others.includes(line);
        });
        const added = tick.checked ? own.filter(function (line) { return !kept.includes(line); }) : [];
        net.value = kept.concat(added).join("\n");
        net.dispatchEvent(new Event("input", { bubbles: true }));
      });
    });
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
