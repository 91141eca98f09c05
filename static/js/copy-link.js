// A link to a cause also puts its address on the clipboard; without a clipboard it is an ordinary link.
document.addEventListener("click", async (event) => {
  const link = event.target.closest("[data-copy-link]");
  if (!link || !navigator.clipboard) {
    return;
  }
  try {
    await navigator.clipboard.writeText(link.href);
    const note = document.createElement("span");
    note.className = "copied";
    note.setAttribute("role", "status");
    note.textContent = link.dataset.copyLink || "Link copied";
    link.after(note);
    setTimeout(() => note.remove(), 2500);
  } catch {
    // The address is in the address bar all the same.
  }
});
