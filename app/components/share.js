const share = document.getElementById("share");
const print = document.getElementById("print");

share.hidden = !(navigator.share || navigator.clipboard);
share.addEventListener("click", () => {
  if (navigator.share) {
    navigator.share({ title: document.title, url: location.href }).catch(() => {});
    return;
  }
  navigator.clipboard.writeText(location.href).then(() => {
    document.getElementById("shared").textContent = share.getAttribute("data-copied");
  });
});
print.hidden = false;
print.addEventListener("click", () => {
  window.print();
});
