// select2 gives its search fields no name: they get that of the label beside them.
(function () {
  "use strict";
  const $ = window.django && window.django.jQuery;
  if (!$) { return; }
  $(function () {
    document.querySelectorAll(
      ".desk-field .select2-search__field, .desk-field .select2-selection--single, .desk-field .select2-selection__rendered"
    ).forEach(function (field) {
      const label = field.closest(".desk-field").querySelector("label");
      if (label) { field.setAttribute("aria-label", label.textContent.trim()); }
    });
  });
}());
