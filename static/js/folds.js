// Opens what a link leads into, and everything while the page is printed: for browsers that do not by themselves.
function openAround(element) {
  for (let fold = element?.closest("details"); fold; fold = fold.parentElement.closest("details")) {
    fold.open = true;
  }
}

function openTarget() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (target?.closest("details:not([open])")) {
    openAround(target);
    target.scrollIntoView();
  }
}

let opened = [];
window.addEventListener("hashchange", openTarget);
window.addEventListener("beforeprint", () => {
  opened = [...document.querySelectorAll(".fold:not([open])")];
  opened.forEach((fold) => { fold.open = true; });
});
window.addEventListener("afterprint", () => opened.forEach((fold) => { fold.open = false; }));
openTarget();
