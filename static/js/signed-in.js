// The sign-in was opened by the page on which somebody is writing: back to it.
window.close();
