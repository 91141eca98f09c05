// The desk works without this.  With it: texts of decline reasons are filled in, the summary of errors is
// focused, and leaving with unsaved words asks first.
(function () {
  "use strict";
  const form = document.getElementById("desk-form");
  if (!form) { return; }

  // select2 gives its search fields no name.
  const $ = window.django && window.django.jQuery;
  if ($) {
    $(function () {
      document.querySelectorAll(
        ".desk-field .select2-search__field, .desk-field .select2-selection--single, .desk-field .select2-selection__rendered"
      ).forEach(function (field) {
        const label = field.closest(".desk-field").querySelector("label");
        if (label) { field.setAttribute("aria-label", label.textContent.trim()); }
      });
    });
  }

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

  let typed = Boolean(alertBox);
  form.addEventListener("input", function () { typed = true; });
  form.addEventListener("submit", function () { typed = false; });
  window.addEventListener("beforeunload", function (event) {
    if (typed) { event.preventDefault(); }
  });
}());
