// select2 gives its search fields no name: they get that of the choice which they stand for.
(function () {
  "use strict";
  const $ = window.django && window.django.jQuery;
  if (!$) { return; }

  function nameOf(select) {
    const label = select.labels[0];
    return label ? label.textContent.trim().replace(/:$/, "") : "";
  }

  function nameAll() {
    document.querySelectorAll("select.select2-hidden-accessible").forEach(function (select) {
      const name = nameOf(select);
      const container = select.nextElementSibling;
      if (!name || !container) { return; }
      container.querySelectorAll(".select2-search__field, .select2-selection--single, .select2-selection__rendered")
        .forEach(function (field) { field.setAttribute("aria-label", name); });
    });
  }

  $(nameAll);
  document.addEventListener("formset:added", function () { window.setTimeout(nameAll); });
  $(document).on("select2:open", function (event) {
    const search = document.querySelector(".select2-dropdown .select2-search__field");
    if (search) { search.setAttribute("aria-label", nameOf(event.target)); }
  });
}());
