// Move the focus to the error summary, as a screen reader would otherwise start at the top of the page.
const summary = document.querySelector("[data-error-summary]");
if (summary) {
  summary.focus();
}
