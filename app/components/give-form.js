import { betterBelow, chargeCovering, netOf, readAmount, sayAmount } from "./give-sums.js";

const form = document.getElementById("give");
const terms = JSON.parse(form.getAttribute("data-terms"));
const button = document.getElementById("go");
const net = document.getElementById("net");
const typed = form.elements.other;
const cover = form.elements.covers_fee;
let sent = false;

function say(key, first, second) {
  return terms.say[key].replace("{1}", first).replace("{2}", second);
}

function covers() {
  return cover ? cover.checked : false;
}

function update() {
  const chosen = form.querySelector("[name=amount]:checked");
  const isOther = chosen && chosen.value === "other";
  const amount = isOther ? readAmount(terms, typed.value) : chosen && Number(chosen.value);
  const fits = amount && amount >= terms.minimum && amount <= terms.maximum;
  const charge = fits && covers() ? chargeCovering(terms, amount) : amount;
  const better = fits && isOther && charge === amount ? betterBelow(terms, amount) : null;
  typed.setCustomValidity(isOther && !fits ? terms.say.bounds : "");
  button.textContent = fits ? say("button", sayAmount(terms, charge)) : terms.say.plain;
  net.textContent = fits ? say("net", sayAmount(terms, netOf(terms, amount, charge))) : "";
  document.getElementById("better").textContent = better
    ? say("better", sayAmount(terms, better), sayAmount(terms, amount))
    : "";
  if (cover) {
    document.getElementById("adds").textContent = fits
      ? say("adds", sayAmount(terms, chargeCovering(terms, amount) - amount))
      : terms.say.whole;
  }
}

typed.addEventListener("input", () => {
  document.getElementById("amount-other").checked = true;
  update();
});
form.addEventListener("change", (event) => {
  if (event.target.name === "amount") {
    if (event.target.value === "other") typed.focus();
    else typed.value = "";
  }
  update();
});
form.addEventListener("submit", (event) => {
  if (sent) return event.preventDefault();
  sent = true;
  button.disabled = true;
  button.textContent = terms.say.opening;
});
addEventListener("pageshow", () => {
  sent = false;
  button.disabled = false;
  update();
});
if (!form.querySelector("[name=amount]:checked") && !typed.value) {
  const suggested = form.querySelector("[data-suggested]");
  if (suggested) suggested.checked = true;
}
update();
