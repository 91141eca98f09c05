// The form of a reference page: keeps what is typed on the server, and warns before unsaved work is left.
(function () {
  "use strict";
  const form = document.getElementById("referencepage_form");
  const told = document.getElementById("draft-kept");
  if (!form || !told) { return; }
  const words = JSON.parse(document.getElementById("draft-words").textContent);
  const PAUSE = 5000;
  let changed = false;
  let leaving = false;
  let timer = null;

  function keep() {
    fetch(told.dataset.address, { method: "POST", body: new FormData(form), headers: { "Accept": "application/json" } })
      .then(function (answer) {
        if (!answer.ok) { throw new Error(String(answer.status)); }
        return answer.json();
      })
      .then(function (kept) { told.textContent = words.kept.replace("%s", kept.kept); })
      .catch(function () { told.textContent = words.failed; });
  }

  function note() {
    changed = true;
    window.clearTimeout(timer);
    timer = window.setTimeout(keep, PAUSE);
  }

  form.addEventListener("input", note);
  form.addEventListener("change", note);
  form.addEventListener("click", function (event) {
    if (event.target.closest(".nest-button, .djn-remove-handler, .djn-delete-handler, .djn-add-handler") &&
        !event.target.closest(".nest-fold")) { note(); }
  });
  form.addEventListener("submit", function () { leaving = true; window.clearTimeout(timer); });
  window.addEventListener("beforeunload", function (event) {
    if (changed && !leaving) { event.preventDefault(); }
  });
}());
