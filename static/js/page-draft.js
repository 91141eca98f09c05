// The form of a reference page: keeps what is typed on the server, and warns before unsaved work is left.
(function () {
  "use strict";
  const form = document.getElementById("referencepage_form");
  const told = document.getElementById("draft-kept");
  const $ = window.django && window.django.jQuery;
  if (!form || !told || !$) { return; }
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
      .then(function (kept) { told.textContent = kept.kept && words.kept.replace("%s", kept.kept); })
      .catch(function () { told.textContent = words.failed; });
  }

  function note() {
    changed = true;
    window.clearTimeout(timer);
    timer = window.setTimeout(keep, PAUSE);
  }

  form.addEventListener("input", note);
  form.addEventListener("change", note);
  // select2 and the library that drags rows tell only jQuery of what was chosen and moved.
  $(form).on("select2:select select2:unselect select2:clear", note);
  $(form).on("nestedsortableupdate", note);
  form.addEventListener("click", function (event) {
    if (event.target.closest(".nest-button, .djn-remove-handler, .djn-delete-handler, .djn-add-handler") &&
        !event.target.closest(".nest-fold")) { note(); }
  });
  // A preview opens in a tab of its own: what is typed here stays, unsaved.
  form.addEventListener("submit", function (event) {
    if (event.submitter && event.submitter.formTarget === "_blank") { return; }
    leaving = true;
    window.clearTimeout(timer);
  });
  window.addEventListener("beforeunload", function (event) {
    if (changed && !leaving) { event.preventDefault(); }
  });
}());
