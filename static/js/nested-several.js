// The form of a reference page: several causes at once, typed or pasted as lines, each “name: what is said of it”.
// A line that is set further in becomes a part of the one above it.
(function () {
  "use strict";
  const root = document.getElementById("groups-group");
  if (!root) { return; }
  const words = JSON.parse(document.getElementById("nested-form-words").textContent);
  const LINE = /^(\s*)[\s•◦▪*–-]*([^:]+):?\s*(.*)$/;

  function own(item, field) { return item.querySelector(':scope > fieldset [name$="-' + field + '"]'); }

  function put(field, value) {
    field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function add(group, name, text) {
    group.querySelector(":scope > .djn-add-item .djn-add-handler").click();
    const item = Array.from(group.querySelectorAll(":scope > .djn-items > .djn-inline-form:not(.djn-empty-form)")).pop();
    put(own(item, "name"), name);
    put(own(item, "text"), text);
    return item;
  }

  // The places still open: how far in each line stands, and where what is inside it goes.
  function addAll(group, lines) {
    const open = [{ indent: -1, group: group }];
    lines.forEach(function (line) {
      const [, space, name, text] = line.replaceAll("\t", "    ").match(LINE) || [];
      if (!name) { return; }
      while (open.length > 1 && space.length <= open[open.length - 1].indent) { open.pop(); }
      const place = open[open.length - 1].group;
      const item = add(place, name.trim(), text);
      const inside = item.querySelector(':scope > .djn-group[id$="-children-group"]');
      open.push({ indent: space.length, group: inside || place });
    });
  }

  function made(tag, className, text) {
    const element = document.createElement(tag);
    if (tag === "button") { element.type = "button"; }
    element.className = className;
    element.textContent = text;
    return element;
  }

  function ask(group, cell) {
    const label = made("label", "nest-several", words.severalHelp);
    const area = document.createElement("textarea");
    area.rows = 8;
    label.append(area);
    const done = made("button", "desk-button", words.severalAdd);
    done.addEventListener("click", function () {
      addAll(group, area.value.split("\n"));
      label.remove();
      done.remove();
    });
    cell.append(label, done);
    area.focus();
  }

  function dress() {
    root.querySelectorAll('.djn-group[id$="-causes-group"]').forEach(function (group) {
      const cell = group.querySelector(":scope > .djn-add-item");
      if (!cell || cell.dataset.several || group.id.includes("-empty")) { return; }
      cell.dataset.several = "yes";
      const several = made("button", "desk-button nest-add", words.several);
      several.addEventListener("click", function () {
        if (!cell.querySelector(".nest-several")) { ask(group, cell); }
      });
      cell.append(" ", several);
    });
  }

  dress();
  document.addEventListener("formset:added", dress);
}());
