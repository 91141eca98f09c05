// The form of a reference page: existing items start folded, and can be moved by buttons as well as by dragging.
// Each kind of item has one empty form, inside that of its parent: it is copied to where “Add” is pressed.
(function () {
  "use strict";
  const $ = window.django && window.django.jQuery;
  const root = document.getElementById("groups-group");
  if (!$ || !root) { return; }
  const words = JSON.parse(document.getElementById("nested-form-words").textContent);

  function items(group) {
    return Array.from(group.querySelectorAll(":scope > .djn-items > .djn-item:not(.djn-no-drag):not(.djn-empty-form)"));
  }

  function button(label, act) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "nest-button";
    made.textContent = label;
    made.addEventListener("click", act);
    const cell = document.createElement("li");
    cell.append(made);
    return cell;
  }

  // Put the empty form where the library looks for it, for as long as it makes an item from it.
  function lend(group) {
    const prefix = group.id.slice(0, -"-group".length);
    const general = prefix.replace(/-\d+-/g, "-empty-");
    const pattern = document.getElementById(general + "-empty");
    if (!pattern || document.getElementById(prefix + "-empty")) { return; }
    const made = document.createElement("div");
    made.innerHTML = pattern.outerHTML.replaceAll(general, prefix);
    const empty = made.firstElementChild;
    group.querySelector(":scope > .djn-items").append(empty);
    $(group).djangoFormset()._$template = $(empty);
    window.setTimeout(function () { empty.remove(); });
  }

  document.addEventListener("click", function (event) {
    const add = event.target.closest(".djn-add-handler");
    if (add) { lend(add.closest(".djn-group")); }
  }, true);

  function move(item, step) {
    const group = item.closest(".djn-group");
    const all = items(group);
    const other = all[all.indexOf(item) + step];
    if (!other) { return; }
    if (step < 0) { other.before(item); } else { other.after(item); }
    $(group).djangoFormset().spliceInto($(item));
  }

  function own(item, field) { return item.querySelector(':scope > fieldset [name$="-' + field + '"]'); }

  function keyOf(item) {
    const field = item.querySelector(':scope > [name="' + item.id + '-id"]');
    return field ? field.value : "";
  }

  function causesIn(item) {
    return Array.from(item.querySelectorAll(":scope > .djn-group > .djn-items > .djn-item:not(.djn-no-drag)"))
      .filter(function (each) { return own(each, "move_to"); });
  }

  function height(item) { return 1 + Math.max(0, ...causesIn(item).map(height)); }

  // Where a cause may go: groups and causes that are stored, not itself, and never deeper than the form.
  function places(item) {
    const found = [];
    const room = words.levels - height(item);
    function add(place, level) {
      if (place === item) { return; }
      const name = own(place, level ? "name" : "heading").value;
      const key = keyOf(place);
      if (key && level <= room && !place.matches(".grp-predelete")) {
        found.push([(level ? "cause:" : "group:") + key, "\u2003".repeat(level) + name]);
      }
      causesIn(place).forEach(function (each) { add(each, level + 1); });
    }
    items(root).forEach(function (group) { add(group, 0); });
    return found;
  }

  // The choice of a place, below the buttons: by keyboard, and where there is no mouse to drag with.
  function choosePlace(item) {
    const old = item.querySelector(":scope > .nest-move");
    if (old) { old.remove(); return; }
    const field = own(item, "move_to");
    const label = document.createElement("label");
    label.className = "nest-move";
    label.textContent = words.moveInto + " ";
    const select = document.createElement("select");
    [["", words.stay]].concat(places(item)).forEach(function ([value, text]) {
      select.add(new Option(text, value, false, value === field.value));
    });
    select.addEventListener("change", function () {
      field.value = select.value;
      if (!select.value) { label.remove(); }
    });
    label.append(select);
    item.querySelector(":scope > .nest-tools").after(label);
    select.focus();
  }

  function fold(item, folded) {
    item.classList.toggle("folded", folded);
    const toggle = item.querySelector(":scope > .nest-tools .nest-fold");
    if (toggle) {
      toggle.textContent = folded ? words.open : words.close;
      toggle.setAttribute("aria-expanded", String(!folded));
    }
  }

  function dress(item) {
    if (item.dataset.dressed || item.matches(".djn-empty-form") || item.id.includes("-empty")) { return; }
    const tools = item.querySelector(":scope > .nest-tools");
    if (!tools) { return; }
    item.dataset.dressed = "yes";
    if (item.querySelector(":scope > .djn-drag-handler")) {
      tools.prepend(
        button(words.up, function () { move(item, -1); this.focus(); }),
        button(words.down, function () { move(item, 1); this.focus(); })
      );
      if (own(item, "move_to")) { tools.children[1].after(button(words.move, function () { choosePlace(item); })); }
      const toggle = button(words.close, function () { fold(item, !item.classList.contains("folded")); });
      toggle.firstChild.classList.add("nest-fold");
      tools.prepend(toggle);
      const isCause = Boolean(item.querySelector(':scope > fieldset [name$="-slug"]'));
      fold(item, isCause && item.classList.contains("has_original") && !item.querySelector(".errorlist, .errors"));
    }
    const name = item.querySelector(':scope > fieldset [name$="-name"], :scope > fieldset [name$="-heading"]');
    const title = item.querySelector(":scope > .nest-name");
    if (name && title) {
      name.addEventListener("input", function () { if (name.value) { title.textContent = name.value; } });
    }
  }

  function dressAll() { document.querySelectorAll(".djn-inline-form").forEach(dress); }

  function foldAll(folded) {
    document.querySelectorAll(".djn-item[data-dressed]").forEach(function (item) {
      if (item.querySelector(":scope > .djn-drag-handler")) { fold(item, folded); }
    });
  }

  // A server refuses a form of a thousand fields: they go as one, without those of the empty forms.
  const form = root.closest("form");
  form.addEventListener("formdata", function (event) {
    const packed = new URLSearchParams();
    Array.from(event.formData).forEach(function ([name, value]) {
      if (name === "csrfmiddlewaretoken") { return; }
      event.formData.delete(name);
      if (!/-empty-|__prefix__/.test(name)) { packed.append(name, value); }
    });
    event.formData.append("packed", packed.toString());
  });

  // The summary leads to what may have been folded since, and to choices that the library hides behind its own.
  document.addEventListener("click", function (event) {
    const link = event.target.closest("[data-error-summary] a");
    const field = link && document.getElementById(link.hash.slice(1));
    if (!field) { return; }
    for (let item = field.closest(".djn-item"); item; item = item.parentElement.closest(".djn-item")) { fold(item, false); }
    const shown = field.matches(".select2-hidden-accessible")
      ? field.parentElement.querySelector(".select2-selection")
      : field.matches("input, select, textarea") ? field : field.querySelector("button");
    event.preventDefault();
    shown.focus();
    shown.scrollIntoView({ block: "center" });
  });

  dressAll();
  document.addEventListener("formset:added", function (event) {
    const item = event.target.closest(".djn-inline-form");
    if (!item) { return; }
    delete item.dataset.dressed;
    dress(item);
    item.querySelectorAll(".djn-inline-form").forEach(dress);
    const first = item.querySelector("input:not([type=hidden]), textarea, select");
    if (first) { first.focus(); }
    // A new source is searched for at once, and what it supports is said next.
    const source = own(item, "source");
    if (source && $(source).data("select2")) { $(source).select2("open"); }
  });
  $(document).on("select2:select", ".djn-inline-form select[name$='-source']", function () {
    const statement = own(this.closest(".djn-inline-form"), "statement");
    // Not before the library has given the focus back to the choice.
    window.setTimeout(function () { statement.focus(); });
  });
  const bar = document.createElement("ul");
  bar.className = "nest-tools nest-bar";
  bar.append(
    button(words.openAll, function () { foldAll(false); }),
    button(words.closeAll, function () { foldAll(true); })
  );
  root.querySelector(".nest-title").after(bar);
}());
