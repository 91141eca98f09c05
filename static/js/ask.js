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
