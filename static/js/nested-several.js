// The form of a reference page: several causes at once, typed or pasted as lines, each
// “name; other name: what is said of it [source | what it supports]”.  What follows the name may be left out.
// A line that is set further in becomes a part of the one above it; one of sources alone is for all that name none.
(function () {
  "use strict";
  const root = document.getElementById("groups-group");
  if (!root) { return; }
  const words = JSON.parse(document.getElementById("nested-form-words").textContent);
  const LINE = /^(\s*)[\s•◦▪*–-]*([^:]*):?\s*(.*)$/;
  // As the server reads them (consult/language/normalise.py).
  const LINE_END = /\r\n|[\n\r\v\f\x85\u2028\u2029]/;
  const WORD = /[\p{L}\p{M}\p{N}]+/gu;
  const LAST_SOURCE = /\s*\[([^[\]]+)\]\s*$/;
  const sources = document.querySelector('select[name$="-source"][data-ajax--url]');

  function own(item, field) { return item.querySelector(':scope > fieldset [name$="-' + field + '"]'); }

  function put(field, value) {
    field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  // One line: how far in it stands, and what it says.
  function read(line) {
    const uses = [];
    let rest = line.replaceAll("\t", "    ");
    for (let last = rest.match(LAST_SOURCE); last; last = rest.match(LAST_SOURCE)) {
      const [wanted, ...says] = last[1].split("|");
      uses.unshift({ wanted: wanted.trim(), says: says.join("|").trim(), typed: last[0].trim() });
      rest = rest.slice(0, last.index);
    }
    const [, space, before, text] = rest.match(LINE);
    const [name, ...others] = before.split(";").map(function (each) { return each.trim(); });
    return { indent: space.length, name: name, others: others.filter(Boolean), text: text, uses: uses };
  }

  function wordsOf(text) { return text.toLowerCase().match(WORD) || []; }

  // Whether these are words of its publisher and title, whole ones: "[3]" is a note of the text that was pasted.
  function isNamed(source, wanted) {
    const held = wordsOf(source.text);
    const asked = wordsOf(wanted);
    return asked.some(function (word) { return /\p{L}{3}/u.test(word); })
      && asked.every(function (word) { return held.includes(word); });
  }

  // The one source that is meant by its address, its title or words of title and publisher; null when none or more
  // than one is.
  function find(wanted) {
    // The colon between publisher and title stands in neither.
    const query = new URLSearchParams({ term: wanted.replace(/:(?=\s)/g, "") });
    ["app_label", "model_name", "field_name"].forEach(function (name) {
      query.set(name, sources.getAttribute("data-" + name.replace("_", "-")));
    });
    return fetch(sources.getAttribute("data-ajax--url") + "?" + query)
      .then(function (answer) { return answer.ok ? answer.json() : { results: [] }; })
      .catch(function () { return { results: [] }; })
      .then(function (found) {
        const all = found.results.filter(function (each) { return each.id; });
        const exact = all.filter(function (each) { return [each.url, each.title, each.text].includes(wanted); });
        const chosen = exact.length ? exact : all.filter(function (each) { return isNamed(each, wanted); });
        return chosen.length === 1 ? chosen[0] : null;
      });
  }

  function findAll(lines) {
    const wanted = new Set(lines.flatMap(function (line) {
      return line.uses.map(function (use) { return use.wanted; });
    }));
    return Promise.all(Array.from(wanted, function (each) {
      return find(each).then(function (source) { return [each, source]; });
    })).then(function (found) { return new Map(found); });
  }

  function addItem(group) {
    group.querySelector(":scope > .djn-add-item .djn-add-handler").click();
    return Array.from(group.querySelectorAll(":scope > .djn-items > .djn-inline-form:not(.djn-empty-form)")).pop();
  }

  function cite(cause, source, says) {
    const item = addItem(cause.querySelector(':scope > .djn-group[id$="-citations-group"]'));
    const choice = own(item, "source");
    // The form opens the search of a new source.
    window.django.jQuery(choice).select2("close");
    choice.append(new Option(source.text, source.id, true, true));
    choice.dispatchEvent(new Event("change", { bubbles: true }));
    put(own(item, "statement"), says);
  }

  function add(group, line, uses, known) {
    const item = addItem(group);
    put(own(item, "name"), line.name);
    put(own(item, "other_names"), line.others.join("\n"));
    // What names no source may be words of the text.
    const unknown = line.uses.filter(function (use) { return !known.get(use.wanted); });
    put(own(item, "text"), [line.text, ...unknown.map(function (use) { return use.typed; })].join(" ").trim());
    const cited = new Set();
    uses.forEach(function (use) {
      const source = known.get(use.wanted);
      if (!source || cited.has(source.id)) { return; }
      cited.add(source.id);
      cite(item, source, use.says);
    });
    return item;
  }

  // The places still open: how far in each line stands, and where what is inside it goes.
  function addAll(group, lines, known) {
    const open = [{ indent: -1, group: group }];
    const shared = lines.filter(function (line) { return !line.name; }).flatMap(function (line) { return line.uses; });
    lines.forEach(function (line) {
      if (!line.name) { return; }
      while (open.length > 1 && line.indent <= open[open.length - 1].indent) { open.pop(); }
      const place = open[open.length - 1].group;
      const item = add(place, line, line.uses.length ? line.uses : shared, known);
      const inside = item.querySelector(':scope > .djn-group[id$="-children-group"]');
      open.push({ indent: line.indent, group: inside || place });
    });
  }

  function made(tag, className, text) {
    const element = document.createElement(tag);
    if (tag === "button") { element.type = "button"; }
    element.className = className;
    element.textContent = text;
    return element;
  }

  // What could not be cited, where the lines stood.
  function tell(cell, missing) {
    const told = made("p", "nest-missing desk-warning", missing.length ? words.severalMissing + " " + missing.join("; ") : "");
    told.tabIndex = -1;
    told.setAttribute("role", "status");
    if (missing.length) { cell.append(told); }
    (missing.length ? told : cell.querySelector(".nest-add")).focus();
  }

  function ask(group, cell) {
    const old = cell.querySelector(".nest-missing");
    if (old) { old.remove(); }
    const label = made("label", "nest-several", words.severalHelp);
    const area = document.createElement("textarea");
    area.rows = 8;
    label.append(area);
    const done = made("button", "desk-button", words.severalAdd);
    done.addEventListener("click", function () {
      const lines = area.value.split(LINE_END).map(read);
      done.disabled = true;
      findAll(lines).then(function (known) {
        addAll(group, lines, known);
        label.remove();
        done.remove();
        tell(cell, Array.from(known.keys()).filter(function (wanted) { return !known.get(wanted); }));
      });
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
