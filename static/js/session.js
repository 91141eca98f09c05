// A session that ended costs one press: "Sign in".  When this tab is looked at again, its forms get the token of the
// new session; on the page that shows back what was sent, it is sent.
(function () {
  "use strict";

  function check(address) {
    return fetch(address, { headers: { "Accept": "application/json" } })
      .then(function (answer) { return answer.ok ? answer.json() : { signed_in: false }; })
      .then(function (found) {
        if (found.signed_in) {
          document.querySelectorAll("[name=csrfmiddlewaretoken]").forEach(function (field) { field.value = found.token; });
        }
        return found.signed_in;
      })
      .catch(function () { return false; });
  }

  // Calls `back` once, when somebody is signed in again.
  function wait(address, back) {
    let done = false;
    function look() {
      if (done || document.hidden) { return; }
      check(address).then(function (yes) {
        if (yes && !done) { done = true; back(); }
      });
    }
    window.addEventListener("focus", look);
    document.addEventListener("visibilitychange", look);
    const timer = window.setInterval(function () {
      if (done) { window.clearInterval(timer); } else { look(); }
    }, 3000);
  }

  window.deskSession = { wait: wait };

  const link = document.getElementById("sign-in");
  const again = document.getElementById("again");
  if (link && again) {
    link.addEventListener("click", function (event) {
      event.preventDefault();
      // A window that a script opened may close itself.
      window.open(link.href);
      wait(link.dataset.session, function () { again.requestSubmit(); });
    });
  }
}());
