// Keep what is typed on the server's draft, so that a closed tab loses nothing.
const step = document.querySelector("[data-autosave]");
const form = step && step.querySelector("form");
if (form) {
  let timer = 0;
  let dirty = false;
  const save = (leaving) => {
    clearTimeout(timer);
    if (!dirty) return;
    dirty = false;
    fetch(step.dataset.autosave, { method: "POST", body: new FormData(form), keepalive: leaving }).catch(() => {
      dirty = true;
    });
  };
  form.addEventListener("input", () => {
    dirty = true;
    clearTimeout(timer);
    timer = setTimeout(save, 1000, false);
  });
  form.addEventListener("submit", () => {
    dirty = false;
    clearTimeout(timer);
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") save(true);
  });
}

// While the question is being written, show below it what has been answered already.
const suggestions = document.querySelector("[data-suggestions]");
if (form && suggestions) {
  const said = document.querySelector("[data-said]");
  let timer = 0;
  let asked = "";
  const suggest = async () => {
    const data = new FormData(form);
    const text = `${data.get("title")} ${data.get("body")}`.trim();
    if (text.length < 15 || text === asked) return;
    asked = text;
    try {
      const response = await fetch(suggestions.dataset.suggestions, { method: "POST", body: data });
      if (!response.ok || text !== asked) return;
      suggestions.innerHTML = await response.text();
      said.textContent = suggestions.children.length ? said.dataset.said : "";
    } catch {
      asked = "";
    }
  };
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(suggest, 1500);
  });
}
