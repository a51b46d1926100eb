const waiting = document.getElementById("waiting");
const poll = waiting.getAttribute("data-poll");
let before = null;

function reload() {
  location.reload();
}

function ask() {
  fetch(poll, { headers: { accept: "application/json" } })
    .then((response) => response.json())
    .then((tip) => {
      if (before !== null && tip.status !== before) reload();
      before = tip.status;
    })
    .catch(() => {});
}

if (poll) {
  ask();
  setInterval(ask, 2000);
}
setTimeout(reload, Number(waiting.getAttribute("data-reload")) * 1000);
